import { button, element } from './dom.js'
import { phaseOf } from './loop.js'
import { spokenIn } from './spoken.js'
import { asData, asList, asText } from './wire.js'

/** @typedef {import('./model.js').LoopState} LoopState */
/** @typedef {import('./model.js').Turn} Turn */

/**
 * What is cited: markers by the id of the prior.
 *
 * @param {LoopState | null} loop
 * @returns {ReadonlyMap<string, string>}
 */
export const markersOf = (loop) => {
  const citations = loop === null ? [] : asList(phaseOf(loop, 'yield').content?.['citations'])
  const known = new Set(loop?.priors.map(({ id }) => id))
  return new Map(
    citations
      .map(asData)
      .map(({ prior_id: id, marker }) => /** @type {const} */ ([asText(id), asText(marker)]))
      .filter(([id]) => known.has(id)),
  )
}

/**
 * What is said to the person at this moment: the answer, what there is of it, or what came to mind first.
 *
 * @param {Turn} turn
 * @returns {{ readonly kind: 'answer' | 'draft' | 'first' | 'none'; readonly text: string }}
 */
export const saidIn = ({ answer, loop }) => {
  if (answer !== null) return { kind: 'answer', text: answer }
  if (loop === null) return { kind: 'none', text: '' }
  const draft = spokenIn(phaseOf(loop, 'yield').text, 'final_response')
  if (draft !== '') return { kind: 'draft', text: draft }
  const first = loop.passes
    .map(
      ({ action }) =>
        asText(action?.content?.['proposed_response']) || spokenIn(action?.text ?? '', 'proposed_response'),
    )
    .findLast((text) => text !== '')
  return first === undefined ? { kind: 'none', text: '' } : { kind: 'first', text: first }
}

/**
 * A mark in a text that leads to what it cites; a number without a way where that is not known here.
 *
 * @param {ReadonlyMap<string, string>} markers
 * @param {(priorId: string) => void} lead
 * @returns {import('./prose.js').Cite}
 */
export const citing = (markers, lead) => (marker) => {
  const id = [...markers].find(([, one]) => one === marker)?.[0]
  if (id === undefined) return element('sup', { class: 'mark' }, [marker])
  return element('sup', {}, [button(marker, () => lead(id), { class: 'mark', 'aria-label': `Source ${marker}` })])
}

/**
 * The sources of an answer as numbered chips.
 *
 * @param {LoopState | null} loop
 * @param {(priorId: string) => void} lead
 * @returns {readonly Node[]}
 */
export const sources = (loop, lead) => {
  const chips = [...markersOf(loop)].map(([id, marker]) => {
    const text = loop?.priors.find((prior) => prior.id === id)?.content ?? ''
    const chip = button('', () => lead(id), { class: 'chip', 'aria-label': `Source ${marker}: ${text.slice(0, 80)}` })
    chip.append(
      element('span', { class: 'marker' }, [marker]),
      element('span', { class: 'chip-text', dir: 'auto' }, [text]),
    )
    return element('li', {}, [chip])
  })
  return chips.length === 0 ? [] : [element('ol', { class: 'chips', 'aria-label': 'Sources' }, chips)]
}
