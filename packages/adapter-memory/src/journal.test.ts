import * as E from 'fp-ts/lib/Either.js'
import type { Entry } from '@chorale/core/ports'
import { describe, expect, it } from 'vitest'
import { journal, memory } from './index.js'

const context = { run: 'r', attempt: 1, signal: new AbortController().signal }

const entry = (sequence: number): Entry => ({ sequence, at: sequence * 10, input: { n: [sequence] } })
const entries = (from: number, to: number): readonly Entry[] =>
  Array.from({ length: to - from }, (_, i) => entry(from + i))

/** A journal spoken to in short: each verb runs its effect. */
const opened = (handlers = journal()) => ({
  create: (run = 'r') =>
    handlers['journal/create'](
      { _tag: 'journal/create', key: 'k', run, program: { name: 'p', version: 1 }, at: 0 },
      context,
    )(),
  append: (expected: number, list: readonly Entry[], run = 'r') =>
    handlers['journal/append']({ _tag: 'journal/append', key: 'k', run, expected, entries: list }, context)(),
  read: (from: number, limit = 100, run = 'r') =>
    handlers['journal/read']({ _tag: 'journal/read', key: 'k', run, from, limit }, context)(),
})

describe('a journal in memory', () => {
  it('keeps what is appended, in order', async () => {
    const { create, append, read } = opened()
    expect(await create()).toEqual(E.right({ created: true }))
    expect(await append(0, entries(0, 2))).toEqual(E.right({ next: 2 }))
    expect(await append(2, entries(2, 3))).toEqual(E.right({ next: 3 }))
    expect(await read(0)).toEqual(E.right({ entries: entries(0, 3), next: 3 }))
  })

  it('is empty once it is created', async () => {
    const { create, read } = opened()
    await create()
    expect(await read(0)).toEqual(E.right({ entries: [], next: 0 }))
  })

  it('refuses to be created twice, and keeps what it has', async () => {
    const { create, append, read } = opened()
    await create()
    await append(0, entries(0, 2))
    expect(await create()).toMatchObject({ left: { _tag: 'Conflict', retryable: false, ids: { run: 'r' } } })
    expect(await read(0)).toEqual(E.right({ entries: entries(0, 2), next: 2 }))
  })

  it.each([0, 1, 3, -1])('refuses an append at %d when it stands at 2; nothing is written', async (expected) => {
    const { create, append, read } = opened()
    await create()
    await append(0, entries(0, 2))
    expect(await append(expected, [entry(7)])).toMatchObject({
      left: { _tag: 'Conflict', because: `expected sequence ${expected}, found 2`, ids: { run: 'r' } },
    })
    expect(await read(0)).toEqual(E.right({ entries: entries(0, 2), next: 2 }))
  })

  it('lets one of two workers through who append at the same place', async () => {
    const { create, append, read } = opened()
    await create()
    const both = await Promise.all([append(0, [entry(0)]), append(0, [entry(0)])])
    expect(both.map(({ _tag }) => _tag).sort()).toEqual(['Left', 'Right'])
    expect(await read(0)).toMatchObject({ right: { next: 1 } })
  })

  it('takes an append of nothing where it stands', async () => {
    const { create, append } = opened()
    await create()
    expect(await append(0, [])).toEqual(E.right({ next: 0 }))
    expect(await append(1, [])).toMatchObject({ left: { _tag: 'Conflict' } })
  })

  it('does not know a run that was not created', async () => {
    const { append, read } = opened()
    expect(await append(0, entries(0, 1))).toMatchObject({ left: { _tag: 'NotFound', ids: { run: 'r' } } })
    expect(await read(0)).toMatchObject({ left: { _tag: 'NotFound', ids: { run: 'r' } } })
  })

  it('is read page by page', async () => {
    const { create, append, read } = opened()
    await create()
    await append(0, entries(0, 5))
    expect(await read(0, 2)).toEqual(E.right({ entries: entries(0, 2), next: 2 }))
    expect(await read(2, 2)).toEqual(E.right({ entries: entries(2, 4), next: 4 }))
    expect(await read(4, 2)).toEqual(E.right({ entries: entries(4, 5), next: 5 }))
    expect(await read(5, 2)).toEqual(E.right({ entries: [], next: 5 }))
    expect(await read(1, 0)).toEqual(E.right({ entries: [], next: 1 }))
  })

  it('keeps each run apart', async () => {
    const { create, append, read } = opened()
    await create('a')
    await create('b')
    await append(0, entries(0, 3), 'a')
    expect(await read(0, 100, 'b')).toEqual(E.right({ entries: [], next: 0 }))
    expect(await append(0, entries(0, 1), 'b')).toEqual(E.right({ next: 1 }))
  })

  it('does nothing before its task is run', async () => {
    const handlers = journal()
    const { create, read } = opened(handlers)
    handlers['journal/create'](
      { _tag: 'journal/create', key: 'k', run: 'r', program: { name: 'p', version: 1 }, at: 0 },
      context,
    )
    expect(await read(0)).toMatchObject({ left: { _tag: 'NotFound' } })
    expect(await create()).toMatchObject({ _tag: 'Right' })
  })

  it('does not change when what was appended changes afterwards', async () => {
    const { create, append, read } = opened()
    await create()
    const given = [{ sequence: 0, at: 0, input: { n: [0] } }]
    await append(0, given)
    given[0]?.input.n.push(99)
    given.push({ sequence: 1, at: 0, input: { n: [1] } })
    expect(await read(0)).toEqual(E.right({ entries: [{ sequence: 0, at: 0, input: { n: [0] } }], next: 1 }))
  })

  it('does not change when what was read changes afterwards', async () => {
    const { create, append, read } = opened()
    await create()
    await append(0, entries(0, 1))
    const page = await read(0)
    // A cast on purpose: a host without readonly may write into what it read.
    const [first] = (E.isRight(page) ? page.right.entries : []) as unknown as { input: { n: number[] } }[]
    first?.input.n.push(99)
    expect(await read(0)).toEqual(E.right({ entries: entries(0, 1), next: 1 }))
  })
})

describe('a memory', () => {
  it('holds every handler of both ports', () => {
    expect(Object.keys(memory()).sort()).toEqual([
      'graph/query',
      'graph/upsert',
      'journal/append',
      'journal/create',
      'journal/read',
    ])
  })

  it('shares nothing with another', async () => {
    await opened(memory()).create()
    expect(await opened(memory()).read(0)).toMatchObject({ left: { _tag: 'NotFound' } })
  })
})
