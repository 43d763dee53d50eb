import { describe, expect, it } from 'vitest'
import { databaseOf, freshDirectory } from '../test/fresh.js'
import { packed } from './compile/packed.js'
import { connect, driverName, failureOf, make, type Connection } from './driver.js'

const made = (...statements: readonly string[]): Connection => {
  const path = databaseOf(freshDirectory())
  make(path, ['CREATE TABLE t (a INTEGER, b TEXT, c BLOB)', ...statements])
  return connect(path)
}

const bodies = {
  sql: "SELECT CAST(group_concat(b, '') AS BLOB) AS bodies, json_group_array(length(CAST(b AS BLOB))) AS sizes FROM t",
  values: [],
}

const thrownBy = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (thrown) {
    return thrown
  }
}

describe('a driver', () => {
  it('is the one of the platform where there is one', () => {
    expect(driverName()).toBe(process.getBuiltinModule('node:sqlite') === undefined ? 'libsql' : 'node:sqlite')
  })

  it('gives back every kind of value, packed, however many rows there are', () => {
    const connection = made()
    const rows = Array.from({ length: 250 }, (_, i) => [2 ** 53 - 1 - i, `Zürich 😀 ${i}`, null])
    for (const [a, b] of rows)
      expect(
        connection.run({ sql: 'INSERT INTO t VALUES (?, ?, ?)', values: [a ?? 0, b ?? '', Buffer.from('\0\xff')] }),
      ).toBe(1)
    expect(connection.read({ sql: packed(['a', 'b', 'NULL'], 't'), values: [] })).toEqual(rows)
    expect(connection.read({ sql: packed(['hex(c)'], 't LIMIT 1'), values: [] })[0]).toEqual(['00C3BF'])
    connection.close()
  })

  it('answers each question for itself, whatever was asked before', () => {
    const connection = made('INSERT INTO t (a) VALUES (1), (2)')
    const ask = (a: number) => connection.read({ sql: packed(['a'], 't WHERE a = ?'), values: [a] })
    expect([ask(1), ask(99), ask(2), ask(1)]).toEqual([[[1]], [], [[2]], [[1]]])
    connection.close()
  })

  it('reads bodies of any length, and says where there is none', () => {
    const long = 'é'.repeat(3_000_000)
    const connection = made()
    connection.run({ sql: 'INSERT INTO t (b) VALUES (?), (?), (NULL)', values: [long, '\ufeff'] })
    const texts = connection.texts(bodies)
    expect(texts.map((text) => text?.length ?? null)).toEqual([3_000_000, 1, null])
    connection.close()
  })

  it.each([
    ['packed', (connection: Connection) => connection.read({ sql: packed(['b'], 't'), values: [] })],
    ['a body', (connection: Connection) => connection.texts(bodies)],
  ])('takes a text that is no UTF-8 for damage, and does not die of it: %s', (_what, read) => {
    const connection = made("INSERT INTO t (b) VALUES (CAST(x'61ff62' AS TEXT))")
    expect(failureOf(thrownBy(() => read(connection)))).toEqual({ code: 11, extended: 11, text: 'a text is not UTF-8' })
    connection.close()
  })

  it('reads lists of numbers, and bytes as they are', () => {
    const connection = made("INSERT INTO t (c) VALUES (x'00ff80'), (x'')")
    const packedNumbers = { sql: "SELECT CAST('[[1,[2,3],[]]]' AS BLOB) AS packed", values: [] }
    expect(connection.numbers(packedNumbers)).toEqual([[1, [2, 3], []]])
    const bytes = connection.bytes({ sql: 'SELECT c AS bytes FROM t', values: [] })
    expect(bytes.map((each) => Buffer.from(each).toString('hex'))).toEqual(['00ff80', ''])
    connection.close()
  })

  it.each(["'text'", '5', 'NULL'])('takes what is no bytes for damage, where bytes are asked for: %s', (value) => {
    const connection = made(`INSERT INTO t (b) VALUES (${value})`)
    const asked = { sql: `SELECT ${value} AS bytes`, values: [] }
    expect(failureOf(thrownBy(() => connection.bytes(asked)))).toMatchObject({ code: 11 })
    connection.close()
  })

  it('takes rows that are no JSON for damage', () => {
    const connection = made()
    const broken = thrownBy(() => connection.read({ sql: "SELECT CAST('[[1,' AS BLOB) AS packed", values: [] }))
    expect(failureOf(broken)).toMatchObject({ code: 11 })
    connection.close()
  })

  it.each([true, undefined, 5n, [1], {}])(
    'refuses a value that no column takes, and does not die of it: %s',
    (value) => {
      const connection = made()
      // A cast on purpose: a host without types may pass anything.
      const insert = { sql: 'INSERT INTO t (a) VALUES (?)', values: [value as never] }
      expect(() => connection.run(insert)).toThrow('a column takes no')
      expect(() => connection.read(insert)).toThrow('a column takes no')
      expect(connection.read({ sql: packed(['a'], 't'), values: [] })).toEqual([])
      connection.close()
    },
  )

  it('prepares more texts than it keeps', () => {
    const connection = made()
    for (let i = 0; i < 300; i += 1)
      expect(connection.read({ sql: packed([String(i)], '(SELECT 1)'), values: [] })).toEqual([[i]])
    connection.close()
  })

  it.each<readonly [string, number, (connection: Connection) => unknown]>([
    ['a syntax error', 1, ({ exec }) => exec('SELEC')],
    ['a constraint', 19, ({ exec }) => exec('CREATE TABLE u (a UNIQUE); INSERT INTO u VALUES (1), (1)')],
    ['a file that is not there', 14, () => connect(databaseOf(freshDirectory()))],
  ])('says the code of %s', (_what, code, work) => {
    const connection = made()
    expect(failureOf(thrownBy(() => work(connection)))).toMatchObject({ code })
    connection.close()
  })

  it('does not make a file that it is to open, whatever is in its path', () => {
    const path = databaseOf(`${freshDirectory()}/a b%#?é'q`)
    expect(failureOf(thrownBy(() => connect(path)))).toMatchObject({ code: 14 })
  })
})

describe('what was thrown', () => {
  it.each([
    ['an error', new Error('x')],
    ['a text', 'x'],
    ['nothing', undefined],
    ['a system error', Object.assign(new Error('x'), { code: 'EACCES' })],
  ])('is no failure of SQLite where it is %s', (_what, thrown) => {
    expect(failureOf(thrown)).toBeUndefined()
  })
})
