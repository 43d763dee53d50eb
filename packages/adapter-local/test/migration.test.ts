import { describe, expect, it } from 'vitest'
import { connect } from '../src/driver.js'
import { firstVersion } from './first-version.js'
import { databaseOf, freshDirectory, opened } from './fresh.js'
import { chained, right, said } from './said.js'

describe('a store of version 1', () => {
  it('is brought to the newest with all its data when it is opened', async () => {
    const directory = firstVersion()
    const store = opened(directory)
    const { query, links, gather, put, search, migrate, upsert } = said(store)
    const [c1, c2] = [
      { label: 'Cell', id: 'c1', properties: { text: 'tide', zero: -0 } },
      { label: 'Cell', id: 'c2', properties: { text: 'a ":null" in it', list: ['null'] } },
    ] as const
    expect(right(await query()).nodes).toEqual([
      { ...c1, distance: 0 },
      { ...c2, distance: 0 },
    ])
    const [from, to] = [
      { label: 'Cell', id: 'c1' },
      { label: 'Cell', id: 'c2' },
    ]
    expect(right(await links()).relationships).toEqual([{ type: 'LEADS_TO', from, to, properties: { a: 1 } }])
    const hops = [{ types: ['LEADS_TO'], direction: 'in' as const }]
    expect(right(await query({ hops })).nodes).toEqual([{ ...c1, distance: 1 }])
    // What is new can be used.
    right(await migrate([{ version: 1, about: 'x', unique: [{ label: 'Cell', properties: ['text'] }] }]))
    expect(await upsert([{ label: 'Cell', id: 'c3', properties: { text: 'tide' } }])).toMatchObject({
      left: { _tag: 'Conflict' },
    })
    right(await gather())
    right(await put([{ id: 'p', vector: [1, 0, 0], payload: {} }]))
    expect(right(await search([1, 0, 0])).hits).toHaveLength(1)
    await store.close()
    expect(right(await said(opened(directory)).query()).count).toBe(2)
  })

  it('keeps its runs', async () => {
    const directory = freshDirectory()
    const store = opened(directory)
    right(await said(store).create())
    right(await said(store).append(0, chained(9)))
    await store.close()
    // Made by the newest, then taken back to what the first version had: the journal's tables are the same in both.
    const connection = connect(databaseOf(directory))
    const made = [
      'VIEW points_view',
      'TABLE points',
      'TABLE collections',
      'TABLE schemas',
      'INDEX relationships_by_target',
    ]
    connection.exec([...made.map((what) => `DROP ${what}`), 'PRAGMA user_version = 1'].join(';'))
    connection.close()
    const { read, load } = said(opened(directory))
    expect(right(await read()).entries).toEqual(chained(9))
    expect(right(await load()).record).toMatchObject({ next: 9, hash: chained(9).at(-1)?.hash })
  })
})
