import { citing, markersOf, saidIn, sources } from './answer.js'
import { button, element, say } from './dom.js'
import { phaseOf, phases } from './loop.js'
import { phasePanel } from './phase-panel.js'
import { phaseStrip } from './phase-strip.js'
import { prose } from './prose.js'
import { trouble } from './trouble.js'

/** @typedef {import('./model.js').Turn} Turn */
/** @typedef {import('./model.js').StepName} StepName */

/**
 * What a person may do at a turn.
 *
 * @typedef {{
 *   readonly stop: (loopId: string) => void
 *   readonly again: (turn: Turn) => void
 * }} TurnActions
 */

let made = 0

const labels = { answer: '', draft: '', first: 'First thought, being reflected on', none: '' }

/**
 * One question with its phases and its answer. It is built once and then shows what has become of the turn.
 *
 * @param {TurnActions} actions
 */
export const turnView = (actions) => {
  const name = `turn-${(made += 1)}`
  /** @type {Turn | null} */
  let turn = null
  /** @type {StepName | null} */
  let open = null
  /** @param {StepName | null} step */
  const choose = (step) => {
    open = step
    if (turn !== null) show(turn)
  }
  const strip = phaseStrip(`${name}-panel`, (step) => choose(step === open ? null : step))
  const parts = bones(name)
  const root = element('article', { class: 'turn', 'aria-label': 'Question and answer' }, [
    ...[parts.prompt, strip.root, parts.panel, parts.label, parts.answer, parts.below],
  ])
  /** @param {string} priorId */
  const idOf = (priorId) => `${name}-prior-${turn?.loop?.priors.findIndex(({ id }) => id === priorId) ?? -1}`
  /** @param {string} priorId */
  const lead = (priorId) => {
    choose('experience')
    const card = document.getElementById(idOf(priorId))
    card?.focus({ preventScroll: true })
    card?.scrollIntoView({ block: 'center' })
  }
  const drawing = drawer(parts, { idOf, lead, actions })
  /** @param {Turn} next */
  const show = (next) => {
    turn = next
    strip.root.hidden = next.loop === null
    if (next.loop !== null) strip.show(next.loop, open)
    drawing(next, open)
  }
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || open === null) return
    const was = open
    choose(null)
    strip.focus(was)
  })
  return { root, show }
}

/**
 * Draws what has changed and leaves the rest alone.
 *
 * @param {ReturnType<typeof bones>} parts
 * @param {{ readonly idOf: (priorId: string) => string; readonly lead: (priorId: string) => void; readonly actions: TurnActions }} ways
 */
const drawer = (parts, { idOf, lead, actions }) => {
  const [panelShows, answerShows, belowShows] = [changed(), changed(), changed()]
  /**
   * @param {Turn} turn
   * @param {StepName | null} open
   */
  return (turn, open) => {
    const { loop, pending } = turn
    const markers = markersOf(loop)
    const cite = citing(markers, lead)
    say(parts.prompt, turn.prompt)
    parts.prompt.hidden = turn.prompt === ''
    parts.panel.hidden = open === null || loop === null
    if (open !== null && loop !== null) {
      const isNew = panelShows(open, markers.size, loop.priors, ...loop.passes.map((pass) => pass[open]))
      if (isNew) parts.panel.replaceChildren(...phasePanel(loop, open, { priorId: idOf, cite, markers }))
    }
    const { kind, text } = saidIn(turn)
    say(parts.label, labels[kind])
    parts.answer.dataset['kind'] = kind
    parts.answer.setAttribute('aria-busy', String(kind === 'draft' || kind === 'first'))
    if (answerShows(text, markers.size)) parts.answer.replaceChildren(...prose(text, cite))
    if (belowShows(loop, pending)) parts.below.replaceChildren(...sources(loop, lead), ...ending(turn, actions))
  }
}

/** @param {string} name */
const bones = (name) => ({
  prompt: element('p', { class: 'prompt', dir: 'auto' }),
  panel: element('section', { class: 'panel', id: `${name}-panel`, 'aria-label': 'What the phase made' }),
  label: element('p', { class: 'label' }),
  answer: element('div', { class: 'answer', 'aria-live': 'polite' }),
  below: element('div', { class: 'below' }),
})

/** Says whether anything is another than the last time. */
const changed = () => {
  /** @type {readonly unknown[]} */
  let last = []
  return (/** @type {readonly unknown[]} */ ...now) => {
    const isSame = now.length === last.length && now.every((one, i) => one === last[i])
    last = now
    return !isSame
  }
}

/**
 * How the turn stands or ended.
 *
 * @param {Turn} turn
 * @param {TurnActions} actions
 * @returns {readonly Node[]}
 */
const ending = (turn, actions) => {
  const { loop, pending } = turn
  const again = () => actions.again(turn)
  if (pending !== null) return pending.fault === null ? [line('Sent …')] : [trouble(pending.fault, again)]
  if (loop === null) return []
  switch (loop.status) {
    case 'running':
      return [
        line(
          underWay(turn),
          button('Stop', () => actions.stop(loop.id), { class: 'quiet-button' }),
        ),
      ]
    case 'suspended':
      return [
        trouble(
          loop.fault ?? {
            code: 'NETWORK_UNAVAILABLE',
            message: 'It waits for what cannot be reached.',
            retryable: true,
          },
          null,
        ),
        line(
          '',
          button('Stop', () => actions.stop(loop.id), { class: 'quiet-button' }),
        ),
      ]
    case 'lost':
      if (turn.answer !== null) return []
      return [
        line(
          'The server was started anew. Where it goes on, it shows here.',
          button('Ask again', again, { class: 'quiet-button' }),
        ),
      ]
    case 'completed':
      return [line(took(turn))]
    case 'cancelled':
      return [line('Stopped. ', button('Ask again', again, { class: 'quiet-button' }))]
    case 'failed':
      return [trouble(loop.fault ?? { code: '', message: 'No answer could be found.', retryable: true }, again)]
  }
}

/**
 * @param {string} text
 * @param {readonly Node[]} rest
 */
const line = (text, ...rest) =>
  element('p', { class: 'line' }, [...(text === '' ? [] : [element('span', {}, [text])]), ...rest])

/** @param {Turn} turn */
const underWay = ({ loop }) => {
  const now =
    loop === null ? undefined : phases.find(({ step }) => /running|retrying/u.test(phaseOf(loop, step).status))
  const pass = loop !== null && loop.passes.length > 1 ? `Pass ${loop.passes.length}. ` : ''
  return now === undefined ? `${pass}At work …` : `${pass}${now.name} ${now.aim} …`
}

/** @param {Turn} turn */
const took = ({ loop }) => {
  const usage = loop?.usage ?? {}
  const passes = loop?.passes.length ?? 0
  const count = (/** @type {unknown} */ value) => (typeof value === 'number' ? value.toLocaleString() : '0')
  const tokens = Number(usage['input_tokens'] ?? 0) + Number(usage['output_tokens'] ?? 0)
  return [
    `${passes} ${passes === 1 ? 'pass' : 'passes'}`,
    ...(usage['ai_calls'] === undefined ? [] : [`${count(usage['ai_calls'])} calls`]),
    ...(tokens > 0 ? [`${count(tokens)} tokens`] : []),
  ].join(' · ')
}
