import { describe, expect, it } from 'vitest'
import type { Condition } from '@chorale/core/ports'
import { filterOf } from './filter.js'

const nothing = { has_id: [] }

describe('a filter', () => {
  it('is left out where nothing is asked', () => {
    expect([filterOf(), filterOf([])]).toEqual([{}, {}])
  })

  it.each<readonly [string, Condition, object]>([
    ['a text', { _tag: 'eq', name: 'a', value: '5' }, { key: 'a', match: { value: '5' } }],
    ['a boolean', { _tag: 'eq', name: 'a', value: false }, { key: 'a', match: { value: false } }],
    ['a number, whole or not', { _tag: 'eq', name: 'a', value: 5 }, { key: 'a', range: { gte: 5, lte: 5 } }],
    [
      'null',
      { _tag: 'eq', name: 'a', value: null },
      { should: [{ is_empty: { key: 'a' } }, { key: 'null-a', match: { value: true } }] },
    ],
    ['not', { _tag: 'not', name: 'a', value: 'x' }, { must_not: [{ key: 'a', match: { value: 'x' } }] }],
    [
      'in several kinds',
      { _tag: 'in', name: 'a', values: ['x', 1.5, true] },
      {
        should: [
          { key: 'a', match: { value: 'x' } },
          { key: 'a', range: { gte: 1.5, lte: 1.5 } },
          { key: 'a', match: { value: true } },
        ],
      },
    ],
    ['in nothing', { _tag: 'in', name: 'a', values: [] }, nothing],
    ['below', { _tag: 'lt', name: 'a', value: 1 }, { key: 'a', range: { lt: 1 } }],
    ['at most', { _tag: 'lte', name: 'a', value: 1 }, { key: 'a', range: { lte: 1 } }],
    ['above', { _tag: 'gt', name: 'a', value: 1 }, { key: 'a', range: { gt: 1 } }],
    ['at least', { _tag: 'gte', name: 'a', value: 1 }, { key: 'a', range: { gte: 1 } }],
    ['what the port refuses', { _tag: 'contains', name: 'a', value: 'x' }, nothing],
  ])('compares with %s', (_what, condition, clause) => {
    expect(filterOf([condition])).toEqual({ filter: { must: [clause] } })
  })

  it('takes a number that may have lost its last bit for what it was', () => {
    const odd = 123456789.12345679
    const range = (_tag: 'lt' | 'lte' | 'gt' | 'gte' | 'eq') => {
      const [clause] = filterOf([{ _tag, name: 'a', value: odd }]).filter?.must ?? []
      return clause?.['range']
    }
    const [low, high] = [123456789.12345676, 123456789.12345682]
    expect(range('eq')).toEqual({ gte: low, lte: high })
    expect([range('lt'), range('gte')]).toEqual([{ lt: low }, { gte: low }])
    expect([range('gt'), range('lte')]).toEqual([{ gt: high }, { lte: high }])
  })

  it('holds where all conditions hold', () => {
    const [a, b] = [
      { _tag: 'gt', name: 'a', value: 1 },
      { _tag: 'lt', name: 'a', value: 9 },
    ] as const
    expect(filterOf([a, b])).toEqual({
      filter: {
        must: [
          { key: 'a', range: { gt: 1 } },
          { key: 'a', range: { lt: 9 } },
        ],
      },
    })
  })
})
