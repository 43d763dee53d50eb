import { describe, expect, it } from 'vitest'
import { sha256Hex } from '../../kit/base/index.js'
import type { Point } from '../../ports/vector/index.js'
import { inconsistenciesIn, repairOf } from './index.js'

const place = { collection: 'notes', dimension: 2 }
const point = (id: string, vector: readonly number[], payload: Point['payload'] = {}): Point => ({
  id,
  vector,
  payload,
})
const hash = sha256Hex('tide')

describe('points', () => {
  it('that are whole are found whole, with or without a content', () => {
    const whole = [point('a', [1, 0]), point('b', [0, -2], { content: 'tide', content_hash: hash })]
    expect(inconsistenciesIn(place, whole)).toEqual([])
    expect(repairOf([], whole)).toEqual({ effects: [], anew: [] })
  })

  it('are hashed as they read, however they are spelled', () => {
    const content = 'e\u0301'
    const spelled = point('a', [1, 0], { content, content_hash: sha256Hex('\u00e9') })
    expect(inconsistenciesIn(place, [spelled])).toEqual([])
  })

  const broken = [
    point('z', [1, 0, 0]),
    point('y', [0, 1e-13]),
    point('x', [1, Number.NaN], { content: 'tide', content_hash: 'other' }),
    point('w', [1, 0], { content: 'tide', content_hash: 'other' }),
    point('v', [1, 0], { content: 'tide', content_hash: 'other', author_signature: 's' }),
    point('u', [1, 0], { content: ' ', content_hash: 'other' }),
  ]

  it('that are not are told, by kind, then id', () => {
    expect(inconsistenciesIn(place, broken).map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'dimension_mismatch z',
      ...['u', 'v', 'w', 'x'].map((id) => `hash_mismatch ${id}`),
      'non_finite_vector x',
      'zero_vector y',
    ])
  })

  it('get their hash again where nobody signed for it, and go into quarantine otherwise', () => {
    const { effects, anew } = repairOf(inconsistenciesIn(place, broken), broken)
    expect(effects.map(({ ids, set }) => [ids[0], set])).toEqual([
      ['z', { deleted: 'quarantine' }],
      ['u', { deleted: 'quarantine' }],
      ['v', { deleted: 'quarantine' }],
      ['w', { content_hash: hash }],
      ['x', { content_hash: hash }],
      ['x', { deleted: 'quarantine' }],
      ['y', { deleted: 'quarantine' }],
    ])
    expect(anew).toEqual(['z', 'x', 'y'])
  })
})
