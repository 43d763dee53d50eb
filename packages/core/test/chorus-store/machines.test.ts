import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { memory } from '@chorale/adapter-memory'
import { combine, type Interpreter } from '@chorale/core/effect'
import { unavailable } from '@chorale/core/fault'
import type { GraphEffect } from '@chorale/core/ports/graph'
import type { VectorEffect } from '@chorale/core/ports/vector'
import { start } from '@chorale/core/run'
import {
  emptyStorage,
  executeOperation,
  linksEffect,
  migration,
  storage,
  storeEffects,
  type Operation,
  type StorageResult,
  type StorageState,
} from '@chorale/core/chorus/store'
import { chorusScript, chorusScriptView, playChorusScript } from '@chorale/core/testing'
import { read } from '@chorale/core/threads'
import { outbox, outboxLabel } from '@chorale/core/views'
import { change, context, drop, find, got, idsOf, message, opened, put, putNew, told, view } from './fixture.js'

type Stores = Interpreter<GraphEffect> & Interpreter<VectorEffect>

const away = () => () =>
  Promise.resolve(E.left(unavailable({ doing: 'ask', because: 'it is away', next: 'wait', applied: 'no' })))

const over = (stores: Stores) => async (operation: Operation) => {
  const ending = await start(storage, { view, operation }, { interpreter: stores }).result()
  expect(ending.status).toBe(ending.result?._tag === 'Success' ? 'done' : 'failed')
  return ending.result
}

const count = async (stores: Stores, label: string): Promise<number> =>
  (await got(stores['graph/query']({ _tag: 'graph/query', key: 'q', match: { label } }, context))).count

const node = async (stores: Stores, id: string) =>
  (
    await got(
      stores['graph/query'](
        { _tag: 'graph/query', key: 'q', match: { label: 'Message', where: [{ _tag: 'eq', name: 'id', value: id }] } },
        context,
      ),
    )
  ).nodes[0]

/** What a store has no part in: whether an answer was kept. */
const bare = (result: StorageResult | null): unknown =>
  result?._tag === 'Success' && result.of === 'search'
    ? { ...result, metadata: { ...result.metadata, fromCache: false } }
    : result

describe('The script', () => {
  it('ends on stores as in the pure model, operation by operation', async () => {
    const stores = await opened(chorusScriptView)
    const results = await playChorusScript(stores)
    let state: StorageState = emptyStorage({ c: chorusScriptView })
    for (const [i, operation] of chorusScript.entries()) {
      const [next, expected] = executeOperation(state, operation)
      expect([operation.key, bare(results[i] ?? null)]).toEqual([operation.key, bare(expected)])
      state = next
    }
    // Nothing is left to be carried over.
    expect(await count(stores, outboxLabel)).toBe(0)
    const tags = results.map((result) => (result?._tag === 'Failure' ? result.error.code : result?.of))
    expect(new Set(tags)).toEqual(
      new Set([
        ...['search', 'store', 'update', 'delete', 'CONFLICT', 'VECTOR_ZERO', 'VECTOR_DIM', 'VECTOR_NON_FINITE'],
        ...['MESSAGE_INVALID', 'HASH_MISMATCH', 'FILTER_INVALID', 'NOT_FOUND'],
      ]),
    )
  })
})

describe('Storage on stores', () => {
  it('refuses a collection that is not there, before anything is written', async () => {
    const stores = memory()
    const ask = over(stores)
    for (const operation of [put('a', [1, 0]), putNew('a', [1, 0]), find([1, 0]), drop('a'), change('a', 1)])
      expect(await ask(operation)).toMatchObject({ error: { code: 'COLLECTION_INVALID' }, cause: { _tag: 'NotFound' } })
    expect(await count(stores, 'Message')).toBe(0)
    expect(await ask({ ...find([1, 0]), collection: 'other' })).toMatchObject({ error: { code: 'COLLECTION_INVALID' } })
  })

  it('keeps a message whose vector cannot be carried over, finds it, and carries it over later', async () => {
    const stores = await opened()
    const ask = over(combine(stores, { 'vector/upsert': away }))
    await over(stores)(put('a', [0, 1]))
    expect(told(await ask(put('b', [1, 0])))).toMatchObject({ stored: true, waiting: true })
    expect(told(await ask(change('a', 1, { patch: { content: 'A.' }, vector: [1, 0.1] })))).toEqual({
      ...{ version: 2, waiting: true },
    })
    const before = await ask(find([1, 0]))
    expect(idsOf(before)).toEqual(['b', 'a'])
    expect(idsOf(await ask(find([1, 0], { filters: [{ _tag: 'eq', name: 'author', value: 'x' }] })))).toEqual([])
    expect(told(await ask(putNew('c', [1, 0])))).toMatchObject({ duplicateOf: 'b' })
    await start(outbox, { views: [view] }, { interpreter: stores }).result()
    expect(await count(stores, outboxLabel)).toBe(0)
    const later = await ask(find([1, 0]))
    expect(later?._tag === 'Success' && later.data).toEqual(before?._tag === 'Success' && before.data)
  })

  it('updates what still waits with the vector that waits', async () => {
    const stores = await opened()
    const ask = over(combine(stores, { 'vector/upsert': away }))
    await ask(put('a', [1, 0]))
    expect(told(await ask(change('a', 1, { patch: { role: 'system' } })))).toEqual({ version: 2, waiting: true })
    const found = await over(stores)(find([1, 0]))
    expect(found).toMatchObject({ data: [{ id: 'a', role: 'system', similarity: 1 }] })
  })

  it('lets one of two that expect the same version through; the same one again is done already', async () => {
    const stores = await opened()
    const ask = over(stores)
    await ask(put('a', [1, 0]))
    const [one, two] = ['one', 'two'].map((key) => change('a', 1, { key, patch: { role: 'system' } }))
    if (one === undefined || two === undefined) throw new Error('two')
    const results = await Promise.all([ask(one), ask(two)])
    expect(results.map((result) => result?._tag).sort()).toEqual(['Failure', 'Success'])
    const won = results[0]?._tag === 'Success' ? one : two
    expect(told(await ask(won))).toEqual({ version: 2 })
    expect(told(await ask(won === one ? two : one))).toBe('CONFLICT')
  })

  it('writes only what changes', async () => {
    const stores = await opened()
    const ask = over(stores)
    await ask(put('a', [1, 0]))
    const vote = { label: 'Message', id: 'a', properties: { status: 'rejected' } }
    // Somebody votes after the message was read.
    const reading: Stores = {
      ...stores,
      'vector/get': (effect, at) => async () => {
        await got(stores['graph/upsert']({ _tag: 'graph/upsert', key: 'v', nodes: [vote], relationships: [] }, at))
        return stores['vector/get'](effect, at)()
      },
    }
    await over(reading)(change('a', 1, { patch: { role: 'system' } }))
    expect((await node(stores, 'a'))?.properties).toMatchObject({ status: 'rejected', role: 'system', version: 2 })
  })

  it('deletes with its links, keeps a tombstone, and takes up a deletion that broke off', async () => {
    const stores = await opened()
    const ask = over(stores)
    await ask(put('a', [1, 0]))
    await ask(put('b', [0, 1]))
    const link = { from: 'a', to: 'b', relation: 'cites', strength: 1, createdAt: '2026-01-01T00:00:00.000Z' } as const
    const links = [link, { ...link, relation: 'extends' } as const, { ...link, from: 'b', to: 'c' } as const]
    await got(stores['graph/upsert'](linksEffect('l', [...links, link]), context))
    expect(await count(stores, 'SemanticLink')).toBe(3)
    const broken = over(combine(stores, { 'graph/delete': away }))
    expect(await broken(drop('a'))).toMatchObject({ error: { code: 'NETWORK_UNAVAILABLE' }, recovery: { times: 5 } })
    expect(idsOf(await ask(find([1, 0])))).toEqual(['b'])
    expect(await count(stores, 'SemanticLink')).toBe(3)
    expect(told(await ask(drop('a')))).toEqual({ deleted: false })
    expect(await count(stores, 'SemanticLink')).toBe(1)
    const tombstone = await node(stores, 'a')
    if (tombstone === undefined) throw new Error('no tombstone')
    expect(read.message(tombstone)).toMatchObject({ right: { content: '', deleted: true, version: 2 } })
    expect(told(await ask(change('a', 2)))).toBe('NOT_FOUND')
  })

  it('asks for more where too much of what was found cannot be read', async () => {
    const stores = await opened()
    const points = Array.from({ length: 30 }, (_, i) => ({ id: `bad${i}`, vector: [1, 0], payload: {} }))
    await got(stores['vector/upsert']({ _tag: 'vector/upsert', key: 'u', collection: 'messages', points }, context))
    await over(stores)(put('a', [1, 0.5]))
    const result = await over(stores)(find([1, 0], { limit: 1 }))
    expect([idsOf(result), told(result)]).toEqual([['a'], { total: 31, skipped: 30, fromCache: false }])
  })
})

describe('What a loop stores', () => {
  it('is whole after each of the three effects, and reads as an approved message', async () => {
    const stores = await opened()
    await got(stores['graph/migrate'](migration('m'), context))
    const messages = [message('a'), message('b'), message('c')]
    const { write, carry, clear } = storeEffects({
      key: 'k',
      view,
      messages,
      vectors: [
        [1, 0],
        [0, 1],
      ],
    })
    expect([write.key, carry.key, clear.key]).toEqual(['k', 'k/carry', 'k/clear'])
    await got(stores['graph/upsert'](write, context))
    expect([await count(stores, 'Message'), await count(stores, outboxLabel)]).toEqual([3, 2])
    expect(idsOf(await over(stores)(find([1, 0])))).toEqual(['a', 'b'])
    await got(stores['vector/upsert'](carry, context))
    await got(stores['graph/delete'](clear, context))
    expect(await count(stores, outboxLabel)).toBe(0)
    expect(idsOf(await over(stores)(find([1, 0])))).toEqual(['a', 'b'])
    // The same once more changes nothing; another content under an id is refused whole.
    await got(stores['graph/upsert'](write, context))
    const other = storeEffects({
      key: 'o',
      view,
      messages: [message('z'), message('a', { content: 'x' })],
      vectors: [],
    })
    expect(await stores['graph/upsert'](other.write, context)()).toMatchObject({ left: { _tag: 'Conflict' } })
    expect(await count(stores, 'Message')).toBe(3)
    const a = await node(stores, 'a')
    expect(a !== undefined && read.message(a)).toMatchObject({ right: { status: 'approved', approvals: [], stake: 0 } })
  })
})
