import { button, element, say } from './dom.js'
import { phaseOf, phases } from './loop.js'

/** @typedef {import('./model.js').LoopState} LoopState */
/** @typedef {import('./model.js').StepName} StepName */

const words = {
  waiting: 'not yet',
  running: 'running',
  retrying: 'trying again',
  complete: 'done',
  degraded: 'done without the model',
  error: 'failed',
  cancelled: 'stopped',
}

/**
 * The six phases as a strip that fills while they run; each opens what it made.
 *
 * @param {string} id of the panel they open
 * @param {(step: StepName) => void} choose
 */
export const phaseStrip = (id, choose) => {
  const parts = phases.map(({ step, name, aim }) => {
    const [state, count] = [element('span', { class: 'unseen' }), element('span', { class: 'count' })]
    const press = button('', () => choose(step), { class: 'phase', title: `${name} ${aim}`, 'aria-expanded': 'false' })
    press.append(element('span', { class: 'bar' }), element('span', { class: 'name' }, [name]), count, state)
    return { step, press, state, count }
  })
  const root = element('ol', { class: 'strip', 'aria-label': 'The six phases' })
  root.append(...parts.map(({ press }) => element('li', {}, [press])))
  return {
    root,
    /**
     * @param {LoopState} loop
     * @param {StepName | null} open
     */
    show: (loop, open) => {
      for (const { step, press, state, count } of parts) {
        const { status } = phaseOf(loop, step)
        const over = loop.status === 'cancelled' || loop.status === 'failed'
        const seen = over && (status === 'running' || status === 'retrying') ? 'cancelled' : status
        press.dataset['status'] = seen
        press.setAttribute('aria-expanded', String(step === open))
        if (step === open) press.setAttribute('aria-controls', id)
        else press.removeAttribute('aria-controls')
        say(state, `: ${words[seen]}`)
        say(count, step === 'experience' && loop.priors.length > 0 ? String(loop.priors.length) : '')
      }
    },
    /** @param {StepName} step */
    focus: (step) => parts.find((part) => part.step === step)?.press.focus(),
  }
}
