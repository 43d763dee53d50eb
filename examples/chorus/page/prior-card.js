import { element } from './dom.js'

/** @typedef {import('./model.js').Prior} Prior */

/**
 * A message that memory held, with how near it is.
 *
 * @param {Prior} prior
 * @param {{ readonly id: string; readonly marker: string | null }} place
 */
export const priorCard = (prior, { id, marker }) => {
  const near = Math.min(1, Math.max(0, prior.similarity))
  const percent = `${Math.round(near * 100)} %`
  const who = prior.role === 'user' ? 'You asked' : prior.role === 'assistant' ? 'Chorus answered' : 'Noted'
  const meter = element('meter', { min: '0', max: '1', value: String(near), 'aria-label': 'similarity' }, [percent])
  return element('li', { class: 'prior', id, tabindex: '-1' }, [
    element('p', { class: 'prior-head' }, [
      ...(marker === null ? [] : [element('span', { class: 'marker' }, [marker])]),
      element('span', {}, [who, when(prior.createdAt)]),
    ]),
    element('p', { class: 'prior-text', dir: 'auto' }, [prior.content]),
    element('p', { class: 'near' }, [meter, element('span', {}, [prior.similarity.toFixed(3)])]),
  ])
}

/**
 * @param {string} iso
 */
const when = (iso) => {
  const at = new Date(iso)
  return Number.isNaN(at.getTime()) ? '' : `, ${at.toLocaleDateString(undefined, { dateStyle: 'medium' })}`
}
