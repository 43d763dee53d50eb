import { describe, expect, it } from 'vitest'
import type { Snapshot } from '@chorale/core/ports/journal'
import { freshDirectory, opened } from './fresh.js'
import { chained, right, said } from './said.js'

const at = (next: number): Snapshot => ({
  next,
  hash: `hash ${next}`,
  state: `{"next":${next}}`,
  stateHash: `state ${next}`,
})

describe('a run', () => {
  it('is loaded by another store as it was written, with its parent, its labels and its newest snapshot', async () => {
    const directory = freshDirectory()
    const store = opened(directory)
    const { create, append, snapshot } = said(store)
    const program = { name: 'cf14', version: 3 }
    const [labels, parent] = [
      { tenant: 't', __proto__x: 'y' },
      { run: 'before', sequence: 12 },
    ]
    right(await create({ program, labels, parent, hash: 'beginning', at: 100 }))
    right(await append(0, chained(5), { status: 'waiting', at: 200 }))
    right(await snapshot(at(4)))
    await store.close()
    expect(right(await said(opened(directory)).load())).toEqual({
      record: {
        ...{ run: 'r', program, labels, parent, status: 'waiting', next: 5 },
        ...{ hash: chained(5)[4]?.hash, createdAt: 100, updatedAt: 200 },
      },
      snapshot: at(4),
    })
  })

  it('keeps its newest snapshot, whoever comes late with an older one', async () => {
    const { create, append, snapshot, load } = said(opened())
    right(await create())
    right(await append(0, chained(5)))
    for (const next of [3, 5, 4]) right(await snapshot(at(next)))
    expect(right(await load()).snapshot).toEqual(at(5))
    right(await snapshot({ ...at(5), state: 'again' }))
    expect(right(await load()).snapshot?.state).toBe('again')
  })

  it('changes its status with no entry, behind the same fence', async () => {
    const { create, append, load } = said(opened())
    right(await create())
    right(await append(0, chained(2)))
    expect(await append(1, [], { status: 'done' })).toMatchObject({ left: { _tag: 'Conflict', ids: { run: 'r' } } })
    expect(right(await append(2, [], { status: 'done', at: 77 }))).toEqual({ next: 2 })
    expect(right(await load()).record).toMatchObject({
      status: 'done',
      next: 2,
      updatedAt: 77,
      hash: chained(2)[1]?.hash,
    })
  })

  it('takes nothing of an append that has one wrong word in it', async () => {
    const { create, append, read } = said(opened())
    right(await create())
    // Casts on purpose: a host without types may say anything.
    const entries = chained(3).map((entry, i) => (i === 2 ? { ...entry, kind: 'asked' as 'told' } : entry))
    expect(await append(0, entries)).toMatchObject({
      left: { _tag: 'Rejected', because: expect.stringContaining('"asked"') as string },
    })
    expect(await append(0, [], { status: 'lost' as 'done' })).toMatchObject({ left: { _tag: 'Rejected' } })
    expect(right(await read()).entries).toEqual([])
  })

  it('that is malformed beyond words is a defect, not an exception', async () => {
    const { create, append } = said(opened())
    right(await create())
    expect(await append(0, [{ sequence: 0, kind: 'told' } as never])).toMatchObject({
      left: { _tag: 'Defect', ids: { run: 'r' } },
    })
    expect(await create({ run: 's', labels: undefined as never })).toMatchObject({ left: { _tag: 'Defect' } })
    expect(right(await append(0, chained(1)))).toEqual({ next: 1 })
  })
})

describe('a list of runs', () => {
  it('goes on behind a run that has changed since', async () => {
    const { create, append, list } = said(opened())
    for (const [i, run] of ['a', 'b', 'c', 'd'].entries()) right(await create({ run, at: i }))
    const where = { status: ['running' as const] }
    const first = right(await list({ where, limit: 2 }))
    expect([first.runs.map(({ run }) => run), first.after]).toEqual([['d', 'c'], 'c'])
    right(await append(0, [], { run: 'c', status: 'done' }))
    const second = right(await list({ where, limit: 2, after: 'c' }))
    expect([second.runs.map(({ run }) => run), second.after]).toEqual([['b', 'a'], null])
  })

  it('finds runs by labels that SQL would not compare well', async () => {
    const { create, list } = said(opened())
    const labels = { 'a"b': "it's", 'a\0': '\ud800', constructor: 'x' }
    right(await create({ run: 'odd', labels }))
    right(await create({ run: 'plain' }))
    for (const [name, word] of Object.entries(labels))
      expect(right(await list({ where: { labels: { [name]: word } } })).runs.map(({ run }) => run)).toEqual(['odd'])
  })
})
