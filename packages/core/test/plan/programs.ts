import * as E from 'fp-ts/lib/Either.js'
import { at, set, toArray, vector, type Vector } from '@chorale/core/base'
import type { Effect } from '@chorale/core/effect'
import { illegalInput, type Machine } from '@chorale/core/machine'
import type { Ask, Embed, Generate, Wake } from '@chorale/core/ports'
import type { GraphQuery } from '@chorale/core/ports/graph'

/** A call with a free prompt. */
export const generate = (key: string, user: string, maxTokens = 100): Generate => ({
  _tag: 'model/generate',
  key,
  prompt: { system: 'Answer briefly.', user },
  contract: { name: 'answer', fields: [{ name: 'text', kind: 'text', most: 2000 }] },
  sampling: { temperature: 0, topP: 1, seed: 1, maxTokens },
})

/** The text of an answer; empty for a failure. */
const textOf = (outcome: E.Either<unknown, { readonly answer: { readonly [field: string]: unknown } }>): string =>
  E.isRight(outcome) ? String(outcome.right.answer['text']) : ''

/** The types of {@link loom}. */
export interface LoomTypes {
  readonly params: { readonly width: number; readonly calls: number }
  readonly state: {
    readonly width: number
    readonly calls: number
    readonly answers: Vector<string | undefined>
    readonly left: number
  }
  readonly effect: Generate
  readonly message: never
  readonly response: never
  readonly result: readonly (string | undefined)[]
}

/** Any number of calls, `width` side by side; each asks about the answer above it. A step costs O(log n). */
export const loom: Machine<LoomTypes> = {
  name: 'loom',
  version: 1,
  initial: { width: 0, calls: 0, answers: vector([]), left: 1 },
  step: (state, input) => {
    if (input._tag === 'started') {
      const { width, calls } = input.params
      const answers = vector<string | undefined>(Array<undefined>(calls).fill(undefined))
      const effects = Array.from({ length: Math.min(width, calls) }, (_, i) => generate(String(i), `Begin with ${i}.`))
      return E.right({ state: { width, calls, answers, left: calls }, responses: [], effects })
    }
    const place = Number(input.key)
    const answer = textOf(input.outcome)
    const below = place + state.width
    return E.right({
      state: { ...state, answers: set(place, answer, state.answers), left: state.left - 1 },
      responses: [],
      effects:
        below < state.calls ? [generate(String(below), `Go on from ${at(place, state.answers) ?? ''}${answer}.`)] : [],
    })
  },
  status: ({ left }) => (left === 0 ? 'done' : 'running'),
  result: ({ answers }) => toArray(answers),
  labels: ({ key }) => ({ stage: Number(key) % 2 === 0 ? 'even' : 'odd' }),
}

type Errand = Generate | Embed | GraphQuery | Wake | Ask

/** The types of {@link tour}. */
export interface TourTypes {
  readonly params: { readonly until: number; readonly choices?: readonly string[] }
  readonly state: { readonly params: TourTypes['params'] | undefined; readonly heard: readonly unknown[] }
  readonly effect: Errand
  readonly message: never
  readonly response: never
  readonly result: readonly unknown[]
}

/** One effect of each kind after the other; the last call asks about what the person and the model answered. */
export const tour: Machine<TourTypes> = {
  name: 'tour',
  version: 1,
  initial: { params: undefined, heard: [] },
  step: (state, input) => {
    const params = input._tag === 'started' ? input.params : state.params
    if (params === undefined) return E.left(illegalInput('step the tour', 'it was not started'))
    const heard = input._tag === 'started' ? [] : [...state.heard, resultOf(input)]
    const next = stationsOf(params)[heard.length]
    return E.right({ state: { params, heard }, responses: [], effects: next === undefined ? [] : [next(heard)] })
  },
  status: ({ heard }) => (heard.length === 6 ? 'done' : 'running'),
  result: ({ heard }) => heard,
}

const resultOf = ({ outcome }: { readonly outcome: E.Either<unknown, unknown> }): unknown =>
  E.isRight(outcome) ? outcome.right : null

const stationsOf = ({ until, choices }: TourTypes['params']): readonly ((heard: readonly unknown[]) => Errand)[] => [
  () => ({ _tag: 'model/embed', key: 'embed', texts: ['one', 'two'] }),
  () => ({ _tag: 'graph/query', key: 'query', match: { label: 'Place' } }),
  () => ({ _tag: 'clock/wake', key: 'wake', until }),
  () => ({ _tag: 'person/ask', key: 'ask', question: 'Where to?', ...(choices === undefined ? {} : { choices }) }),
  (heard) => generate('far', `Describe ${JSON.stringify(heard[3])}.`),
  (heard) => generate('near', `Shorten ${JSON.stringify(heard[4])}.`),
]

/** The types of {@link echoing}. */
export interface EchoingTypes {
  readonly params: { readonly turns: number }
  readonly state: { readonly left: number }
  readonly effect: Effect<'own/echo', string>
  readonly message: never
  readonly response: never
  readonly result: number
}

/** Effects of a host's own, one after the other; without an end where it is told to make `Infinity` turns. */
export const echoing: Machine<EchoingTypes> = {
  name: 'echoing',
  version: 1,
  initial: { left: -1 },
  step: (state, input) => {
    const left = input._tag === 'started' ? input.params.turns : state.left - 1
    return E.right({ state: { left }, responses: [], effects: left > 0 ? [{ _tag: 'own/echo', key: `e${left}` }] : [] })
  },
  status: ({ left }) => (left === 0 ? 'done' : 'running'),
  result: ({ left }) => left,
}

/** The types of {@link alarms}. */
export interface AlarmsTypes {
  readonly params: { readonly short: number; readonly long: number }
  readonly state: { readonly left: number }
  readonly effect: Wake
  readonly message: never
  readonly response: never
  readonly result: number
}

/** Two timers side by side; a third is set for a second when the short one goes off. */
export const alarms: Machine<AlarmsTypes> = {
  name: 'alarms',
  version: 1,
  initial: { left: 3 },
  step: (state, input) => {
    const wake = (key: string, until: number): Wake => ({ _tag: 'clock/wake', key, until })
    if (input._tag === 'started') {
      const { short, long } = input.params
      return E.right({
        state,
        responses: [],
        effects: [wake('long', input.at + long), wake('short', input.at + short)],
      })
    }
    const effects = input.key === 'short' ? [wake('third', input.at + 1000)] : []
    return E.right({ state: { left: state.left - 1 }, responses: [], effects })
  },
  status: ({ left }) => (left === 0 ? 'done' : 'running'),
  result: ({ left }) => left,
}
