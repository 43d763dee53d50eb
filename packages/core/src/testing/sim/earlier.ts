import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { termsOf } from '../../ports/index.js'
import type { Entry } from '../../ports/journal/index.js'
import type { Faults } from './chance.js'
import { play, type Before } from './play.js'
import { EARLIER } from './sitting.js'
import type { AnyWorld } from './world.js'

const none: Before = { kept: [], known: new Set() }
const kept = new WeakMap<AnyWorld, Promise<Before>>()

/** An earlier run is no better than others: most of its calls fail at first. */
const SEED = 7
const faults: Faults = { call: { failed: 20 } }

/** What an earlier run of a world left behind. */
export const earlierOf = (world: AnyWorld): Promise<Before> => {
  if (world.earlier === undefined) return Promise.resolve(none)
  const before = kept.get(world) ?? leave(world)
  kept.set(world, before)
  return before
}

const leave = async ({ earlier: params, ...world }: AnyWorld): Promise<Before> => {
  const { stage } = await play({ ...world, params, faults }, { seed: SEED }, { run: EARLIER, before: none })
  const record = stage.store.record(EARLIER)
  if (record === undefined) return none
  const entries = stage.store.entries(EARLIER)
  const answered = new Set(entries.filter(isAnswer).map(({ about }) => about?.digest))
  const known = entries.filter(({ kind, about }) => kind === 'sent' && answered.has(about?.digest))
  return { kept: [{ record, entries }], known: new Set(known.map(({ payload }) => payload ?? '')) }
}

/** An answer that another run may take over: a success, of a port that declares it reusable. */
export const isAnswer = ({ kind, about, payload }: Entry): boolean =>
  kind === 'settled' &&
  about !== null &&
  termsOf(about.tag).isReusable &&
  // A cast at the seam: a settled entry holds an Either.
  E.isRight(JSON.parse(payload ?? 'null') as Either<unknown, unknown>)
