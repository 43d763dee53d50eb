import * as E from 'fp-ts/lib/Either.js'
import type { EffectError } from '@chorale/core/fault'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gone } from '../../../test/policy/setting.js'
import { shelf, type CacheSpec } from './shelf.js'

const even = () => 0.5
/** A shelf with one answer, put there at 0. */
const holding = (spec: CacheSpec, outcome: E.Either<EffectError, unknown> = E.right('kept')) => {
  const made = shelf(spec)
  made.keep('digest', outcome, { now: 0, random: even })
  return (now: number) => made.find('digest', now)?.age
}

describe('an answer on a shelf', () => {
  it('is fresh for its time, then stale, then old, then gone', () => {
    const age = holding({ ttlMs: 1000, staleMs: 500, staleIfErrorMs: 5000 })
    expect([0, 999, 1000, 1499, 1500, 5000, 5001].map(age)).toEqual([
      'fresh',
      'fresh',
      'stale',
      'stale',
      'old',
      'old',
      undefined,
    ])
  })

  it('is gone after its stale time where nothing is kept for failures', () => {
    const age = holding({ ttlMs: 1000, staleMs: 500 })
    expect([1499, 1500].map(age)).toEqual(['stale', undefined])
  })

  it.each([
    [0, 900],
    [0.5, 1000],
    [0.999, 1099],
  ])('is fresh a tenth longer or shorter, by chance (%d)', (chance, lastFresh) => {
    const made = shelf({ ttlMs: 1000 })
    made.keep('digest', E.right(1), { now: 0, random: () => chance })
    expect(made.find('digest', lastFresh - 1)?.age).toBe('fresh')
    expect(made.find('digest', lastFresh + 1)?.age).toBe('stale')
  })

  it('that there is none is known for a short time only, and never stale', () => {
    const age = holding({ ttlMs: 100_000, negativeTtlMs: 5000, staleMs: 60_000, staleIfErrorMs: 60_000 }, E.left(gone))
    expect([4999, 5000].map(age)).toEqual(['fresh', undefined])
    expect(holding({ negativeTtlMs: 0 }, E.left(gone))(0)).toBeUndefined()
  })

  it('is not kept when it is too large, or has no JSON', () => {
    expect(holding({ maxEntryBytes: 100 }, E.right('x'.repeat(200)))(0)).toBeUndefined()
    const round: { self?: unknown } = {}
    round.self = round
    expect(holding({}, E.right(round))(0)).toBeUndefined()
    const made = shelf({})
    expect(() =>
      made.keep('digest', E.right(1), {
        now: 0,
        random: () => {
          throw new Error('no chance')
        },
      }),
    ).not.toThrow()
  })

  it('goes when others are used more and there is no room', () => {
    const made = shelf({ maxEntries: 2 })
    for (const name of ['a', 'b']) made.keep(name, E.right(name), { now: 0, random: even })
    made.find('a', 1)
    made.keep('c', E.right('c'), { now: 2, random: even })
    expect(['a', 'b', 'c'].map((name) => made.find(name, 3)?.age)).toEqual(['fresh', undefined, 'fresh'])
  })

  it('never makes the shelf hold more bytes than it may, in ten thousand changes', () => {
    const change = fc.record({ name: fc.nat({ max: 40 }), text: fc.string({ maxLength: 300, unit: 'grapheme' }) })
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 100, maxLength: 100 }),
        fc.integer({ min: 1, max: 5000 }),
        (changes, maxBytes) => {
          const made = shelf({ maxBytes })
          return changes.every(({ name, text }, now) => {
            made.keep(`d${name}`, E.right(text), { now, random: even })
            return made.bytes() <= maxBytes
          })
        },
      ),
      { numRuns: 100 },
    )
  })
})
