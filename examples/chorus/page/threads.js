import { button, element, say } from './dom.js'

/** @typedef {import('./model.js').ThreadState} ThreadState */

/**
 * The threads, newest first, the open one marked.
 *
 * @param {HTMLElement} root
 * @param {(threadId: string) => void} choose
 */
export const threadList = (root, choose) => {
  /** @type {readonly ThreadState[]} */
  let shown = []
  return {
    /**
     * @param {readonly ThreadState[]} threads
     * @param {string | null} open
     */
    show: (threads, open) => {
      if (threads !== shown) {
        const focused =
          document.activeElement instanceof HTMLElement ? document.activeElement.dataset['thread'] : undefined
        root.replaceChildren(...threads.map((thread) => element('li', {}, [entry(thread, choose)])))
        shown = threads
        if (focused !== undefined)
          entries(root)
            .find((one) => one.dataset['thread'] === focused)
            ?.focus()
      }
      for (const one of entries(root))
        if (one.dataset['thread'] === open) one.setAttribute('aria-current', 'true')
        else one.removeAttribute('aria-current')
    },
  }
}

/** @param {HTMLElement} root */
const entries = (root) => [...root.querySelectorAll('button')]

/**
 * @param {ThreadState} thread
 * @param {(threadId: string) => void} choose
 */
const entry = ({ id, name }, choose) =>
  button(name === '' ? 'Without a name' : name, () => choose(id), { 'data-thread': id, dir: 'auto', title: name })

const words = {
  connecting: 'connecting',
  live: 'live',
  reconnecting: 'reconnecting',
  polling: 'polling',
  closed: 'not connected',
}

/**
 * How the page stands with the server, quietly.
 *
 * @param {HTMLElement} root
 * @param {keyof typeof words} now
 */
export const showConnection = (root, now) => {
  root.dataset['now'] = now
  say(root, words[now])
}
