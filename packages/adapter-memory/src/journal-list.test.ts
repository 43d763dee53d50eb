import * as E from 'fp-ts/lib/Either.js'
import type { JournalList, RunStatus } from '@chorale/core/ports/journal'
import { describe, expect, it } from 'vitest'
import { opened } from '../test/opened.js'

/** Five runs; b, c and d are equally old. */
const runs: readonly (readonly [run: string, program: string, labels: object, at: number, status: RunStatus])[] = [
  ['c', 'valley', { tenant: 't', cell: 'x' }, 20, 'running'],
  ['a', 'valley', { tenant: 't' }, 10, 'done'],
  ['d', 'chat', { tenant: 'u' }, 20, 'waiting'],
  ['B', 'valley', {}, 30, 'failed'],
  ['b', 'chat', { tenant: 't' }, 20, 'done'],
]

const holding = async (list = runs) => {
  const store = opened()
  for (const [run, name, labels, at, status] of list) {
    await store.create({ run, program: { name, version: 1 }, labels: { ...labels }, at })
    await store.append(0, [], { run, status, at: 50 })
  }
  const ids = async (given: Partial<JournalList> = {}) => {
    const page = await store.list(given)
    return E.isRight(page) ? { runs: page.right.runs.map(({ run }) => run), after: page.right.after } : page.left._tag
  }
  return { ...store, ids }
}

describe('a list of runs', () => {
  it('is empty where there are none', async () => {
    expect(await opened().list()).toEqual(E.right({ runs: [], after: null }))
  })

  it('holds the records as they are loaded', async () => {
    const { list, load } = await holding()
    const page = await list()
    for (const record of E.isRight(page) ? page.right.runs : [])
      expect(await load(record.run)).toMatchObject({ right: { record } })
    expect(page).toMatchObject({ right: { runs: { length: 5 } } })
  })

  it('shows the newest first, equally old ones by id, whatever was written since', async () => {
    const { ids, append } = await holding()
    expect(await ids()).toEqual({ runs: ['B', 'b', 'c', 'd', 'a'], after: null })
    await append(0, [], { run: 'a', at: 99 })
    expect(await ids()).toEqual({ runs: ['B', 'b', 'c', 'd', 'a'], after: null })
  })

  it('orders ids by code unit', async () => {
    const { ids } = await holding(['a', 'B', 'ä', '10', '9', ''].map((run) => [run, 'p', {}, 1, 'running']))
    expect(await ids()).toEqual({ runs: ['', '10', '9', 'B', 'a', 'ä'], after: null })
  })

  it.each<readonly [string, JournalList['where'], readonly string[]]>([
    ['by nothing', {}, ['B', 'b', 'c', 'd', 'a']],
    ['by program', { program: 'chat' }, ['b', 'd']],
    ['by another program', { program: 'no' }, []],
    ['by one status', { status: ['done'] }, ['b', 'a']],
    ['by any of several', { status: ['done', 'failed', 'cancelled'] }, ['B', 'b', 'a']],
    ['by no status at all', { status: [] }, []],
    ['by no label', { labels: {} }, ['B', 'b', 'c', 'd', 'a']],
    ['by a label', { labels: { tenant: 't' } }, ['b', 'c', 'a']],
    ['by all of several labels', { labels: { tenant: 't', cell: 'x' } }, ['c']],
    ['by a label of another word', { labels: { tenant: 'T' } }, []],
    ['by a label nobody has', { labels: { planet: 't' } }, []],
    ['by what every object inherits', { labels: { constructor: 'Object', toString: '' } }, []],
    ['by all at once', { program: 'chat', status: ['done'], labels: { tenant: 't' } }, ['b']],
  ])('can be narrowed %s', async (_how, where, found) => {
    const { ids } = await holding()
    expect(await ids({ where })).toEqual({ runs: found, after: null })
  })

  it('finds a label called __proto__, and only where it is one', async () => {
    // As JSON text, because in a literal this name would set the prototype.
    const labels = JSON.parse('{"__proto__": "a"}') as { readonly [name: string]: string }
    const { create, list } = opened()
    await create({ run: 'r', labels })
    await create({ run: 's' })
    expect(await list({ where: { labels } })).toMatchObject({ right: { runs: [{ run: 'r' }], after: null } })
  })
})

describe('a page of runs', () => {
  it('ends with the run that the next one goes on behind; the last one says so', async () => {
    const { ids } = await holding()
    expect(await ids({ limit: 2 })).toEqual({ runs: ['B', 'b'], after: 'b' })
    expect(await ids({ limit: 2, after: 'b' })).toEqual({ runs: ['c', 'd'], after: 'd' })
    expect(await ids({ limit: 2, after: 'd' })).toEqual({ runs: ['a'], after: null })
    expect(await ids({ limit: 1, after: 'd' })).toEqual({ runs: ['a'], after: null })
    expect(await ids({ limit: 2, after: 'a' })).toEqual({ runs: [], after: null })
    expect(await ids({ limit: 5 })).toEqual({ runs: ['B', 'b', 'c', 'd', 'a'], after: null })
  })

  it('counts only what fits', async () => {
    const { ids } = await holding()
    const where = { labels: { tenant: 't' } }
    expect(await ids({ where, limit: 2 })).toEqual({ runs: ['b', 'c'], after: 'c' })
    expect(await ids({ where, limit: 2, after: 'c' })).toEqual({ runs: ['a'], after: null })
  })

  it('goes on behind a run that fits no more', async () => {
    const { ids, append } = await holding()
    const where = { status: ['done'] } as const
    expect(await ids({ where, limit: 1 })).toEqual({ runs: ['b'], after: 'b' })
    await append(0, [], { run: 'b', status: 'running' })
    expect(await ids({ where, limit: 1, after: 'b' })).toEqual({ runs: ['a'], after: null })
  })

  it('does not show again what came before it because a newer run has come', async () => {
    const { ids, create } = await holding()
    expect(await ids({ limit: 2 })).toEqual({ runs: ['B', 'b'], after: 'b' })
    await create({ run: 'new', at: 99 })
    expect(await ids({ limit: 2, after: 'b' })).toEqual({ runs: ['c', 'd'], after: 'd' })
  })

  it('is not found behind a run that was deleted: where it stood is gone with it', async () => {
    const { list, drop } = await holding()
    await drop('b')
    expect(await list({ limit: 2, after: 'b' })).toMatchObject({
      left: { _tag: 'NotFound', doing: 'list runs', ids: { run: 'b' } },
    })
  })

  it.each([0, -1, 0.5, NaN, Infinity])('of %d runs is refused', async (limit) => {
    const { list } = await holding()
    expect(await list({ limit })).toMatchObject({
      left: { _tag: 'Rejected', retryable: false, applied: 'no', because: `limit is ${limit}` },
    })
  })
})
