import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '../kit/fault/index.js'
import { termsOf } from '../ports/index.js'
import type { Source } from '../ports/journal/index.js'
import { platformHash } from './hash.js'
import { load, readEach, valueOf, type InJournal, type Reading } from './reading.js'

/** An answer that was paid for in another run. */
export interface KnownAnswer {
  readonly outcome: Either<EffectError, unknown>
  readonly source: Source
}

/**
 * Answers by the digest of what was asked: only successful ones, only of effects whose port declares them reusable. They come whole: the parts that
 * were told before them (a stream) stay with the run they were told to.
 */
export type Known = ReadonlyMap<string, KnownAnswer>

/** The answers of an earlier run. An answer that was itself taken over keeps the run it was paid in. */
export const knownFrom = async ({ journal, run }: InJournal): Promise<Either<EffectError, Known>> => {
  const reading: Reading = { journal, run, hash: platformHash() }
  const loaded = await load(reading)
  if (E.isLeft(loaded)) return loaded
  const known = new Map<string, KnownAnswer>()
  const read = await readEach<EffectError>(reading, loaded.right.record, (entry) => {
    const { about, kind, sequence, source } = entry
    if (kind !== 'settled' || about === null || !termsOf(about.tag).isReusable) return undefined
    const value = valueOf(run, entry)
    if (E.isLeft(value)) return value.left
    // A cast at the seam: a settled entry holds an Either.
    const outcome = value.right as Either<EffectError, unknown>
    if (E.isRight(outcome)) known.set(about.digest, { outcome, source: source ?? { run, sequence } })
    return undefined
  })
  return E.isLeft(read) ? read : E.right(known)
}
