import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ServerMessage } from '@chorale/core/connection'
import { place, sequenceAfter } from './sequence.js'

const message = (seq: number): ServerMessage => ({
  ...{ v: 1, type: 'pong', id: String(seq), seq, ts: '2026-01-01T00:00:00.000Z', thread_id: null, data: {} },
})

const placed = (after: number, seqs: readonly number[]): readonly number[] => {
  let sequence = sequenceAfter(after)
  return seqs.flatMap((seq) => {
    const next = place(sequence, message(seq))
    sequence = next.sequence
    return next.ready.map((ready) => ready.seq)
  })
}

describe('messages in whatever order', () => {
  it('are given out in theirs', () => {
    expect(placed(0, [2, 1, 1, 4, 3, 2, 6])).toEqual([1, 2, 3, 4])
    expect(placed(20, [5, 20, 21])).toEqual([21])
  })

  it('are all given out, once, however they were shuffled and doubled', () => {
    const shuffled = fc
      .integer({ min: 1, max: 60 })
      .chain((count) => fc.shuffledSubarray([...Array(count).keys(), ...Array(count).keys()], { minLength: 2 * count }))
    fc.assert(
      fc.property(shuffled, (indexes) => {
        const most = Math.max(...indexes) + 1
        expect(
          placed(
            0,
            indexes.map((i) => i + 1),
          ),
        ).toEqual(Array.from({ length: most }, (_, i) => i + 1))
      }),
    )
  })

  it('stop before one that is missing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), (most, missing) => {
        const seqs = Array.from({ length: most }, (_, i) => i + 1).filter((seq) => seq !== missing)
        expect(placed(0, seqs).length).toBe(Math.min(most, missing - 1))
      }),
    )
  })
})
