import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { memory } from '@chorale/adapter-memory'
import type { Context, Handler, ResultOf } from '../../../src/kit/effect/index.js'
import type { EffectError } from '../../../src/kit/fault/index.js'
import type { Case } from '../../../src/testing/index.js'

/** All handlers of the store in memory. */
export type Store = ReturnType<typeof memory>
type Tag = keyof Store
type EffectOf<T extends Tag> = Parameters<Store[T]>[0]
type Answer<T extends Tag> = Either<EffectError, ResultOf<EffectOf<T>>>

/** A change to a store that makes it wrong. */
export type Spoil = (store: Store) => Partial<Store>

/** A store that is wrong in one way. */
export interface Broken {
  readonly name: string
  readonly port: Case['port']
  readonly open: () => Store
}

/** A store in memory with something wrong in it. */
export const broken =
  (port: Case['port']) =>
  (name: string, ...spoils: readonly Spoil[]): Broken => ({
    ...{ name, port },
    open: () => {
      let store = memory()
      for (const spoil of spoils) store = { ...store, ...spoil(store) }
      return store
    },
  })

/** Answers an effect in another way, with the right handlers at hand. */
export const redone =
  <T extends Tag>(tag: T, redo: (effect: EffectOf<T>, right: Right) => Promise<Either<EffectError, unknown>>): Spoil =>
  (store) => ({ [tag]: (effect: EffectOf<T>, context: Context) => () => redo(effect, rightOf(store, context)) })

/** The store as it should be. */
export interface Right {
  readonly ask: <T extends Tag>(tag: T, effect: EffectOf<T>) => Promise<Answer<T>>
}

const rightOf = (store: Store, context: Context): Right => ({
  // A cast at the seam: the handler under a tag is the one for its effect.
  ask: (tag, effect) => (store[tag] as unknown as Handler<typeof effect>)(effect, context)(),
})

/** Carries out another effect than the one that was asked for. */
export const asking = <T extends Tag>(tag: T, change: (effect: EffectOf<T>) => EffectOf<T>): Spoil =>
  redone(tag, (effect, right) => right.ask(tag, change(effect)))

/** Tells another result than the right one. */
export const telling = <T extends Tag>(
  tag: T,
  change: (result: ResultOf<EffectOf<T>>, effect: EffectOf<T>) => unknown,
): Spoil =>
  redone(tag, async (effect, right) =>
    E.map((result: ResultOf<EffectOf<T>>) => change(result, effect))(await right.ask(tag, effect)),
  )

/** Two changes that share what they know; it is each store's own. */
export const together =
  (both: () => readonly [Spoil, Spoil]): Spoil =>
  (store) => {
    const [one, other] = both()
    return { ...one(store), ...other(store) }
  }

/** A record without one of its members. */
export const without = <A extends object, N extends keyof A>(name: N, record: A): Omit<A, N> => {
  const rest: Partial<A> = { ...record }
  Reflect.deleteProperty(rest, name)
  // A cast: what was left out is what the type leaves out.
  return rest as Omit<A, N>
}

/** Does what it is asked for before its task is run. */
export const eager =
  (tag: Tag): Spoil =>
  (store) => ({
    [tag]: (effect: EffectOf<Tag>, context: Context) => {
      const answer = rightOf(store, context).ask(tag, effect)
      return () => answer
    },
  })
