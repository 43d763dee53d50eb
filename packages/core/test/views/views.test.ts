import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { memory } from '@chorale/adapter-memory'
import { combine, type Interpreter } from '@chorale/core/effect'
import { unavailable } from '@chorale/core/fault'
import type { NodeWrite } from '@chorale/core/ports/graph'
import type { Embed } from '@chorale/core/ports'
import type { VectorEffect } from '@chorale/core/ports/vector'
import { resume, start } from '@chorale/core/run'
import { doctor, mendingOf, outbox, outboxLabel, removalOf, withOutbox, type View } from '@chorale/core/views'
import { describe, expect, it } from 'vitest'

const view: View = {
  ...{ label: 'Note', collection: 'notes', dimension: 3, metric: 'dot' },
  ...{ text: 'text', version: 'version', payload: ['thread'] },
}
const context = { run: 'r', attempt: 1, signal: new AbortController().signal }

const note = (id: string, version: number, text = `${id} ${version}`): NodeWrite => ({
  ...{ label: 'Note', id },
  properties: { text, version, thread: 't' },
})
const vectorFor = (text: string): readonly number[] => [text.length, text.charCodeAt(0), 1]

const embedding: Interpreter<Embed> = {
  'model/embed':
    ({ texts }) =>
    () =>
      Promise.resolve(
        E.right({
          ...{ vectors: texts.map(vectorFor), dimension: 3, resolver: { type: 'table', model: null } },
          ...{ usage: { input: 0, cached: 0, output: 0, reasoning: 0 }, costMicroUsd: 0, warnings: [] },
        }),
      ),
}

/** Stores with the view's collection, and short ways to use them. */
const opened = async () => {
  const stores = memory()
  await stores['vector/collection']({ _tag: 'vector/collection', key: 'c', ...view }, context)()
  const upsert = (what: ReturnType<typeof withOutbox>) =>
    stores['graph/upsert']({ _tag: 'graph/upsert', key: 'w', ...what }, context)()
  return {
    stores,
    write: (...nodes: readonly NodeWrite[]) =>
      upsert(
        withOutbox(
          view,
          nodes.map((node) => ({ node, vector: vectorFor(String(node.properties['text'])) })),
        ),
      ),
    remove: (...nodes: readonly NodeWrite[]) => upsert(removalOf(view, nodes)),
    put: (id: string, version: number) =>
      stores['vector/upsert'](
        {
          ...{ _tag: 'vector/upsert', key: 'p', collection: 'notes' },
          points: [{ id, vector: [1, 2, 3], payload: { version } }],
        },
        context,
      )(),
    points: async () => {
      const page = await stores['vector/scroll'](
        { ...{ _tag: 'vector/scroll', key: 's', collection: 'notes', limit: 100, vectors: 'with' } },
        context,
      )()
      if (E.isLeft(page)) return page.left._tag
      return page.right.points
        .map((point) => [point.id, point.payload['version'], 'vector' in point && point.vector])
        .sort()
    },
    count: async (label: string) => {
      const found = await stores['graph/query']({ _tag: 'graph/query', key: 'q', match: { label } }, context)()
      return E.isRight(found) ? found.right.count : -1
    },
    carry: (vectors: Interpreter<VectorEffect> = stores) =>
      start(outbox, { views: [view], batch: 2 }, { interpreter: combine(stores, vectors) }).result(),
    ask: (mode: 'look' | 'mend') =>
      start(doctor, { views: [view], mode, page: 2 }, { interpreter: combine(stores, embedding) }).result(),
  }
}

describe('an outbox', () => {
  it('is carried over to the vectors, entry by entry, and empty then', async () => {
    const { write, carry, points, count } = await opened()
    expect(await write(note('a', 1), note('b', 1), note('c', 1))).toMatchObject({ right: { nodes: 6 } })
    expect(await points()).toEqual([])
    expect(await carry()).toMatchObject({ status: 'done', result: { entries: 3, faults: [] } })
    expect(await points()).toEqual(['a', 'b', 'c'].map((id) => [id, 1, [...vectorFor(`${id} 1`)]]))
    expect(await count(outboxLabel)).toBe(0)
    expect(await carry()).toMatchObject({ status: 'done', result: { entries: 0 } })
  })

  it('passes over what a later write has replaced, in whatever order entries are read', async () => {
    const { write, carry, points, count } = await opened()
    for (const version of [9, 10, 11]) await write(note('a', version))
    expect(await carry()).toMatchObject({ result: { entries: 3 } })
    expect(await points()).toEqual([['a', 11, [...vectorFor('a 11')]]])
    expect(await count(outboxLabel)).toBe(0)
  })

  it('takes a node and its point away together', async () => {
    const { write, remove, carry, points, count } = await opened()
    await write(note('a', 1), note('b', 1))
    await carry()
    await remove(note('a', 1))
    expect(await count('Note')).toBe(2)
    expect(await carry()).toMatchObject({ result: { entries: 1 } })
    expect(await points()).toEqual([['b', 1, [...vectorFor('b 1')]]])
    expect([await count('Note'), await count(outboxLabel)]).toEqual([1, 0])
  })

  it('keeps what could not be carried, says why, and is carried by the next', async () => {
    const { stores, write, carry, points, count } = await opened()
    await write(note('a', 1), note('b', 1), note('c', 1))
    const fault = unavailable({ doing: 'write', because: 'it is away', next: 'Wait.', applied: 'no' })
    const away = { ...stores, 'vector/upsert': () => () => Promise.resolve(E.left(fault)) }
    expect(await carry(away)).toMatchObject({ status: 'partial', result: { entries: 0, faults: [fault] } })
    expect(await count(outboxLabel)).toBe(3)
    expect(await carry()).toMatchObject({ status: 'done', result: { entries: 3 } })
    expect(await points()).toHaveLength(3)
  })

  it('is refused for two views of one collection', async () => {
    const { stores } = await opened()
    const run = start(outbox, { views: [view, { ...view, label: 'Other' }] }, { interpreter: stores })
    await expect(run.result()).rejects.toMatchObject({ _tag: 'BadInput' })
  })
})

describe('a doctor', () => {
  it('finds nothing where the outbox was carried over', async () => {
    const { write, carry, ask } = await opened()
    await write(note('a', 1), note('b', 2), note('c', 3))
    await carry()
    expect(await ask('look')).toMatchObject({ status: 'done', result: { drift: [], made: 0, deleted: 0 } })
  })

  it('tells what waits, what is missing, stale and orphaned, and changes nothing', async () => {
    const { stores, write, put, carry, ask, points } = await opened()
    await write(note('a', 1), note('b', 1), note('c', 1), note('d', 1))
    await carry()
    await stores['vector/delete']({ _tag: 'vector/delete', key: 'd', collection: 'notes', ids: ['a'] }, context)()
    await put('b', 0)
    await put('x', 1)
    await write(note('c', 2))
    const before = await points()
    const { result } = await ask('look')
    expect(result.drift.map(({ _tag, id }) => [_tag, id])).toEqual([
      ['missing', 'a'],
      ['stale', 'b'],
      ['pending', 'c'],
      ['orphan', 'x'],
    ])
    expect(result.drift.map(mendingOf)).toContain('delete the point')
    expect(await points()).toEqual(before)
  })

  it('mends what it found from the texts of the graph, and finds nothing afterwards', async () => {
    const { stores, write, put, carry, ask, points } = await opened()
    const ids = ['a', 'b', 'c', 'd', 'e']
    await write(...ids.map((id) => note(id, 1)))
    await carry()
    await stores['vector/drop']({ _tag: 'vector/drop', key: 'd', collection: 'notes' }, context)()
    expect((await ask('look')).result.drift.map(({ _tag }) => _tag)).toEqual([
      'no_collection',
      ...ids.map(() => 'missing'),
    ])
    expect(await ask('mend')).toMatchObject({ status: 'done', result: { made: 5, deleted: 0 } })
    await put('x', 1)
    await put('a', 0)
    expect(await ask('mend')).toMatchObject({ result: { made: 1, deleted: 1 } })
    expect(await ask('look')).toMatchObject({ result: { drift: [] } })
    expect(await points()).toEqual(ids.map((id) => [id, 1, [...vectorFor(`${id} 1`)]]))
  })

  it('is resumed from a snapshot in the middle of its work', async () => {
    const { stores, write, ask } = await opened()
    await write(...Array.from({ length: 9 }, (_, i) => note(`n${i}`, 1)))
    const stop = new AbortController()
    let asked = 0
    const stopping: typeof stores = {
      ...stores,
      'graph/query': (effect, context) => {
        asked += 1
        if (asked === 4) stop.abort()
        return stores['graph/query'](effect, context)
      },
    }
    const options = { interpreter: combine(stopping, embedding), journal: stores, run: 'look', snapshots: { every: 1 } }
    const left = await start(
      doctor,
      { views: [view], mode: 'look', page: 2 },
      { ...options, signal: stop.signal },
    ).result()
    expect(left.status).toBe('paused')
    const { result } = await resume(doctor, options).result()
    expect(result).toEqual((await ask('look')).result)
  })
})

describe('whatever is written and whatever fails', () => {
  it('the vectors say what the graph says once the outbox was carried over and the doctor was there', async () => {
    const step = fc.oneof(
      fc.record({ _tag: fc.constant('write' as const), id: fc.constantFrom('a', 'b', 'c', 'd') }),
      fc.record({ _tag: fc.constant('remove' as const), id: fc.constantFrom('a', 'b', 'c', 'd') }),
      fc.record({
        _tag: fc.constantFrom('carry' as const, 'fail' as const, 'lose' as const),
        id: fc.constantFrom('a', 'b'),
      }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { stores, write, remove, carry, ask, points } = await opened()
        let version = 0
        const versions = new Map<string, number>()
        for (const { _tag, id } of steps) {
          version += 1
          if (_tag === 'write') {
            versions.set(id, version)
            await write(note(id, version))
          } else if (_tag === 'remove') {
            const there = versions.get(id)
            versions.delete(id)
            if (there !== undefined) await remove(note(id, there))
            await carry()
          } else if (_tag === 'carry') await carry()
          else if (_tag === 'fail') {
            const fault = unavailable({ doing: 'write', because: 'it is away', next: 'Wait.', applied: 'no' })
            await carry({ ...stores, 'vector/upsert': () => () => Promise.resolve(E.left(fault)) })
          } else
            await stores['vector/delete'](
              { _tag: 'vector/delete', key: 'd', collection: 'notes', ids: [id] },
              context,
            )()
        }
        await carry()
        await ask('mend')
        expect((await ask('look')).result.drift).toEqual([])
        expect(await points()).toEqual([...versions].map(([id, at]) => [id, at, [...vectorFor(`${id} ${at}`)]]).sort())
      }),
      { numRuns: 60 },
    )
  })
})
