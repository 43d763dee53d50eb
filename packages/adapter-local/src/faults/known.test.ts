import { describe, expect, it } from 'vitest'
import type { EffectError } from '@chorale/core/fault'
import {
  beyond,
  damagedRun,
  damagedStore,
  fence,
  foreignFile,
  gone,
  isCount,
  misplaced,
  newerSchema,
  noCollection,
  noSuchWord,
  otherCollection,
  otherDimension,
  taken,
  uncounted,
  unknownRun,
} from './index.js'

const scene = { doing: 'append to a journal', ids: { run: 'r' } }

const faults: readonly (readonly [string, EffectError, EffectError['_tag'], string])[] = [
  ['an unknown run', unknownRun(scene, 'r'), 'NotFound', 'there is no run r'],
  ['a run that exists', taken(scene, 'r'), 'Conflict', 'run r exists'],
  ['the fence', fence(scene, 3, 5), 'Conflict', 'expected sequence 3, found 5'],
  ['a misplaced entry', misplaced(scene, 9, 4), 'Rejected', 'an entry says sequence 9 where 4 comes next'],
  ['a snapshot of the future', beyond(scene, 9, 4), 'Conflict', 'it holds 9 entries, the journal has 4'],
  ['a page of nobody', gone(scene, 's'), 'NotFound', 'there is no run s to go on behind'],
  ['what cannot be counted', uncounted(scene, { from: -1, limit: NaN }), 'Rejected', 'from is -1, limit is NaN'],
  ['a damaged run', damagedRun(scene, 4, 'an entry is missing'), 'Damaged', 'an entry is missing (at sequence 4)'],
  ['a damaged store', damagedStore(scene, 'malformed'), 'Damaged', 'malformed'],
  ['no collection', noCollection(scene, 'c'), 'NotFound', 'there is no collection c'],
  [
    'another collection',
    otherCollection(scene, { collection: 'c', dimension: 3, metric: 'dot' }),
    'Conflict',
    'c is there with dimension 3 and metric dot',
  ],
  [
    'another dimension',
    otherDimension(scene, { collection: 'c', dimension: 3 }, { path: 'vector', found: 2 }),
    'Rejected',
    'vector: it has 2 dimensions, and c has 3',
  ],
  ['a word nobody knows', noSuchWord(scene, 'kind', 'asked'), 'Rejected', `kind: "asked" is none of the port's words`],
  ['a foreign file', foreignFile(scene, '/x/chorale.db'), 'Rejected', '/x/chorale.db is not a store of Chorale'],
  ['a newer schema', newerSchema(scene, 3, 1), 'Unsupported', 'the store has schema 3, this package knows 1'],
]

describe('a fault', () => {
  it.each(faults)('says what was done, what was found and what to do: %s', (...[, fault, tag, because]) => {
    expect(fault).toMatchObject({ _tag: tag, applied: 'no', retryable: false, doing: 'append to a journal', because })
    expect(fault.next).toMatch(/^[A-Z].*\.$/u)
  })

  it('names the run, and the place in it where there is one', () => {
    expect(fence(scene, 3, 5).ids).toEqual({ run: 'r' })
    expect(damagedRun(scene, 4, 'x').ids).toEqual({ run: 'r', sequence: '4' })
    expect(gone({ doing: 'list runs' }, 's').ids).toEqual({ run: 's' })
  })
})

describe('a number to count by', () => {
  it.each([
    [0, 0, true],
    [1, 1, true],
    [2 ** 53 - 1, 0, true],
    [0, 1, false],
    [-1, 0, false],
    [0.5, 0, false],
    [NaN, 0, false],
    [Infinity, 0, false],
  ])('is %d, from %d on: %s', (number, least, expected) => {
    expect(isCount(number, least)).toBe(expected)
  })
})
