import * as E from 'fp-ts/lib/Either.js'
import type { Effect } from '../../kit/effect/index.js'
import type { Input, Types } from '../../kit/machine/index.js'
import type { Ask, Wake } from '../../ports/index.js'
import type { AnyWorld } from './world.js'

/** The id of every simulated run. */
export const RUN = 'run'

/** How a run ends to which nothing happens. */
export interface FaultFree {
  readonly status: string
  readonly result: unknown
}

const kept = new WeakMap<AnyWorld, FaultFree>()

/** The end of a program when everything is answered at once and in order, found without a runner. */
export const faultFree = (world: AnyWorld): FaultFree => {
  const before = kept.get(world)
  if (before !== undefined) return before
  const { machine, params, compared = (result: unknown) => result } = world
  const inputs: Input<Types>[] = [{ _tag: 'started', run: RUN, params, at: 0 }]
  let state = machine.initial
  for (let i = 0; i < inputs.length; i += 1) {
    // A cast after a check: the index is inside.
    const next = machine.step(state, inputs[i] as Input<Types>)
    if (E.isLeft(next)) return { status: next.left._tag, result: next.left }
    state = next.right.state
    for (const effect of next.right.effects) inputs.push(answered(world, effect))
  }
  const made = { status: machine.status(state), result: compared(machine.result(state)) }
  kept.set(world, made)
  return made
}

/** What the outside answers to an effect, as it comes back from a journal. */
export const answerTo = (world: AnyWorld, effect: Effect): unknown => {
  // A cast at the seam: the type of a world ties each answer to its tag.
  const answer = (world.answers as { readonly [tag: string]: ((effect: Effect) => unknown) | undefined })[effect._tag]
  if (answer === undefined) throw new Error(`the world ${world.name} has no answer to ${effect._tag}`)
  return answer(effect)
}

const answered = (world: AnyWorld, effect: Effect): Input<Types> => {
  const { key, _tag } = effect
  return { _tag: 'settled', key, effect: _tag, outcome: E.right(resultOf(world, effect)), at: 0 }
}

const resultOf = (world: AnyWorld, effect: Effect): unknown => {
  // Casts after a check: the tag says what the effect holds.
  if (effect._tag === 'clock/wake') return { at: (effect as Wake).until }
  if (effect._tag !== 'person/ask') return answerTo(world, effect)
  const { key, question, choices } = effect as Ask
  return { answer: world.person?.({ key, question, choices }) ?? null }
}
