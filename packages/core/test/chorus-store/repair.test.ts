import { describe, expect, it } from 'vitest'
import { sha256Hex } from '@chorale/core/base'
import { start } from '@chorale/core/run'
import type { Payload } from '@chorale/core/ports/vector'
import { repairConsistency, storage, verifyConsistency, type StorageState } from '@chorale/core/chorus/store'
import { after, change, context, empty, find, got, idsOf, opened, put, told, view } from './fixture.js'

/** A state whose point has another vector and more in its payload than it was stored with. */
const spoilt = (
  state: StorageState,
  id: string,
  how: { readonly vector?: readonly number[]; readonly payload?: Payload },
) => {
  const collection = state.collections.get('messages')
  const point = collection?.points.get(id)
  if (collection === undefined || point === undefined) throw new Error(`no point ${id}`)
  const changed = { ...point, ...how, payload: { ...point.payload, ...how.payload } }
  const points = new Map(collection.points).set(id, changed)
  return { ...state, collections: new Map(state.collections).set('messages', { ...collection, points }) }
}

const whole: StorageState = {
  ...after(empty(), put('a', [1, 0]), put('b', [0, 1]))[0],
  threads: new Map([['t', { messages: ['a', 'b'], coAuthors: ['key'] }]]),
}
const mended = (state: StorageState) => repairConsistency(state, verifyConsistency(state)).state
const payloadOf = (state: StorageState, id: string) => state.collections.get('messages')?.points.get(id)?.payload

describe('A point in quarantine', () => {
  const broken = spoilt(whole, 'a', { vector: [Number.NaN, 0] })
  const state = mended(broken)

  it('was no hindrance to a search before it was found', () => {
    expect(idsOf(after(broken, find([1, 1]))[1])).toEqual(['b'])
  })

  it('is found no more, keeps its place in its thread, and comes back with a new vector alone', () => {
    expect(repairConsistency(broken, verifyConsistency(broken)).anew).toEqual([{ collection: 'messages', id: 'a' }])
    expect(idsOf(after(state, find([1, 1]))[1])).toEqual(['b'])
    expect(state.threads.get('t')?.messages).toEqual(['a', 'b'])
    expect(after(state, change('a', 1, { patch: { role: 'system' } }))[1]).toMatchObject({
      ...{ error: { _tag: 'VectorError', code: 'INCONSISTENT' }, recovery: { _tag: 'UpdateAndRetry', times: 1 } },
    })
    const [back, result] = after(state, change('a', 1, { vector: [1, 1] }))
    expect(told(result)).toEqual({ version: 2 })
    expect(idsOf(after(back, find([1, 1]))[1])).toEqual(['a', 'b'])
    expect(verifyConsistency(back)).toEqual([])
  })

  it('behaves in the same way on stores', async () => {
    const stores = await opened()
    const ask = async (operation: ReturnType<typeof put>) =>
      (await start(storage, { view, operation }, { interpreter: stores }).result()).result
    await ask(put('a', [1, 0]))
    const lay = {
      _tag: 'vector/payload',
      key: 'p',
      collection: 'messages',
      ids: ['a'],
      set: { deleted: 'quarantine' },
    } as const
    await got(stores['vector/payload'](lay, context))
    expect(await ask(change('a', 1))).toMatchObject({ error: { _tag: 'VectorError', code: 'INCONSISTENT' } })
    expect(told(await ask(change('a', 1, { vector: [1, 1] })))).toEqual({ version: 2 })
    expect(idsOf(await ask(find([1, 1])))).toEqual(['a'])
  })
})

describe('A hash that is wrong', () => {
  it('is made again for a content that may be kept; any other goes into quarantine with its hash', () => {
    const of = (content: string) =>
      payloadOf(mended(spoilt(whole, 'a', { payload: { content, content_hash: 'x' } })), 'a')
    expect(of('Fine.')).toMatchObject({ content_hash: sha256Hex('Fine.') })
    expect(of('Fine.')?.['deleted']).toBeUndefined()
    for (const content of [' ', 'x'.repeat(10_001)])
      expect(of(content)).toMatchObject({ content_hash: 'x', deleted: 'quarantine' })
  })
})

describe('An index entry that is under two wrong values', () => {
  it('is told once, and mended', () => {
    const index = whole.indices.get('messages/role')
    if (index === undefined) throw new Error('no index')
    const entries = new Map([
      ['user', new Set(['b'])],
      ['x', new Set(['a'])],
      ['y', new Set(['a'])],
    ])
    const broken = { ...whole, indices: new Map(whole.indices).set('messages/role', { ...index, entries }) }
    expect(verifyConsistency(broken)).toEqual([
      { collection: 'messages', kind: 'index_wrong_value', id: 'a', at: 'role' },
    ])
    expect(mended(broken)).toEqual(whole)
  })
})

describe('A list of what was found', () => {
  it('is no more than what is mended', () => {
    const broken = spoilt(whole, 'a', { vector: [0, 0], payload: { content_hash: 'x' } })
    const found = verifyConsistency(broken)
    expect(found.map(({ kind }) => kind)).toEqual(['hash_mismatch', 'zero_vector'])
    const { state, anew } = repairConsistency(broken, found.slice(0, 1))
    expect([payloadOf(state, 'a')?.['deleted'], anew]).toEqual([undefined, []])
  })

  it('does no harm when it is old', () => {
    const links = new Map([['l', { from: 'a', to: 'gone' }]])
    const broken = { ...spoilt(whole, 'a', { vector: [0, 0] }), links, threads: new Map() }
    const found = verifyConsistency(broken)
    expect(found.map(({ kind }) => kind)).toEqual([
      ...['dangling_link', 'dangling_thread_ref', 'dangling_thread_ref', 'zero_vector'],
    ])
    // Meanwhile all was put right by others.
    const right = { ...whole, links: new Map([['l', { from: 'a', to: 'b' }]]) }
    expect(repairConsistency(right, found)).toEqual({ state: right, anew: [] })
  })
})
