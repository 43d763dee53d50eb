import * as E from 'fp-ts/lib/Either.js'
import type { RunStatus } from '@chorale/core/ports/journal'
import { describe, expect, it } from 'vitest'
import { asked, entries, entry, opened, snapshotAt } from '../test/opened.js'
import { memory } from './index.js'

const none = { left: { _tag: 'NotFound', retryable: false, applied: 'no', ids: { run: 'r' } } }
const refused = { left: { _tag: 'Rejected', retryable: false, applied: 'no' } }
const statuses: readonly RunStatus[] = ['running', 'waiting', 'paused', 'done', 'partial', 'failed', 'cancelled']
/** A journal of run `r` that holds so many entries. */
const holding = async (count: number) => {
  const store = opened()
  await store.create()
  await store.append(0, entries(0, count))
  return store
}

describe('creating a journal', () => {
  it('opens it empty and running, with what was given', async () => {
    const { create, read, load } = opened()
    const given = {
      ...{ run: 'r', program: { name: 'valley', version: 3 }, labels: { tenant: 't' } },
      ...{ parent: { run: 'older', sequence: 7 }, hash: 'genesis' },
    }
    expect(await create({ ...given, at: 42 })).toEqual(E.right({ created: true }))
    expect(await read()).toEqual(E.right({ entries: [], next: 0 }))
    const record = { ...given, status: 'running', next: 0, createdAt: 42, updatedAt: 42 }
    expect(await load()).toEqual(E.right({ record, snapshot: null }))
  })

  it('is refused where the run exists, which stays as it is', async () => {
    const { create, read, load } = await holding(2)
    const before = await load()
    const again = await create({ program: { name: 'other', version: 2 }, labels: { a: 'b' }, hash: 'other', at: 99 })
    expect(again).toMatchObject({ left: { _tag: 'Conflict', retryable: false, ids: { run: 'r' } } })
    expect(await load()).toEqual(before)
    expect(await read()).toEqual(E.right({ entries: entries(0, 2), next: 2 }))
  })

  it('takes any text for an id and for a label', async () => {
    const { create, load, read } = opened()
    // As JSON text, because in a literal this name would set the prototype.
    const labels = JSON.parse('{"__proto__": "a", "constructor": "b", "": "c"}') as { readonly [name: string]: string }
    expect(await create({ run: '__proto__', labels })).toEqual(E.right({ created: true }))
    const loaded = await load('__proto__')
    expect(E.isRight(loaded) && JSON.stringify(loaded.right.record.labels)).toBe(JSON.stringify(labels))
    expect(await read({ run: 'constructor' })).toMatchObject({ left: { _tag: 'NotFound' } })
  })
})

describe('appending to a journal', () => {
  it('keeps what comes, in order', async () => {
    const { create, append, read } = opened()
    await create()
    expect(await append(0, entries(0, 2))).toEqual(E.right({ next: 2 }))
    expect(await append(2, entries(2, 3))).toEqual(E.right({ next: 3 }))
    expect(await read()).toEqual(E.right({ entries: entries(0, 3), next: 3 }))
  })

  it.each(statuses)('sets the status %s, the time, and the hash of the last entry', async (status) => {
    const { append, load } = await holding(2)
    await append(2, entries(2, 4), { status, at: 77 })
    const record = { status, next: 4, hash: 'hash 3', createdAt: 5, updatedAt: 77 }
    expect(await load()).toMatchObject({ right: { record } })
  })

  it('of no entries sets the status alone', async () => {
    const { append, load, read } = await holding(2)
    expect(await append(2, [], { status: 'waiting', at: 77 })).toEqual(E.right({ next: 2 }))
    expect(await load()).toMatchObject({
      right: { record: { status: 'waiting', next: 2, hash: 'hash 1', updatedAt: 77 } },
    })
    expect(await read()).toEqual(E.right({ entries: entries(0, 2), next: 2 }))
  })

  it('of no entries to an empty journal leaves the beginning of its chain', async () => {
    const { create, append, load } = opened()
    await create({ hash: 'genesis' })
    await append(0, [], { status: 'paused' })
    expect(await load()).toMatchObject({ right: { record: { status: 'paused', next: 0, hash: 'genesis' } } })
  })

  it.each([0, 1, 3, -1, 1.5, NaN, Infinity])(
    'is refused at %d when it stands at 2: nothing changes',
    async (expected) => {
      const { append, load, read } = await holding(2)
      const before = await load()
      const conflict = {
        ...{ _tag: 'Conflict', retryable: false, applied: 'no', ids: { run: 'r' } },
        because: `expected sequence ${expected}, found 2`,
      }
      expect(await append(expected, [entry(expected)], { status: 'done', at: 99 })).toMatchObject({ left: conflict })
      expect(await append(expected, [], { status: 'done', at: 99 })).toMatchObject({ left: conflict })
      expect(await load()).toEqual(before)
      expect(await read()).toEqual(E.right({ entries: entries(0, 2), next: 2 }))
    },
  )

  it.each([
    ['before its place', [1]],
    ['behind its place', [3]],
    ['nowhere', [NaN]],
    ['where another one is', [2, 2]],
    ['behind a gap', [2, 4]],
    ['in the place of the one after it', [3, 2]],
  ])('is refused as a whole where an entry says it stands %s', async (_where, places) => {
    const { append, load, read } = await holding(2)
    const before = await load()
    const wrong = await append(
      2,
      places.map((place) => entry(place)),
      { status: 'done', at: 99 },
    )
    expect(wrong).toMatchObject({ left: { ...refused.left, doing: 'append to a journal', ids: { run: 'r' } } })
    expect(await load()).toEqual(before)
    expect(await read()).toEqual(E.right({ entries: entries(0, 2), next: 2 }))
  })

  it('keeps nothing of a list that cannot be copied to its end', async () => {
    const { append, load, read } = await holding(2)
    const before = await load()
    const broken = Object.defineProperty(entry(3), 'about', {
      enumerable: true,
      get: () => {
        throw new Error('gone')
      },
    })
    await expect(append(2, [entry(2), broken])).rejects.toThrow('gone')
    expect(await load()).toEqual(before)
    expect(await read()).toMatchObject({ right: { next: 2 } })
  })

  it('lets one of two workers through who are at the same place', async () => {
    const { create, append, read } = opened()
    await create()
    const both = await Promise.all([append(0, [entry(0)]), append(0, [entry(0)])])
    expect(both.map(({ _tag }) => _tag).sort()).toEqual(['Left', 'Right'])
    expect(await read()).toMatchObject({ right: { next: 1 } })
  })

  it('takes no status from a worker that was overtaken', async () => {
    const { append, load } = await holding(1)
    await append(1, [entry(1)], { status: 'done' })
    expect(await append(1, [], { status: 'failed' })).toMatchObject({ left: { _tag: 'Conflict' } })
    expect(await load()).toMatchObject({ right: { record: { status: 'done' } } })
  })

  it('keeps each run apart', async () => {
    const { create, append, read, load } = opened()
    await create({ run: 'a' })
    await create({ run: 'b' })
    await append(0, entries(0, 3), { run: 'a', status: 'done' })
    expect(await read({ run: 'b' })).toEqual(E.right({ entries: [], next: 0 }))
    expect(await load('b')).toMatchObject({ right: { record: { run: 'b', status: 'running', next: 0 } } })
    expect(await append(0, entries(0, 1), { run: 'b' })).toEqual(E.right({ next: 1 }))
  })
})

describe('reading a journal', () => {
  it('goes page by page', async () => {
    const { read } = await holding(5)
    expect(await read({ from: 0, limit: 2 })).toEqual(E.right({ entries: entries(0, 2), next: 2 }))
    expect(await read({ from: 2, limit: 2 })).toEqual(E.right({ entries: entries(2, 4), next: 4 }))
    expect(await read({ from: 4, limit: 2 })).toEqual(E.right({ entries: entries(4, 5), next: 5 }))
    expect(await read({ from: 5, limit: 2 })).toEqual(E.right({ entries: [], next: 5 }))
    expect(await read({ from: 1, limit: 0 })).toEqual(E.right({ entries: [], next: 1 }))
    expect(await read({ from: 1, limit: Number.MAX_SAFE_INTEGER })).toEqual(
      E.right({ entries: entries(1, 5), next: 5 }),
    )
  })

  it('finds nothing behind the end, and goes on from where it was asked', async () => {
    const { read } = await holding(2)
    expect(await read({ from: 7 })).toEqual(E.right({ entries: [], next: 7 }))
  })

  it('leaves out the payloads of what was sent, and only those, where inputs are enough', async () => {
    const { read } = await holding(5)
    const kinds = ['started', 'sent', 'settled', 'arrived', 'told', 'resumed', 'withdrawn', 'sent'] as const
    const { create, append, read: readAll } = opened()
    const list = kinds.map((kind, sequence) => entry(sequence, { kind }))
    await create()
    await append(0, list)
    const without = list.map((one) => (one.kind === 'sent' ? { ...one, payload: null } : one))
    expect(await readAll({ payloads: 'inputs' })).toEqual(E.right({ entries: without, next: 8 }))
    expect(await readAll({ payloads: 'all' })).toEqual(E.right({ entries: list, next: 8 }))
    expect(await read({ payloads: 'inputs', from: 1, limit: 1 })).toEqual(
      E.right({ entries: [entry(1, { payload: null })], next: 2 }),
    )
  })

  it.each([-1, 0.5, NaN, Infinity, -Infinity])('is refused from %d and for a limit of %d', async (odd) => {
    const { read } = await holding(5)
    expect(await read({ from: odd })).toMatchObject(refused)
    expect(await read({ limit: odd })).toMatchObject({
      left: { ...refused.left, doing: 'read a journal', because: `from is 0, limit is ${odd}` },
    })
    expect(await read()).toMatchObject({ right: { next: 5 } })
  })
})

describe('a run that does not exist', () => {
  it('is not found, whatever is asked of it, and does not begin to be by that', async () => {
    const { append, read, load, snapshot, list } = opened()
    const answers = [
      await append(0, entries(0, 1)),
      await append(0, []),
      await read(),
      await read({ limit: -1 }),
      await load(),
      await snapshot(snapshotAt(0)),
    ]
    for (const answer of answers) expect(answer).toMatchObject(none)
    expect(await list()).toEqual(E.right({ runs: [], after: null }))
  })
})

describe('a task', () => {
  it('does nothing before it is run', async () => {
    const handlers = memory()
    const { create, append, snapshot, drop } = asked(handlers)
    create()
    expect(await opened(handlers).load()).toMatchObject(none)
    await create()()
    append(0, entries(0, 1))
    snapshot(snapshotAt(0))
    drop()
    expect(await opened(handlers).load()).toMatchObject({ right: { record: { next: 0 }, snapshot: null } })
  })

  it('meets the run as it is then, not as it was when the task was made', async () => {
    const { create, append, read, load, snapshot, drop } = asked()
    const [appending, reading, loading, keeping] = [append(0, entries(0, 1)), read(), load(), snapshot(snapshotAt(1))]
    await create()()
    expect(await appending()).toEqual(E.right({ next: 1 }))
    expect(await reading()).toMatchObject({ right: { next: 1 } })
    expect(await keeping()).toEqual(E.right({ saved: true }))
    expect(await loading()).toMatchObject({ right: { snapshot: { next: 1 } } })
    const late = append(1, entries(1, 2))
    await drop()()
    for (const task of [late, reading, loading, keeping]) expect(await task()).toMatchObject(none)
    expect(await load()()).toMatchObject(none)
  })

  it('that is run twice appends once', async () => {
    const { create, append, read } = asked()
    await create()()
    const task = append(0, entries(0, 1))
    expect(await task()).toEqual(E.right({ next: 1 }))
    expect(await task()).toMatchObject({ left: { _tag: 'Conflict' } })
    expect(await read()()).toMatchObject({ right: { next: 1 } })
  })
})

describe('a memory', () => {
  it('holds every handler of its three ports', () => {
    const verbs = {
      graph: ['upsert', 'delete', 'query', 'relationships', 'migrate'],
      vector: ['collection', 'drop', 'upsert', 'payload', 'delete', 'get', 'search', 'scroll', 'count'],
      journal: ['create', 'append', 'read', 'load', 'list', 'snapshot', 'delete'],
    }
    const tags = Object.entries(verbs).flatMap(([port, list]) => list.map((verb) => `${port}/${verb}`))
    expect(Object.keys(memory()).sort()).toEqual(tags.sort())
  })

  it('shares nothing with another', async () => {
    await opened(memory()).create()
    expect(await opened(memory()).read()).toMatchObject(none)
  })
})
