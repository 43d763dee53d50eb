import { button, element } from './dom.js'
import { turnView } from './turn-view.js'

/** @typedef {import('./model.js').Turn} Turn */

const tries = [
  'What is a warm cache good for?',
  'How should a small town prepare for a flood?',
  'Why do caches go cold? Look deeper.',
]

/**
 * The turns of the open thread. Each keeps its view while it is there, so that nothing that is read or focused jumps.
 *
 * @param {HTMLElement} root
 * @param {import('./turn-view.js').TurnActions & { readonly suggest: (prompt: string) => void }} actions
 */
export const conversation = (root, actions) => {
  /** @type {Map<string, ReturnType<typeof turnView>>} */
  let views = new Map()
  /** @type {string | null} */
  let thread = null
  const empty = emptyState(actions.suggest)
  /**
   * @param {string | null} threadId
   * @param {readonly Turn[]} turns
   */
  const show = (threadId, turns) => {
    const isNear = threadId !== thread || atEnd()
    const before = views
    views = new Map(
      turns.map(({ key }) => [key, (threadId === thread ? before.get(key) : undefined) ?? turnView(actions)]),
    )
    thread = threadId
    for (const turn of turns) views.get(turn.key)?.show(turn)
    const wanted = turns.length === 0 ? [empty] : [...views.values()].map((view) => view.root)
    if (wanted.length !== root.children.length || wanted.some((one, i) => one !== root.children[i]))
      root.replaceChildren(...wanted)
    if (isNear && turns.length > 0) scrollTo({ top: document.documentElement.scrollHeight })
  }
  return { show }
}

/** Whoever reads further up is left there. */
const atEnd = () => document.documentElement.scrollHeight - scrollY - innerHeight < 160

/** @param {(prompt: string) => void} suggest */
const emptyState = (suggest) =>
  element('section', { class: 'empty' }, [
    element('h2', {}, ['Ask something']),
    element('p', {}, [
      'The first thought comes at once. Then it is held against what was said here before, questioned, and answered again with its sources. Ask twice about one thing: the second time, memory has something to say.',
    ]),
    element(
      'ul',
      { class: 'tries' },
      tries.map((text) => element('li', {}, [button(text, () => suggest(text), { class: 'try' })])),
    ),
  ])
