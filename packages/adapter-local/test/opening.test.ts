import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { memory } from '@chorale/adapter-memory'
import { indexName } from '../src/compile/match.js'
import { packed } from '../src/compile/packed.js'
import { checkOptions } from '../src/config.js'
import { connect, make } from '../src/driver.js'
import { refusedOptions } from '../src/faults/index.js'
import { local, localCapabilities } from '../src/index.js'
import { openStore } from '../src/open.js'
import { newest } from '../src/schema.js'
import { databaseOf, freshDirectory, opened } from './fresh.js'
import { chained, right, said } from './said.js'

const files = (directory: string): readonly string[] => readdirSync(directory).sort()

describe('a local store', () => {
  it('holds every handler of three ports, and says what it can do', () => {
    expect(Object.keys(local({ directory: 'x' })).sort()).toEqual(['close', ...Object.keys(memory())].sort())
    expect(localCapabilities).toEqual({ durable: true, atomic: true, unique: true, indexed: true, exact: true })
  })

  it('touches nothing before a task of it is run', async () => {
    const directory = join(freshDirectory(), 'not', 'yet')
    const store = local({ directory, ballastBytes: 0 })
    const task = store['journal/load'](
      { _tag: 'journal/load', key: 'k', run: 'r' },
      { run: 'r', attempt: 1, signal: new AbortController().signal },
    )
    await store.close()
    expect(existsSync(directory)).toBe(false)
    expect(await task()).toMatchObject({ left: { _tag: 'NotFound' } })
    expect(existsSync(databaseOf(directory))).toBe(true)
    await store.close()
  })

  it('tells bad options by the first effect, with their paths, and does not throw', async () => {
    const store = local({ directory: '', busyMs: -1 })
    expect(await said(store).load()).toMatchObject({
      left: {
        ...{ _tag: 'Rejected', retryable: false, applied: 'no', doing: 'load a run' },
        because: 'directory: wanted the path of a directory; busyMs: wanted an integer from 0 to 600000',
      },
    })
    expect(await said(store).append(0, [])).toMatchObject({ left: { _tag: 'Rejected' } })
    await store.close()
  })

  it('makes its reserve, and leaves nothing else behind', async () => {
    const directory = freshDirectory()
    const store = opened(directory, { ballastBytes: 1000 })
    right(await said(store).create())
    expect(files(directory)).toEqual(['ballast', 'chorale.db', 'chorale.db-shm', 'chorale.db-wal'])
  })

  it('syncs every commit to its log', () => {
    const scene = { doing: 'look' }
    const connection = right(
      pipe(
        checkOptions({ directory: freshDirectory() }),
        E.mapLeft((bad) => refusedOptions(scene, bad)),
        E.chain((config) => openStore(scene, config)),
      ),
    )
    const columns = ['s.synchronous', 'j.journal_mode', 'p.page_size']
    const from = 'pragma_synchronous s, pragma_journal_mode j, pragma_page_size p'
    expect(connection.read({ sql: packed(columns, from), values: [] })).toEqual([[2, 'wal', 8192]])
    connection.close()
  })

  it('is closed as often as one likes, and opens again by itself', async () => {
    const store = opened()
    const { create, append, read } = said(store)
    await store.close()
    right(await create())
    await store.close()
    await store.close()
    right(await append(0, chained(3)))
    await store.close()
    expect(right(await read()).entries).toEqual(chained(3))
  })

  it('leaves an empty log when it is closed: everything is in the database file', async () => {
    const directory = freshDirectory()
    const store = opened(directory)
    right(await said(store).create())
    right(await said(store).append(0, chained(9)))
    await store.close()
    const copy = freshDirectory()
    copyFileSync(databaseOf(directory), databaseOf(copy))
    expect(right(await said(opened(copy)).read()).entries).toEqual(chained(9))
  })

  it('takes a directory that was replaced for another store', async () => {
    const directory = freshDirectory()
    const { create, load } = said(opened(directory))
    right(await create())
    rmSync(directory, { recursive: true })
    expect(await load()).toMatchObject({ left: { _tag: 'NotFound' } })
    expect(right(await create())).toEqual({ created: true })
    expect(right(await said(opened(directory)).load()).record.run).toBe('r')
  })

  it('lies in a directory of any name', async () => {
    const directory = join(freshDirectory(), "a b%#?é'q 😀")
    right(await said(opened(directory)).create())
    expect(right(await said(opened(directory)).load()).record.next).toBe(0)
  })
})

describe('a file that is not this store', () => {
  const withFile = (statements: readonly string[]): string => {
    const directory = freshDirectory()
    make(databaseOf(directory), statements)
    return directory
  }

  it.each<readonly [string, readonly string[], object]>([
    ['another application', ['PRAGMA application_id = 5', 'CREATE TABLE runs (a)'], { _tag: 'Rejected' }],
    [
      'nobody',
      ['CREATE TABLE t (a)'],
      { _tag: 'Rejected', because: expect.stringContaining('is not a store of Chorale') },
    ],
    [
      'a later version',
      ['PRAGMA application_id = 1128812370', 'CREATE TABLE t (a)', `PRAGMA user_version = ${newest + 1}`],
      {
        _tag: 'Unsupported',
        because: `the store has schema ${newest + 1}, this package knows ${newest}`,
        next: expect.stringContaining('Update'),
      },
    ],
  ])('but of %s is refused and left as it is', async (_whose, statements, left) => {
    const directory = withFile(statements)
    const before = readFileSync(databaseOf(directory))
    expect(await said(opened(directory)).create()).toMatchObject({ left: { retryable: false, applied: 'no', ...left } })
    expect(readFileSync(databaseOf(directory)).equals(before)).toBe(true)
  })

  it('but is no database, is damaged', async () => {
    const directory = freshDirectory()
    writeFileSync(databaseOf(directory), 'x'.repeat(9000))
    expect(await said(opened(directory)).create()).toMatchObject({ left: { _tag: 'Damaged' } })
    expect(readFileSync(databaseOf(directory), 'utf8')).toBe('x'.repeat(9000))
  })

  it('but is empty, is not filled', async () => {
    const directory = freshDirectory()
    writeFileSync(databaseOf(directory), '')
    expect(await said(opened(directory)).create()).toMatchObject({ left: { _tag: 'Rejected' } })
    expect(readFileSync(databaseOf(directory))).toHaveLength(0)
  })

  it('is not made anew where its log is there: what was written last is in it', async () => {
    const directory = freshDirectory()
    writeFileSync(`${databaseOf(directory)}-wal`, 'log')
    expect(await said(opened(directory)).create()).toMatchObject({ left: { _tag: 'Damaged' } })
    expect(files(directory)).toEqual(['chorale.db-wal'])
  })

  it('but has another schema under our name, is damaged', async () => {
    const directory = freshDirectory()
    const store = opened(directory)
    right(await said(store).create())
    await store.close()
    const connection = connect(databaseOf(directory))
    connection.exec('DROP INDEX relationships_by_ends')
    connection.close()
    expect(await said(store).load()).toMatchObject({
      left: { _tag: 'Damaged', because: 'the schema is not what was written' },
    })
  })

  it('but has lost an index that a schema of the graph asks for, is damaged', async () => {
    const directory = freshDirectory()
    const store = opened(directory)
    const shape = { label: 'Cell', properties: ['text'] }
    right(await said(store).migrate([{ version: 1, about: 'x', unique: [shape] }]))
    await store.close()
    right(await said(store).query())
    await store.close()
    const connection = connect(databaseOf(directory))
    connection.exec(`DROP INDEX ${indexName('unique', shape)}`)
    connection.close()
    expect(await said(store).query()).toMatchObject({
      left: { _tag: 'Damaged', because: 'the schema is not what was written' },
    })
  })

  it('may have tables of somebody else beside ours', async () => {
    const directory = freshDirectory()
    const store = opened(directory)
    right(await said(store).create())
    const connection = connect(databaseOf(directory))
    connection.exec('CREATE VIEW mine AS SELECT run FROM runs')
    connection.close()
    await store.close()
    expect(right(await said(store).load()).record.run).toBe('r')
  })
})

describe('a directory that cannot be had', () => {
  it('is refused where a file stands in its place', async () => {
    const place = join(freshDirectory(), 'file')
    writeFileSync(place, '')
    expect(await said(opened(place)).create()).toMatchObject({
      left: { _tag: 'Rejected', because: expect.stringContaining('EEXIST') },
    })
    expect(await said(opened(join(place, 'in', 'it'))).create()).toMatchObject({ left: { _tag: 'Rejected' } })
  })

  it('is refused where the database is a directory', async () => {
    const directory = freshDirectory()
    mkdirSync(databaseOf(directory))
    expect(await said(opened(directory)).create()).toMatchObject({ left: { _tag: 'Unavailable', applied: 'no' } })
  })
})
