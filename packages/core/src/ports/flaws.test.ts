import { describe, expect, it } from 'vitest'
import { conditionFlaws } from './flaws.js'
import { checkVector } from './vector/index.js'

const flawsOf = (value: string) => [...conditionFlaws('where', [{ _tag: 'lt', name: 'text', value }])]

describe('a condition', () => {
  it('orders by a text of at most 2,000 characters', () => {
    expect(flawsOf('x'.repeat(2000))).toEqual([])
    expect(flawsOf('x'.repeat(2001))).toMatchObject([{ path: 'where[0].value', because: 'it has 2001 characters' }])
  })
})

describe('an effect on vectors', () => {
  // Casts: what the types rule out, a host without them may say.
  it('is refused for a kind of index that there is not', () => {
    const indexes = [{ name: 'thread', kind: 'keyword' as 'text' }]
    const effect = {
      _tag: 'vector/collection',
      key: 'c',
      collection: 'notes',
      dimension: 2,
      metric: 'dot',
      indexes,
    } as const
    expect(checkVector(effect)).toMatchObject({ _tag: 'Rejected', because: 'indexes[0].kind: there is no "keyword"' })
  })

  it.each(['vector/get', 'vector/scroll'] as const)('%s is refused where it does not say with or without', (_tag) => {
    const asked = { key: 'k', collection: 'notes', ids: ['a'], limit: 1, vectors: 'yes' as 'with' }
    expect(checkVector({ _tag, ...asked })).toMatchObject({ _tag: 'Rejected', because: 'vectors: there is no "yes"' })
  })
})
