import { describe, expect, it } from 'vitest'
import type { Entry } from '@chorale/core/ports/journal'
import { connect, type Row } from '../src/driver.js'
import { packed } from '../src/compile/packed.js'
import { databaseOf, freshDirectory, opened } from './fresh.js'
import { chained, hash, right, said } from './said.js'

const asked = (directory: string, columns: readonly string[], from: string): readonly Row[] => {
  const connection = connect(databaseOf(directory))
  const rows = connection.read({ sql: packed(columns, from), values: [] })
  connection.close()
  return rows
}

const counted = (directory: string, table: string): unknown =>
  asked(directory, ['x.n'], `(SELECT count(*) AS n FROM ${table}) x`)[0]?.[0]

const told = (sequence: number, payload: string, payloadHash = hash(payload)): Entry => ({
  ...{ sequence, at: 0, kind: 'told', about: null, amount: null, source: null },
  ...{ payload, payloadHash, hash: `hash ${sequence}` },
})

const many = (count: number, payload: (i: number) => string): readonly Entry[] =>
  Array.from({ length: count }, (_, i) => told(i, payload(i)))

describe('payloads', () => {
  it('are kept once, in one append, in several, and in several runs', async () => {
    const directory = freshDirectory()
    const { create, append, read } = said(opened(directory))
    const entries = many(40, (i) => `payload ${i % 3}`)
    for (const run of ['a', 'b']) {
      right(await create({ run }))
      right(await append(0, entries.slice(0, 20), { run }))
      right(await append(20, entries.slice(20), { run }))
      expect(right(await read({ run })).entries).toEqual(entries)
    }
    expect(counted(directory, 'payloads')).toBe(3)
    expect(counted(directory, 'entries')).toBe(80)
  })

  it('go with the last run that uses them', async () => {
    const directory = freshDirectory()
    const { create, append, read, drop } = said(opened(directory))
    for (const run of ['a', 'b']) {
      right(await create({ run, labels: { of: run } }))
      right(await append(0, [...many(5, () => 'shared'), told(5, `only ${run}`)], { run }))
    }
    expect(counted(directory, 'payloads')).toBe(3)
    expect(right(await drop('a'))).toEqual({ deleted: true })
    expect(counted(directory, 'payloads')).toBe(2)
    expect(
      right(await read({ run: 'b' }))
        .entries.map(({ payload }) => payload)
        .slice(4),
    ).toEqual(['shared', 'only b'])
    expect(right(await drop('b'))).toEqual({ deleted: true })
    for (const table of ['payloads', 'entries', 'labels', 'runs', 'snapshots'])
      expect(counted(directory, table)).toBe(0)
    expect(right(await drop('b'))).toEqual({ deleted: false })
  })

  it('stay two where two differ under one hash, or under the same beginning of it', async () => {
    const directory = freshDirectory()
    const { create, append, read } = said(opened(directory))
    const beginning = 'a'.repeat(12)
    const entries = [
      told(0, 'one', `${beginning}${'0'.repeat(52)}`),
      told(1, 'two', `${beginning}${'1'.repeat(52)}`),
      told(2, 'three', `${beginning}${'0'.repeat(52)}`),
      told(3, 'one', `${beginning}${'0'.repeat(52)}`),
    ]
    right(await create())
    right(await append(0, entries))
    expect(right(await read()).entries).toEqual(entries)
    expect(counted(directory, 'payloads')).toBe(3)
  })

  it('are left out of sent entries where nobody needs them, and only there', async () => {
    const { create, append, read } = said(opened())
    right(await create())
    right(await append(0, chained(41)))
    const { entries } = right(await read({ payloads: 'inputs' }))
    expect(entries).toEqual(chained(41).map((entry) => (entry.kind === 'sent' ? { ...entry, payload: null } : entry)))
  })

  it('of several megabytes, and in pages of more than 5,000 entries, come back', async () => {
    const { create, append, read } = said(opened())
    right(await create())
    const entries = many(5203, (i) => (i % 1000 === 0 ? `${i} ${'é'.repeat(500_000)}` : `payload ${i}`))
    right(await append(0, entries))
    const page = right(await read({ from: 7 }))
    expect(page.next).toBe(5203)
    expect(page.entries).toEqual(entries.slice(7))
  })
})

describe('marks and labels', () => {
  it('are kept with the effect alone, not with its outcome', async () => {
    const directory = freshDirectory()
    const { create, append } = said(opened(directory))
    right(await create())
    right(await append(0, chained(41)))
    expect(
      asked(
        directory,
        ['count(*)', 'sum(n)'].map((c) => `(SELECT ${c} FROM (SELECT key IS NOT NULL AS n FROM entries))`),
        '(SELECT 1)',
      ),
    ).toEqual([[41, 20]])
    expect(counted(directory, 'labels')).toBe(1)
  })

  it('are found again by a store that is opened later, and by a page that begins between the two', async () => {
    const directory = freshDirectory()
    const [store, later] = [opened(directory), opened(directory)]
    const entries = chained(40)
    right(await said(store).create())
    right(await said(store).append(0, entries.slice(0, 20)))
    right(await said(later).append(20, entries.slice(20)))
    // Once by each store that writes: none reads what a long run has before it goes on.
    expect(counted(directory, 'labels')).toBe(2)
    expect(right(await said(later).read({ from: 2, limit: 1 })).entries).toEqual(entries.slice(2, 3))
    expect(right(await said(later).read()).entries).toEqual(entries)
  })

  it('that were rolled back are not referred to', async () => {
    const directory = freshDirectory()
    const { create, append, read } = said(opened(directory))
    const [started, sent, settled] = chained(3)
    if (started === undefined || sent === undefined || settled === undefined) throw new Error('three were made')
    right(await create())
    const other = connect(databaseOf(directory))
    other.exec("CREATE TRIGGER no BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'no'); END")
    expect(await append(0, [{ ...sent, sequence: 0 }])).toMatchObject({ left: { _tag: 'Damaged' } })
    other.exec('DROP TRIGGER no')
    other.close()
    const list = [started, { ...settled, sequence: 1 }]
    right(await append(0, list))
    expect(right(await read()).entries).toEqual(list)
  })

  it('belong to whoever reads them: changing them changes nobody else', async () => {
    const { create, append, read } = said(opened())
    right(await create())
    right(await append(0, chained(3)))
    // A cast on purpose: a host without readonly may write into what it read.
    const [, sent, settled] = right(await read()).entries as unknown as {
      about: { labels: { [name: string]: string } }
    }[]
    if (sent === undefined) throw new Error('nothing was read')
    sent.about.labels['cell'] = 'changed'
    expect(settled?.about.labels).toEqual({ cell: 'x' })
    expect(right(await read()).entries).toEqual(chained(3))
  })
})
