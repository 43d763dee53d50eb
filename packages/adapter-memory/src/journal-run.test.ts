import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { entries, entry, opened, snapshotAt } from '../test/opened.js'

/** A journal of run `r` that holds so many entries. */
const holding = async (count: number) => {
  const store = opened()
  await store.create()
  await store.append(0, entries(0, count))
  return store
}

/** What was answered, for a host without readonly, who may write into it. */
const given = <A>(answer: Either<unknown, A>): A => {
  if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left))
  return answer.right
}

/** Overwrites everything in a value, at every depth. */
const spoil = (value: unknown): void => {
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    spoil(member)
    Reflect.set(value, name, 'spoilt')
  }
  if (Array.isArray(value)) value.length = 0
  Reflect.set(value, 'extra', 'spoilt')
}

describe('a snapshot', () => {
  it.each([0, 1, 2])('of %d entries of two is kept and loaded with the run', async (next) => {
    const { snapshot, load } = await holding(2)
    expect(await snapshot(snapshotAt(next))).toEqual(E.right({ saved: true }))
    expect(given(await load()).snapshot).toEqual(snapshotAt(next))
  })

  it('leaves record and entries as they are', async () => {
    const { snapshot, load, read } = await holding(2)
    const before = given(await load()).record
    await snapshot(snapshotAt(2))
    expect(given(await load()).record).toEqual(before)
    expect(await read()).toEqual(E.right({ entries: entries(0, 2), next: 2 }))
  })

  it('takes the place of an older one, and of one of the same age', async () => {
    const { snapshot, load } = await holding(3)
    await snapshot(snapshotAt(1))
    await snapshot(snapshotAt(3))
    expect(given(await load()).snapshot).toEqual(snapshotAt(3))
    await snapshot(snapshotAt(3, '{"repaired":true}'))
    expect(given(await load()).snapshot).toEqual(snapshotAt(3, '{"repaired":true}'))
  })

  it('of a slow worker does not displace a newer one', async () => {
    const { snapshot, load } = await holding(3)
    await snapshot(snapshotAt(3))
    expect(await snapshot(snapshotAt(1))).toEqual(E.right({ saved: true }))
    expect(given(await load()).snapshot).toEqual(snapshotAt(3))
  })

  it('is refused where it holds more than the journal, and the older one stays', async () => {
    const { snapshot, load } = await holding(2)
    await snapshot(snapshotAt(1))
    expect(await snapshot(snapshotAt(3))).toMatchObject({
      left: {
        ...{ _tag: 'Conflict', retryable: false, applied: 'no', ids: { run: 'r' } },
        ...{ doing: 'keep a snapshot', because: 'it holds 3 entries, the journal has 2' },
      },
    })
    expect(given(await load()).snapshot).toEqual(snapshotAt(1))
  })

  it.each([-1, 0.5, NaN, Infinity])('of %d entries is refused', async (next) => {
    const { snapshot, load } = await holding(2)
    expect(await snapshot(snapshotAt(next))).toMatchObject({ left: { _tag: 'Rejected', doing: 'keep a snapshot' } })
    expect(given(await load()).snapshot).toBeNull()
  })
})

describe('deleting a run', () => {
  it('takes its record, entries and snapshot away', async () => {
    const { drop, append, read, load, list, snapshot } = await holding(2)
    await snapshot(snapshotAt(1))
    expect(await drop()).toEqual(E.right({ deleted: true }))
    for (const answer of [await load(), await read(), await append(2, []), await snapshot(snapshotAt(0))])
      expect(answer).toMatchObject({ left: { _tag: 'NotFound' } })
    expect(await list()).toEqual(E.right({ runs: [], after: null }))
  })

  it('changes nothing where it is not there', async () => {
    const { drop, load } = await holding(2)
    const before = await load()
    expect(await drop('other')).toEqual(E.right({ deleted: false }))
    expect(await load()).toEqual(before)
    await drop()
    expect(await drop()).toEqual(E.right({ deleted: false }))
  })

  it('leaves other runs as they are', async () => {
    const { create, append, drop, read } = await holding(2)
    await create({ run: 'b' })
    await append(0, entries(0, 1), { run: 'b' })
    await drop()
    expect(await read({ run: 'b' })).toEqual(E.right({ entries: entries(0, 1), next: 1 }))
  })

  it('lets its id be used again, for a run that begins anew', async () => {
    const { drop, create, load, read, snapshot } = await holding(2)
    await snapshot(snapshotAt(1))
    await drop()
    expect(await create({ hash: 'genesis', at: 9 })).toEqual(E.right({ created: true }))
    expect(await load()).toMatchObject({
      right: { record: { next: 0, hash: 'genesis', createdAt: 9 }, snapshot: null },
    })
    expect(await read()).toEqual(E.right({ entries: [], next: 0 }))
  })
})

describe('what a journal keeps', () => {
  const labels = { tenant: 't' }
  const about = { key: 'k', tag: 'test/ask', digest: 'd', labels: { cell: 'a' } }
  const full = (sequence: number) => entry(sequence, { kind: 'settled', about, source: { run: 'older', sequence: 3 } })

  it('does not change when what it was given changes afterwards', async () => {
    const { create, append, snapshot, load, read } = opened()
    const creation = {
      program: { name: 'p', version: 1 },
      labels: { ...labels },
      parent: { run: 'older', sequence: 7 },
    }
    const list = structuredClone([full(0), full(1)])
    const state = snapshotAt(1)
    await create(creation)
    await append(0, list)
    await snapshot(state)
    const before = [given(await load()), given(await read())]
    for (const mine of [creation, list, state]) spoil(mine)
    expect([given(await load()), given(await read())]).toEqual(before)
    expect(before).toMatchObject([{ record: { labels } }, { entries: [full(0), full(1)] }])
  })

  it('does not change when what it has answered changes afterwards', async () => {
    const { create, append, snapshot, load, read, list } = opened()
    await create({ labels, parent: { run: 'older', sequence: 7 } })
    await append(0, [full(0), entry(1)])
    await snapshot(snapshotAt(1))
    const answers = async () => [
      given(await load()),
      given(await read()),
      given(await read({ payloads: 'inputs' })),
      given(await list()),
    ]
    const before = JSON.stringify(await answers())
    for (const theirs of await answers()) spoil(theirs)
    expect(JSON.stringify(await answers())).toBe(before)
  })

  it('is not shared between two answers', async () => {
    const { read } = await holding(2)
    const [one, other] = [given(await read()), given(await read())]
    expect(one.entries[1]).not.toBe(other.entries[1])
    expect(one.entries[1]?.about).not.toBe(other.entries[1]?.about)
  })
})
