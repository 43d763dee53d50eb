import { button, element } from './dom.js'

/** @typedef {import('./model.js').Fault} Fault */

/** @type {{ readonly [code: string]: string }} */
const advice = {
  PROMPT_EMPTY: 'Write something first.',
  PROMPT_TOO_LONG: 'Shorten it and ask again.',
  MESSAGE_INVALID: 'Shorten it and ask again.',
  LOOP_BUSY: 'A question is under way in this thread: wait for its answer or stop it.',
  RATE_LIMITED: 'Wait a little and ask again.',
  OVERLOADED: 'Wait a little and ask again.',
  AUTH_FAILED: 'Reload the page to sign in anew.',
  THREAD_NOT_FOUND: 'Choose another thread or begin a new one.',
  AI_REFUSED: 'The model declined: ask in other words.',
  AI_UNAVAILABLE: "Look at the server's terminal: is the model there, is its key right? Then ask again.",
  AI_TIMEOUT: 'The model took too long: ask again.',
  NETWORK_UNAVAILABLE: 'The model or the store cannot be reached: see whether it is up, then ask again.',
  NETWORK_TIMEOUT: 'The model or the store took too long: ask again.',
}

/**
 * What went wrong, in place, with what to do next.
 *
 * @param {Fault} fault
 * @param {(() => void) | null} again
 */
export const trouble = (fault, again) => {
  const next = advice[fault.code] ?? (again === null ? '' : 'Ask again, or in other words.')
  return element('div', { class: 'trouble', role: 'alert' }, [
    element('p', {}, [
      element('span', { dir: 'auto' }, [fault.message === '' ? 'Something went wrong.' : fault.message]),
      ...(fault.code === '' ? [] : [' ', element('code', {}, [fault.code])]),
    ]),
    ...(next === '' ? [] : [element('p', {}, [next])]),
    ...(again === null ? [] : [button('Ask again', again, { class: 'quiet-button' })]),
  ])
}
