import { describe, expect, it } from 'vitest'
import { executeOperation, repairConsistency, verifyConsistency, type StorageState } from '@chorale/core/chorus/store'
import { sha256Hex } from '@chorale/core/base'
import { after, change, drop, empty, find, idsOf, put, putNew, told } from './fixture.js'

const listing = (state: StorageState, ...messages: readonly string[]): StorageState => ({
  ...state,
  threads: new Map([['t', { messages, coAuthors: ['key'] }]]),
})

describe('The examples of the spec', () => {
  it('13: a zero vector is refused, and the state is the same', () => {
    const state = empty(3)
    const [next, result] = executeOperation(state, put('a', [0, 0, 0]))
    expect(result).toMatchObject({
      ...{ _tag: 'Failure', error: { _tag: 'InvalidVector', code: 'VECTOR_ZERO' } },
      recovery: { _tag: 'RecoverEmbedding' },
    })
    expect(next).toBe(state)
  })

  it('14: two components into three, and one that is no number, are refused', () => {
    expect(told(after(empty(3), put('a', [1, 0]))[1])).toBe('VECTOR_DIM')
    expect(told(after(empty(3), put('a', [1, Number.NaN, 0]))[1])).toBe('VECTOR_NON_FINITE')
  })

  it('15: a duplicate under another id is not stored, where that is asked for', () => {
    const [state] = after(empty(), put('a', [0.6, 0.8]))
    const [next, skipped] = after(state, putNew('b', [0.6, 0.8]))
    expect(told(skipped)).toEqual({ stored: false, reason: 'duplicate', duplicateOf: 'a' })
    expect(next).toBe(state)
    expect(told(after(state, put('b', [0.6, 0.8]))[1])).toMatchObject({ stored: true })
    expect(told(after(state, putNew('b', [0.8, 0.6]))[1])).toMatchObject({ stored: true, maxSimilarity: 0.96 })
  })

  it('16: the most alike come first, then the newest', () => {
    const half = Math.sqrt(0.75)
    const [, result] = after(
      empty(),
      put('a', [0.5, half], { createdAt: '2026-01-02T00:00:00.000Z' }),
      put('b', [0.5, -half], { createdAt: '2026-01-03T00:00:00.000Z' }),
      put('c', [0.9, Math.sqrt(0.19)]),
      find([1, 0]),
    )
    expect(idsOf(result)).toEqual(['c', 'b', 'a'])
  })

  it('17: deleting twice is deleted, then not; the thread keeps the place, and nothing is amiss', () => {
    const [stored] = after(empty(), put('a', [1, 0]), put('b', [0, 1]))
    const state = listing(stored, 'a', 'b')
    const [once, first] = after(state, drop('a'))
    const [twice, second] = after(once, drop('a'))
    expect([told(first), told(second)]).toEqual([{ deleted: true }, { deleted: false }])
    expect(twice.threads.get('t')?.messages).toEqual(['a', 'b'])
    expect(twice.tombstones.get('a')).toMatchObject({ threadId: 't', contentHash: sha256Hex('Content of a.') })
    expect(verifyConsistency(twice)).toEqual([])
  })

  it('30: an index entry that is missing is found and made again', () => {
    const [stored] = after(empty(), put('p', [1, 0]))
    const whole = listing(stored, 'p')
    const index = whole.indices.get('messages/thread_id')
    if (index === undefined) throw new Error('no index')
    const indices = new Map(whole.indices).set('messages/thread_id', { ...index, entries: new Map() })
    const broken = { ...whole, indices }
    const found = verifyConsistency(broken)
    expect(found).toEqual([{ collection: 'messages', kind: 'index_missing_entry', id: 'p', at: 'thread_id' }])
    expect(repairConsistency(broken, found).state).toEqual(whole)
  })
})

describe('Storing', () => {
  it('the same again changes nothing; another content under the id is a conflict, a tombstone too', () => {
    const [state] = after(empty(), put('a', [1, 0]))
    const [again, same] = after(state, put('a', [0, 1]))
    expect([again === state, told(same)]).toEqual([true, { stored: false, reason: 'same' }])
    expect(after(state, put('a', [0, 1], { content: 'Else.' }))[1]).toMatchObject({
      ...{ error: { code: 'CONFLICT' }, recovery: { _tag: 'ReloadAndRetry', times: 1 } },
    })
    expect(told(after(state, drop('a'), put('a', [1, 0]))[1])).toBe('CONFLICT')
  })

  it('refuses a collection that is missing, red, or not as configured', () => {
    const refused = {
      error: { _tag: 'InvalidCollection', code: 'COLLECTION_INVALID' },
      recovery: { _tag: 'RecoverCollection' },
    }
    const state = empty()
    const [collection] = state.collections.values()
    if (collection === undefined) throw new Error('no collection')
    const having = (more: object): StorageState => ({
      ...state,
      collections: new Map([['messages', { ...collection, ...more }]]),
    })
    expect(after({ ...state, collections: new Map() }, put('a', [1, 0]))[1]).toMatchObject(refused)
    expect(after(having({ status: 'red' }), put('a', [1, 0]))[1]).toMatchObject(refused)
    expect(after(having({ metric: 'euclid' }), put('a', [1, 0]))[1]).toMatchObject(refused)
    expect(after(having({ status: 'yellow' }), put('a', [1, 0]))[1]._tag).toBe('Success')
    expect(after(empty(2, 'dot'), putNew('a', [1, 0]))[1]).toMatchObject(refused)
  })

  it('refuses a content that is blank or too long, and a hash of something else', () => {
    const of = (content: string) => told(after(empty(), put('a', [1, 0], { content }))[1])
    expect(of(' \n')).toBe('MESSAGE_INVALID')
    expect(of('😀'.repeat(10_001))).toBe('MESSAGE_INVALID')
    expect(of('😀'.repeat(10_000))).toMatchObject({ stored: true })
    const hashed = (contentHash: string) =>
      told(after(empty(), { ...put('a', [1, 0], { content: 'hello' }), contentHash } as never)[1])
    expect(hashed('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824')).toMatchObject({ stored: true })
    expect(hashed('2cf2')).toBe('HASH_MISMATCH')
  })
})

describe('Updating', () => {
  const [state] = after(empty(), put('a', [1, 0]))

  it('needs the version that is there, and makes the next', () => {
    const [next, result] = after(state, change('a', 1, { patch: { audience: 't' } }))
    expect(told(result)).toEqual({ version: 2 })
    expect(next.collections.get('messages')?.points.get('a')?.payload).toMatchObject({
      ...{ audience: 't', version: 2, updated_at: '2026-01-01T00:00:00.001Z', created_at: '2026-01-01T00:00:00.000Z' },
    })
    expect(next.indices.get('messages/audience')?.entries).toEqual(new Map([['t', new Set(['a'])]]))
    expect(told(after(next, change('a', 1, { key: 'other' }))[1])).toBe('CONFLICT')
    expect(told(after(next, change('b', 1))[1])).toBe('NOT_FOUND')
  })

  it('is never older than before', () => {
    const [next] = after(state, change('a', 1, { at: 0 }))
    expect(next.collections.get('messages')?.points.get('a')?.payload['updated_at']).toBe('2026-01-01T00:00:00.000Z')
  })

  it('refuses what is fixed, and a new content without a new vector', () => {
    for (const name of ['id', 'created_at', 'author', 'thread_id', 'version', 'content_hash', 'deleted'])
      expect(told(after(state, change('a', 1, { patch: { [name]: 'x' } }))[1])).toBe('MESSAGE_INVALID')
    expect(told(after(state, change('a', 1, { patch: { content: 'Anew.' } }))[1])).toBe('VECTOR_DIM')
    const [next] = after(state, change('a', 1, { patch: { content: 'Anew.' }, vector: [0, 1] }))
    expect(next.collections.get('messages')?.points.get('a')).toMatchObject({
      ...{ vector: [0, 1], payload: { content: 'Anew.', content_hash: sha256Hex('Anew.') } },
    })
  })
})

describe('Searching', () => {
  const [state] = after(
    empty(),
    put('a', [1, 0], { threadId: 's', role: 'assistant', step: 'yield' }),
    put('b', [0.8, 0.6], { createdAt: '2026-01-02T00:00:00.000Z' }),
    put('c', [-1, 0], { author: 'other' }),
  )
  const ids = (more: object) => idsOf(after(state, find([1, 0], more))[1])

  it('filters by indexed fields', () => {
    expect(ids({ filters: [{ _tag: 'eq', name: 'thread_id', value: 't' }] })).toEqual(['b', 'c'])
    expect(ids({ filters: [{ _tag: 'in', name: 'role', values: ['assistant'] }] })).toEqual(['a'])
    expect(ids({ filters: [{ _tag: 'not', name: 'author', value: 'key' }] })).toEqual(['c'])
    expect(ids({ filters: [{ _tag: 'gte', name: 'created_at', value: '2026-01-02' }] })).toEqual(['b'])
    expect(ids({ filters: [{ _tag: 'lte', name: 'created_at', value: '2026-01-02' }] })).toEqual(['a', 'c'])
    expect(ids({ threshold: 0.8 })).toEqual(['a', 'b'])
    expect(ids({ limit: 1 })).toEqual(['a'])
  })

  it('refuses other fields, other comparisons and other limits', () => {
    const refused = (more: object) => told(after(state, find([1, 0], more))[1])
    expect(refused({ filters: [{ _tag: 'eq', name: 'content', value: 'x' }] })).toBe('FILTER_INVALID')
    expect(refused({ filters: [{ _tag: 'contains', name: 'author', value: 'x' }] })).toBe('FILTER_INVALID')
    for (const limit of [0, 201, 1.5]) expect(refused({ limit })).toBe('FILTER_INVALID')
    expect(told(after(state, find([0, 0]))[1])).toBe('VECTOR_ZERO')
  })

  it('passes over what cannot be read, counts it, and still fills its limit', () => {
    const collection = state.collections.get('messages')
    if (collection === undefined) throw new Error('no collection')
    const bad = { id: 'bad', vector: [1, 0], payload: { content: 'no message' } }
    const points = new Map(collection.points).set('bad', bad)
    const broken = { ...state, collections: new Map([['messages', { ...collection, points }]]) }
    const [, result] = after(broken, find([1, 0], { limit: 2 }))
    expect([idsOf(result), told(result)]).toEqual([['a', 'b'], { total: 4, skipped: 1, fromCache: false }])
  })

  it('gives an equal search its answer again until something is written or a minute has passed', () => {
    const [kept, first] = after(state, find([1, 0]))
    expect(told(first)).toMatchObject({ fromCache: false })
    const [still, second] = executeOperation(kept, find([1, 0], { key: 'again' }))
    expect([still === kept, told(second)]).toEqual([true, { total: 3, skipped: 0, fromCache: true }])
    expect(told(executeOperation(kept, find([1, 0], { limit: 2 }))[1])).toMatchObject({ fromCache: false })
    expect(told(after(kept, drop('c'), find([1, 0]))[1])).toMatchObject({ fromCache: false, total: 2 })
    expect(told(executeOperation(kept, find([1, 0], { at: Date.parse('2026-01-01T00:01:00Z') }))[1])).toMatchObject({
      fromCache: false,
    })
  })

  it('keeps a hundred answers at most', () => {
    let so = state
    for (let n = 0; n < 150; n += 1) [so] = executeOperation(so, find([1, n]))
    expect(so.cache.size).toBe(100)
    expect(told(executeOperation(so, find([1, 149]))[1])).toMatchObject({ fromCache: true })
    expect(told(executeOperation(so, find([1, 0]))[1])).toMatchObject({ fromCache: false })
  })
})
