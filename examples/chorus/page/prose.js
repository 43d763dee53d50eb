import { element } from './dom.js'

/**
 * What stands for a mark `[^n]`: a node, made by whoever knows what is cited.
 *
 * @typedef {(marker: string) => Node} Cite
 */

/**
 * Paragraphs, code between backticks, and citation marks. All else is text and stays text.
 *
 * @param {string} text
 * @param {Cite} cite
 * @returns {readonly HTMLElement[]}
 */
export const prose = (text, cite) =>
  text.split(/^```[^\n]*\n?/mu).flatMap((part, i) => block(part, i % 2 === 1 ? null : cite))

/**
 * @param {string} text
 * @param {Cite | null} cite null in code, where a mark is none
 * @returns {readonly HTMLElement[]}
 */
const block = (text, cite) => (cite === null ? [codeBlock(text)] : paragraphs(text, cite))

/** @param {string} code */
const codeBlock = (code) =>
  element('pre', { dir: 'ltr', tabindex: '0' }, [element('code', {}, [code.replace(/\n$/u, '')])])

/**
 * @param {string} text
 * @param {Cite} cite
 */
const paragraphs = (text, cite) =>
  text
    .split(/\n{2,}/u)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => element('p', { dir: 'auto' }, inline(paragraph.trim(), cite)))

/**
 * @param {string} text
 * @param {Cite} cite
 * @returns {readonly (Node | string)[]}
 */
const inline = (text, cite) =>
  text.split(/(`[^`\n]+`|\[\^[0-9A-Za-z]{1,8}\])/u).map((part, i) => {
    if (i % 2 === 0) return part
    return part.startsWith('`') ? element('code', {}, [part.slice(1, -1)]) : cite(part.slice(2, -1))
  })
