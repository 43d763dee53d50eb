import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  executeOperation,
  repairConsistency,
  verifyConsistency,
  type Operation,
  type StorageState,
} from '@chorale/core/chorus/store'
import { after, change, drop, empty, find, idsOf, put, putNew } from './fixture.js'

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const vector = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })) },
  fc.constantFrom([0, 0], [1], [1, Number.NaN], [1, Infinity]),
)
const writing: fc.Arbitrary<Operation> = fc.oneof(
  fc
    .tuple(id, vector, fc.constantFrom('x', 'y', ' '), fc.constantFrom<'store' | 'skip'>('store', 'skip'))
    .map(([name, at, content, how]) =>
      (how === 'store' ? put : putNew)(name, at, { content, threadId: content === 'x' ? 't' : 's' }),
    ),
  fc
    .tuple(
      id,
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom({}, { role: 'system' }, { content: 'z' }, { author: 'x' }),
      fc.option(vector),
    )
    .map(([name, version, patch, at]) => change(name, version, { patch, ...(at === null ? {} : { vector: at }) })),
  id.map((name) => drop(name)),
)
const searching = fc
  .tuple(vector, fc.integer({ min: 0, max: 6 }), fc.boolean())
  .map(([at, limit, isOwn]) =>
    find(at, { limit, ...(isOwn ? { filters: [{ _tag: 'eq', name: 'thread_id', value: 't' } as const] } : {}) }),
  )
const operations = fc.array(fc.oneof({ weight: 4, arbitrary: writing }, searching), { maxLength: 25 })

const played = (list: readonly Operation[]): StorageState => after(empty(), ...list)[0]

describe('Properties of storage', () => {
  it('13: a failure leaves the very same state', () => {
    fc.assert(
      fc.property(operations, fc.oneof(writing, searching), (list, operation) => {
        const state = played(list)
        const [next, result] = executeOperation(state, operation)
        if (result._tag === 'Failure') expect(next).toBe(state)
      }),
    )
  })

  it('14: what was stored is found first by its own vector', () => {
    fc.assert(
      fc.property(operations, fc.double({ min: 0.1, max: 1.4, noNaN: true }), (list, angle) => {
        // Directions in whole numbers never meet this one closer than by a tie.
        const at = [Math.cos(angle) + 1e-3, Math.sin(angle)]
        const [state, result] = after(played(list), put('new', at))
        expect(result._tag).toBe('Success')
        const [, found] = executeOperation(state, find(at))
        const [first, second] = found._tag === 'Success' && found.of === 'search' ? found.data : []
        fc.pre(second === undefined || first === undefined || second.similarity < first.similarity)
        expect(first?.id).toBe('new')
      }),
    )
  })

  it('16: results are as many as asked for at most, in their order, each id once', () => {
    fc.assert(
      fc.property(operations, fc.integer({ min: 1, max: 6 }), (list, limit) => {
        const [, result] = executeOperation(played(list), find([1, 0.3], { limit }))
        if (result._tag !== 'Success' || result.of !== 'search') throw new Error('refused')
        expect(result.data.length).toBeLessThanOrEqual(limit)
        expect(new Set(idsOf(result)).size).toBe(result.data.length)
        const keys = result.data.map(({ similarity, id: name }) => [-similarity, name] as const)
        // All are of one time here: what is as alike is in the order of ids.
        expect(keys).toEqual([...keys].sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1)))
      }),
    )
  })

  it('the point count, the indexes and what was kept agree with the points after any operations', () => {
    fc.assert(
      fc.property(operations, (list) => {
        const kinds = verifyConsistency(played(list)).map(({ kind }) => kind)
        // No thread was ever made: that is all that may be missing.
        expect(kinds.filter((kind) => kind !== 'dangling_thread_ref')).toEqual([])
      }),
    )
  })
})

/** Damage of every kind, as data. */
const damage = fc.record({
  points: fc.array(
    fc.record({
      id,
      vector: fc.option(vector),
      payload: fc.dictionary(
        fc.constantFrom(
          'content',
          'content_hash',
          'thread_id',
          'author',
          'created_at',
          'deleted',
          'author_signature',
          'role',
        ),
        fc.constantFrom<string | number | null>('x', 'y', '', 't', 's', 'quarantine', 5, null),
        { maxKeys: 3, noNullPrototype: true },
      ),
    }),
    { maxLength: 4 },
  ),
  entries: fc.array(
    fc.tuple(
      fc.constantFrom('thread_id', 'role', 'deleted', 'author'),
      fc.constantFrom('t', 's', 'user', 'key', 5),
      fc.array(id, { maxLength: 3 }),
    ),
    { maxLength: 4 },
  ),
  threads: fc.array(fc.tuple(fc.constantFrom('t', 's', 'u'), fc.uniqueArray(id)), { maxLength: 3 }),
  links: fc.array(fc.tuple(id, id), { maxLength: 4 }),
  copies: fc.array(fc.tuple(fc.constantFrom('t', 's'), fc.array(fc.constantFrom('key', 'other'))), { maxLength: 2 }),
  count: fc.integer({ min: -1, max: 1 }),
})

const damaged = (
  list: readonly Operation[],
  harm: typeof damage extends fc.Arbitrary<infer A> ? A : never,
): StorageState => {
  const whole = after(played([...list, find([1, 0])]), find([1, 0], { limit: 1 }))[0]
  const collection = whole.collections.get('messages')
  if (collection === undefined) throw new Error('no collection')
  const points = new Map(collection.points)
  for (const { id: name, vector: at, payload } of harm.points) {
    const there = points.get(name) ?? { id: name, vector: [1, 0], payload: {} }
    points.set(name, { ...there, ...(at === null ? {} : { vector: at }), payload: { ...there.payload, ...payload } })
  }
  const indices = new Map(whole.indices)
  for (const [field, value, ids] of harm.entries) {
    const index = indices.get(`messages/${field}`)
    if (index === undefined) throw new Error('no index')
    indices.set(`messages/${field}`, { ...index, entries: new Map(index.entries).set(value, new Set(ids)) })
  }
  const copies = new Map(
    harm.copies.map(([name, co_authors]) => [name, { id: name, vector: [1, 0], payload: { co_authors } }] as const),
  )
  return {
    ...whole,
    indices,
    collections: new Map([
      ['messages', { ...collection, points, pointCount: collection.pointCount + harm.count }],
      ['chat_threads', { ...collection, name: 'chat_threads', points: copies, pointCount: copies.size }],
    ]),
    threads: new Map(harm.threads.map(([name, messages]) => [name, { messages, coAuthors: ['key'] }])),
    links: new Map(harm.links.map(([from, to], i) => [`${i}`, { from, to }])),
  }
}

describe('15: repair', () => {
  it('mends all that was found, doing it again changes nothing, and nothing in quarantine is found', () => {
    fc.assert(
      fc.property(operations, damage, (list, harm) => {
        const state = damaged(list, harm)
        const found = verifyConsistency(state)
        const { state: mended } = repairConsistency(state, found)
        expect(verifyConsistency(mended)).toEqual([])
        expect(repairConsistency(mended, found)).toEqual({ state: mended, anew: [] })
        expect(repairConsistency(mended, []).state).toBe(mended)
        const [, result] = executeOperation(mended, find([1, 0.5], { limit: 200 }))
        const hidden = [...(mended.collections.get('messages')?.points.values() ?? [])]
          .filter(({ payload }) => payload['deleted'] === 'quarantine')
          .map(({ id: name }) => name)
        expect(idsOf(result).filter((name) => hidden.includes(name))).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('makes no content and no vector up', () => {
    fc.assert(
      fc.property(operations, damage, (list, harm) => {
        const state = damaged(list, harm)
        const { state: mended } = repairConsistency(state, verifyConsistency(state))
        for (const [name, collection] of state.collections)
          for (const point of collection.points.values()) {
            const now = mended.collections.get(name)?.points.get(point.id)
            expect([now?.vector, now?.payload['content']]).toEqual([point.vector, point.payload['content']])
          }
      }),
    )
  })

  it('meets every kind of damage', () => {
    const met = new Set<string>()
    fc.assert(
      fc.property(operations, damage, (list, harm) => {
        for (const { kind } of verifyConsistency(damaged(list, harm))) met.add(kind)
      }),
      { numRuns: 1000 },
    )
    expect([...met].sort()).toEqual([
      ...['co_author_mismatch', 'count_mismatch', 'dangling_link', 'dangling_message_ref', 'dangling_thread_ref'],
      ...['dimension_mismatch', 'hash_mismatch', 'index_missing_entry', 'index_orphan_entry', 'index_wrong_value'],
      ...['non_finite_vector', 'stale_cache', 'unlisted_message', 'zero_vector'],
    ])
  })
})
