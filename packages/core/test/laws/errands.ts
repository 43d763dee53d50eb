import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Effect, Handler } from '@chorale/core/effect'
import { badInput, type EffectError } from '@chorale/core/fault'
import { illegalInput, type Machine } from '@chorale/core/machine'

/** An errand with those it leads to. Its id is its address and must be unique. */
export interface Errand {
  readonly id: string
  readonly by?: 'walk' | 'ride'
  readonly then?: readonly Errand[]
}

/** Carries out an errand on foot; answered with a text. */
export type Walk = Effect<'errand/walk', string>
/** Carries out an errand on wheels; answered with a number. */
export type Ride = Effect<'errand/ride', number>

/** What was heard of an errand, in the order in which it was heard. */
export interface Heard {
  readonly id: string
  readonly said: string
  readonly at: number
}

/** The state of a round of errands: what is out, and everything heard so far. */
export interface Round {
  readonly run: string | undefined
  readonly out: { readonly [id: string]: Errand }
  readonly heard: readonly Heard[]
}

/** The types of {@link errands}. */
export interface ErrandTypes {
  readonly params: readonly Errand[]
  readonly state: Round
  readonly effect: Walk | Ride
  readonly message: never
  readonly response: string
  readonly result: readonly string[]
}

const effectOf = ({ id, by }: Errand): Walk | Ride => ({ _tag: `errand/${by ?? 'walk'}`, key: id })

const send = (round: Round, list: readonly Errand[], responses: readonly string[]) => ({
  state: { ...round, out: { ...round.out, ...Object.fromEntries(list.map((errand) => [errand.id, errand])) } },
  responses,
  effects: list.map(effectOf),
})

/**
 * A small program for tests of the runner: sends errands, each of which leads to more once it has settled.
 * Its state keeps the order and the time of all it heard, so that any difference between two runs shows.
 * It refuses an empty list, and it refuses to hear of an errand it did not send.
 */
export const errands: Machine<ErrandTypes> = {
  name: 'errands',
  version: 3,
  initial: { run: undefined, out: {}, heard: [] },
  step: (round, input) => {
    if (input._tag === 'started')
      return input.params.length === 0
        ? E.left(badInput('send errands', [{ path: '', code: 'empty', message: 'there is no errand' }]))
        : E.right(send({ ...round, run: input.run }, input.params, ['sent']))
    const errand = round.out[input.key]
    if (errand === undefined) return E.left(illegalInput('hear of an errand', `nobody sent ${input.key}`))
    const out = Object.fromEntries(Object.entries(round.out).filter(([id]) => id !== errand.id))
    const said = sayingOf(input.outcome)
    const heard = [...round.heard, { id: errand.id, said, at: input.at }]
    return E.right(send({ ...round, out, heard }, errand.then ?? [], [`${errand.id} ${said}`]))
  },
  status: ({ run, out, heard }) => {
    if (run === undefined || Object.keys(out).length > 0) return 'running'
    return heard.some(({ said }) => said.startsWith('!')) ? 'partial' : 'done'
  },
  result: ({ heard }) => heard.map(({ id }) => id),
}

/** `!Tag` for a failure, the answer for a success. */
const sayingOf = (outcome: Either<EffectError, string | number>): string =>
  E.isLeft(outcome) ? `!${outcome.left._tag}` : String(outcome.right)

/** Handlers that answer at once. */
export const prompt: { readonly 'errand/walk': Handler<Walk>; readonly 'errand/ride': Handler<Ride> } = {
  'errand/walk': (effect) => () => Promise.resolve(E.right(`walked ${effect.key}`)),
  'errand/ride': () => () => Promise.resolve(E.right(42)),
}

/** `count` errands side by side: `e0`, `e1`, ... */
export const fan = (count: number, by: 'walk' | 'ride' = 'walk'): readonly Errand[] =>
  Array.from({ length: count }, (_, i) => ({ id: `e${i}`, by }))

/** `count` errands one after the other. */
export const chain = (count: number): readonly Errand[] =>
  Array.from({ length: count }, (_, i) => `e${i}`).reduceRight<readonly Errand[]>((then, id) => [{ id, then }], [])

/** A list of errands with all that they lead to. */
export const flat = (list: readonly Errand[]): readonly Errand[] =>
  list.flatMap((errand) => [errand, ...flat(errand.then ?? [])])
