import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Context, Effect, Handler } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'

/** A handler whose answers wait until the test lets them go, by the effect's key. */
export interface Gates {
  readonly handler: Handler<Effect<'errand/walk', string>>
  /** Keys of all effects that were started, in order. */
  readonly started: readonly string[]
  /** The context each started effect was given. */
  readonly contexts: readonly Context[]
  readonly release: (key: string, outcome?: Either<EffectError, string>) => void
}

/** Closed gates. */
export const gates = (): Gates => {
  const started: string[] = []
  const contexts: Context[] = []
  const held = new Map<string, (outcome: Either<EffectError, string>) => void>()
  return {
    started,
    contexts,
    handler: (effect, context) => () =>
      new Promise((resolve) => {
        started.push(effect.key)
        contexts.push(context)
        held.set(effect.key, resolve)
      }),
    release: (key, outcome = E.right('let go')) => held.get(key)?.(outcome),
  }
}

/** Gives everything that is ready a turn, again and again, until something holds; no clock is involved. */
export const until = async (holds: () => boolean): Promise<void> => {
  for (let turns = 0; !holds(); turns += 1) {
    if (turns > 20_000) throw new Error(`it did not come true: ${holds.toString()}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** All that an async iterable gives. */
export const readAll = async <A>(items: AsyncIterable<A>): Promise<readonly A[]> => {
  const read: A[] = []
  for await (const item of items) read.push(item)
  return read
}
