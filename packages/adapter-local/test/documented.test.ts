import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packed } from '../src/compile/packed.js'
import { connect } from '../src/driver.js'
import { kinds, statuses } from '../src/schema.js'
import { databaseOf, freshDirectory, opened } from './fresh.js'
import { chained, hash, right, said } from './said.js'

const page = readFileSync(new URL('../../../docs/local-store.md', import.meta.url), 'utf8')
const queries = [...page.matchAll(/```sql\n(.*?);\n```/gsu)].map(([, sql = '']) => sql)

const filled = async (): Promise<string> => {
  const directory = freshDirectory()
  const { create, append, upsert, migrate, gather, put } = said(opened(directory))
  right(await create({ labels: { tenant: 't' } }))
  right(await append(0, chained(8), { status: 'paused', at: 1_760_000_000_123 }))
  const [a, b] = ['c1', 'c2'].map((id) => ({ label: 'Cell', id, properties: { text: `text of ${id}` } }))
  if (a === undefined || b === undefined) throw new Error('two were made')
  right(await migrate([{ version: 1, about: 'x', unique: [{ label: 'Cell', properties: ['text'] }] }]))
  right(await gather())
  right(await put([{ id: 'p', vector: [1, 0, 0], payload: { text: 'text of p' } }]))
  right(await upsert([a, b], [{ type: 'LEADS_TO', from: a, to: b, properties: {} }]))
  return databaseOf(directory)
}

/** What a documented query answers, by the driver: the shell is not on every machine. */
const answered = (database: string, sql: string, columns: readonly string[]) => {
  const connection = connect(database)
  const rows = connection.read({ sql: packed(columns, `(${sql})`), values: [] })
  connection.close()
  return rows
}

const queryAbout = (word: string): string => queries.find((sql) => sql.includes(word)) ?? ''

describe('the documented queries', () => {
  it('are there', () => {
    expect(queries.length).toBeGreaterThan(10)
  })

  it.each(queries)('run: %s', async (sql) => {
    expect(answered(await filled(), sql, ['1']).length).toBeGreaterThan(0)
  })

  it('show runs in words', async () => {
    expect(
      answered(await filled(), queryAbout('FROM runs_view'), ['run', 'program', 'status', 'next', 'updated_at']),
    ).toEqual([['r', 'p', 'paused', 8, '2025-10-09T08:53:20.123Z']])
  })

  it('show entries in words, the outcome with the key of its effect', async () => {
    const rows = answered(await filled(), queryAbout('AS payload FROM'), ['sequence', 'at', 'kind', 'key', 'payload'])
    expect(rows.slice(0, 3)).toEqual([
      [0, '1970-01-01T00:00:01.000Z', 'started', null, '{"answer":"x 0"}'],
      [1, '1970-01-01T00:00:01.001Z', 'sent', 'k/0', '{"_tag":"test/ask","about":"x 0"}'],
      [2, '1970-01-01T00:00:01.002Z', 'settled', 'k/0', '{"answer":"x 2"}'],
    ])
  })

  it('find what is out, what it cost, and what was answered', async () => {
    const database = await filled()
    expect(answered(database, queryAbout('NOT EXISTS'), ['sequence', 'key', 'tag'])).toEqual([[7, 'k/3', 'test/ask']])
    expect(answered(database, queryAbout('AS usd'), ['calls', 'tokens_in', 'tokens_out'])).toEqual([[3, 9, 21]])
    expect(answered(database, queryAbout('AS answered'), ['key', 'asked', 'answered'])).toEqual([
      ['k/0', '{"_tag":"test/ask","about":"x 0"}', '{"answer":"x 2"}'],
    ])
  })

  it('show the graph', async () => {
    const database = await filled()
    expect(answered(database, queryAbout('FROM nodes'), ['node', 'text'])).toEqual([
      ['c1', 'text of c1'],
      ['c2', 'text of c2'],
    ])
    expect(answered(database, queryAbout('relationships_view'), ['type', 'source', 'target'])).toEqual([
      ['LEADS_TO', 'c1', 'c2'],
    ])
  })
})

describe('the documented queries about vectors and schemas', () => {
  it('show collections and their points', async () => {
    const database = await filled()
    expect(answered(database, queryAbout('FROM collections'), ['collection', 'metric', 'dimension', 'points'])).toEqual(
      [['v', 'cosine', 3, 1]],
    )
    expect(answered(database, queryAbout('FROM points_view'), ['point', 'text'])).toEqual([['p', 'text of p']])
  })

  it('show what is unique', async () => {
    expect(answered(await filled(), queryAbout('FROM schemas'), ['schema', 'version', 'is_unique', 'indexed'])).toEqual(
      [['s', 1, '[{"label":"Cell","properties":["text"]}]', '[]']],
    )
  })
})

describe('the documented numbers', () => {
  it('are those of the schema', () => {
    expect(page).toContain(statuses.map((status, i) => `${i} ${status}`).join(', '))
    expect(page).toContain(kinds.map((kind, i) => `${i} ${kind}`).join(', '))
  })
})

describe('the views', () => {
  it('show hashes as hex, as they were given', async () => {
    const rows = answered(await filled(), 'SELECT * FROM entries_view', ['digest', 'payload_hash', 'hash', 'labels'])
    const given = chained(8).map(({ about, payloadHash, hash: own }) => [
      ...[about?.digest ?? null, payloadHash, own, about === null ? null : JSON.stringify(about.labels)],
    ])
    expect(rows).toEqual(given)
    expect(given[1]?.[0]).toBe(hash('{"_tag":"test/ask","about":"x 0"}'))
  })

  const shell = spawnSync('sqlite3', ['--version']).status === 0
  it.skipIf(!shell)('can be read with the sqlite3 shell while the store is open', async () => {
    const database = await filled()
    const said = execFileSync('sqlite3', ['-readonly', database, queryAbout('FROM runs_view')], { encoding: 'utf8' })
    expect(said).toBe('r|p|paused|8|2025-10-09T08:53:20.123Z\n')
  })
})
