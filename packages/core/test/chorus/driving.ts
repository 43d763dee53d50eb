import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import {
  createInitialState,
  isComplete,
  phases,
  transformState,
  type ChorusEffect,
  type ChorusHow,
  type ChorusInput,
  type ChorusResponse,
  type ChorusState,
  type LoopLimits,
  type Prior,
} from '@chorale/core/chorus'
import { unavailable, type EffectError } from '@chorale/core/fault'
import type { Chat, Chatted } from '@chorale/core/ports/model'

/** The choices of a host whose vectors have three components. */
export const how: ChorusHow = { phases, memory: { dimension: 3 }, serviceKey: 'service' }

/** What a good model writes, by step; members can be put in their place. */
const texts: { readonly [form: string]: { readonly [name: string]: unknown } } = {
  'chorus/action': { proposed_response: 'A first answer.', confidence: 0.5, reasoning: 'r' },
  'chorus/experience': {
    ...{ synthesis: 'the cache holds hot and warm tiers', key_insights: ['k'], confidence: 0.6 },
    source_relevance: { most_relevant: ['p1'], reasoning: 'r' },
  },
  'chorus/intention': {
    ...{ explicit_intent: 'to know', implicit_intent: 'to trust', selected_priors: ['p1'] },
    ...{ selection_reasoning: 'r', confidence: 0.6 },
  },
  'chorus/observation': {
    ...{ patterns: ['p'], context_analysis: 'c', knowledge_gaps: [], biases: [] },
    ...{ semantic_links: [{ to_prior: 'p1', relation: 'supports', strength: 0.5 }], confidence: 0.6 },
  },
  'chorus/update': { loop: false, reasoning: 'enough', confidence: 0.6, key_insights: [], next_prompt: null },
  'chorus/yield': {
    ...{ final_response: 'The answer [^1].', key_points: ['k'], confidence: 0.8 },
    citations: [{ prior_id: 'p1', marker: '1' }],
  },
}

/** A text of the model for a step, with members of one's own. */
export const written = (form: string | null, own: { readonly [name: string]: unknown } = {}): string =>
  JSON.stringify({ ...texts[form ?? ''], ...own })

/** A model's answer with a text. */
export const chatted = (text: string, finish: Chatted['finish'] = 'stop'): Chatted => ({
  ...{ text, finish, resolver: { type: 'custom', model: null }, costMicroUsd: 3, attempts: 1, latencyMs: 1 },
  usage: { input: 10, cached: 2, output: 5, reasoning: 1 },
})

/** A hit that a search answers with. */
export const hit = (id: string, score: number) => ({
  ...{ id, score },
  payload: { content: `of ${id}`, thread_id: 't0', role: 'user', created_at: '2026-01-01T00:00:00.000Z' },
})

/** The prior of a hit. */
export const priorOf = (id: string, similarity: number): Prior => ({
  ...{ id, similarity, content: `of ${id}`, threadId: 't0', role: 'user', tokenValue: 0 },
  createdAt: '2026-01-01T00:00:00.000Z',
})

type Outcome = Either<EffectError, unknown>

/** How everything goes well: the model reads, memory holds one message, every write is taken. */
export const well = (effect: ChorusEffect): Outcome => {
  switch (effect._tag) {
    case 'model/chat':
      return E.right(chatted(written(effect.form)))
    case 'model/embed':
      return E.right({
        ...{ vectors: effect.texts.map(() => [0.6, 0.8, 0]), dimension: 3, warnings: [], costMicroUsd: 1 },
        ...{ resolver: { type: 'custom', model: null }, usage: { input: 4, cached: 0, output: 0, reasoning: 0 } },
      })
    case 'vector/search':
      return E.right({ hits: [hit('p1', 0.83)] })
    case 'vector/upsert':
      return E.right({ points: effect.points.length })
    case 'graph/upsert':
    case 'graph/delete':
      return E.right({ nodes: effect.nodes.length, relationships: 0 })
    case 'clock/wake':
      return E.right({ at: effect.until })
  }
}

/** The other side is away. */
export const away: Outcome = E.left(
  unavailable({ doing: 'test', because: 'it is away', next: 'Try again.', applied: 'no' }),
)

/** How a loop is played. */
export interface Play {
  readonly prompt?: string
  readonly limits?: Partial<LoopLimits>
  /** What becomes of the n-th effect (from 0) of its kind and step; undefined where it goes well, `never` where it does not settle. */
  readonly outcome?: (effect: ChorusEffect, n: number) => Outcome | 'never' | undefined
  /** Said before the next effect settles, once it holds. */
  readonly say?: (state: ChorusState, effect: ChorusEffect) => ChorusInput | undefined
}

/** What came of it. */
export interface Played {
  readonly state: ChorusState
  readonly states: readonly ChorusState[]
  readonly inputs: readonly ChorusInput[]
  readonly events: readonly ChorusResponse[]
  readonly effects: readonly ChorusEffect[]
}

/** The start of a loop. */
export const started = (prompt = 'What is a warm cache?', limits?: Partial<LoopLimits>): ChorusInput => ({
  ...{ _tag: 'start', loopId: 'L1', prompt, origin: { userKey: 'user' }, now: 1000 },
  ...(limits === undefined ? {} : { limits }),
})

/** Carries a loop to its end, or to where nothing more happens: effects settle in their order, timers go off when nothing else is left. */
export const play = ({ prompt, limits, outcome = () => undefined, say = () => undefined }: Play = {}): Played => {
  let state = createInitialState([{ role: 'user', content: 'Hello.' }], 't1')
  const [states, inputs, events, effects] = [[state], [], [], []] as [
    ChorusState[],
    ChorusInput[],
    ChorusResponse[],
    ChorusEffect[],
  ]
  const open: ChorusEffect[] = []
  const counts = new Map<string, number>()
  let now = 1000
  const take = (input: ChorusInput): void => {
    const step = transformState(state, input, how)
    state = step.state
    states.push(state)
    inputs.push(input)
    events.push(...step.responses)
    effects.push(...step.effects)
    open.push(...step.effects)
  }
  take(started(prompt, limits))
  for (let i = 0; i < 400 && !isComplete(state); i += 1) {
    const effect = open.find(({ _tag }) => _tag !== 'clock/wake') ?? open.find(({ key }) => key === state.wake)
    if (effect === undefined) break
    open.splice(open.indexOf(effect), 1)
    now = effect._tag === 'clock/wake' ? Math.max(now, effect.until) : now + 10
    const said = say(state, effect)
    if (said !== undefined) {
      take({ ...said, now })
      if (isComplete(state)) break
    }
    const place = `${effect._tag} ${effect.key.split('/')[1] ?? ''}`
    const n = counts.get(place) ?? 0
    counts.set(place, n + 1)
    if (effect._tag === 'clock/wake') take({ _tag: 'retry', now })
    else {
      const settled = outcome(effect, n) ?? well(effect)
      if (settled !== 'never') take({ _tag: 'settled', key: effect.key, outcome: settled, now })
    }
  }
  return { state, states, inputs, events, effects }
}

/** Whether an effect asks the model for the answer of a step. */
export const asks = (effect: ChorusEffect, step: string): effect is Chat & { readonly form: string } =>
  effect._tag === 'model/chat' && effect.form === `chorus/${step}`

/** The events in short: `action running`, and the code where there is one. */
export const short = (events: readonly ChorusResponse[]): readonly string[] =>
  events.map((event) =>
    event._tag === 'state_update'
      ? `end ${event.status}`
      : [event.step, event.status, event.error?.code ?? []].flat().join(' '),
  )

/** How many effects of a kind there were. */
export const count = (effects: readonly ChorusEffect[], tag: ChorusEffect['_tag']): number =>
  effects.filter(({ _tag }) => _tag === tag).length
