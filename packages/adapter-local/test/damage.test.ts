import { describe, expect, it } from 'vitest'
import { connect } from '../src/driver.js'
import { databaseOf, freshDirectory, opened } from './fresh.js'
import { chained, right, said, type Said } from './said.js'

/** A store with two runs of nine entries, then changed behind its back. */
const harmed = async (sql: string) => {
  const directory = freshDirectory()
  const store = said(opened(directory))
  for (const run of ['r', 's']) {
    right(await store.create({ run, labels: { tenant: run } }))
    right(await store.append(0, chained(9, run, `of ${run}`), { run }))
    right(await store.snapshot({ next: 4, hash: 'h', state: '{"n":4}', stateHash: 's' }, run))
  }
  const [from, to] = ['c1', 'c2'].map((id) => ({ label: 'Cell', id, properties: { text: 'tide' } }))
  if (from === undefined || to === undefined) throw new Error('two were made')
  right(await store.upsert([from, to], [{ type: 'LEADS_TO', from, to, properties: {} }]))
  right(await store.migrate([{ version: 1, about: 'x', indexes: [{ label: 'Matrix', properties: ['text'] }] }]))
  right(await store.gather())
  right(await store.put(['a', 'b'].map((id, i) => ({ id, vector: [1, i, 0], payload: { n: i } }))))
  const connection = connect(databaseOf(directory))
  connection.exec(sql)
  connection.close()
  return store
}

const ofRun = "run = (SELECT id FROM runs WHERE run = 'r')"
const damagedAt = (sequence: number, because: string) => ({
  left: {
    ...{ _tag: 'Damaged', retryable: false, applied: 'no', ids: { run: 'r', sequence: String(sequence) } },
    because: expect.stringContaining(because) as string,
  },
})

describe('a record that is not what was written', () => {
  it.each([
    ['its status', "UPDATE runs SET status = 3 WHERE run = 'r'", 9],
    ['its labels', `UPDATE runs SET labels = '{"tenant":"s"}' WHERE run = 'r'`, 9],
    ['how far it is', "UPDATE runs SET next = 8 WHERE run = 'r'", 8],
    ['its hash', "UPDATE runs SET hash = zeroblob(32) WHERE run = 'r'", 9],
    ['its age', "UPDATE runs SET created_at = created_at + 1 WHERE run = 'r'", 9],
    ['its parent', "UPDATE runs SET parent_run = 's', parent_sequence = 1 WHERE run = 'r'", 9],
    ['its checksum', "UPDATE runs SET checksum = zeroblob(32) WHERE run = 'r'", 9],
    ['a number that is a text', "UPDATE runs SET status = 'x' WHERE run = 'r'", 9],
  ])('is refused by whoever needs it: %s', async (_what, sql, sequence) => {
    const store = await harmed(sql)
    const refused = damagedAt(sequence, "the run's record is not what was written")
    expect(await store.load()).toMatchObject(refused)
    expect(await store.read()).toMatchObject(refused)
    expect(await store.append(9, [])).toMatchObject(refused)
    expect(await store.snapshot({ next: 1, hash: '', state: '', stateHash: '' })).toMatchObject(refused)
    expect(await store.list()).toMatchObject(refused)
  })

  it('keeps nobody from the other runs, nor from deleting it', async () => {
    const store = await harmed("UPDATE runs SET status = 3 WHERE run = 'r'")
    expect(right(await store.read({ run: 's' })).entries).toEqual(chained(9, 's', 'of s'))
    expect(right(await store.drop('r'))).toEqual({ deleted: true })
    expect(right(await store.list()).runs.map(({ run }) => run)).toEqual(['s'])
  })
})

describe('entries that do not agree with the record', () => {
  it.each([
    ['one too few', `DELETE FROM entries WHERE ${ofRun} AND sequence = 8`, 8, 'others were found'],
    ['none', `DELETE FROM entries WHERE ${ofRun}`, 0, 'others were found'],
    [
      'one too many',
      `INSERT INTO entries SELECT run, 9, at, kind, sent, key, label, digest, attempts, cost, input, cached, output, reasoning, source_run, source_sequence, payload, payload_hash, hash FROM entries WHERE ${ofRun} AND sequence = 8`,
      9,
      'others were found',
    ],
    [
      'another last one',
      `UPDATE entries SET hash = zeroblob(32) WHERE ${ofRun} AND sequence = 8`,
      8,
      "the record's hash",
    ],
    [
      'a last one without a hash',
      `UPDATE entries SET hash = x'' WHERE ${ofRun} AND sequence = 8`,
      8,
      "the record's hash",
    ],
  ])('are refused at once: %s', async (...[, sql, sequence, because]) => {
    const store = await harmed(sql)
    expect(await store.load()).toMatchObject(damagedAt(sequence, because))
    expect(await store.append(9, [])).toMatchObject(damagedAt(sequence, because))
  })
})

describe('a page of entries', () => {
  it.each([
    ['a gap', `DELETE FROM entries WHERE ${ofRun} AND sequence = 4`, 4, 'an entry is missing'],
    [
      'a payload that is gone',
      `DELETE FROM payloads WHERE id = (SELECT payload FROM entries WHERE ${ofRun} AND sequence = 5)`,
      5,
      'cannot be read',
    ],
    ['an effect that is gone', `UPDATE entries SET sent = 99 WHERE ${ofRun} AND sequence = 2`, 2, 'cannot be read'],
    ['an effect that is none', `UPDATE entries SET sent = 0 WHERE ${ofRun} AND sequence = 2`, 2, 'cannot be read'],
    ['labels that are gone', `DELETE FROM labels WHERE ${ofRun}`, 1, 'cannot be read'],
    ['labels that are no JSON', `UPDATE labels SET labels = '{' WHERE ${ofRun}`, 1, 'cannot be read'],
    ['a kind nobody knows', `UPDATE entries SET kind = 77 WHERE ${ofRun} AND sequence = 3`, 3, 'cannot be read'],
    ['half an amount', `UPDATE entries SET input = NULL WHERE ${ofRun} AND sequence = 3`, 3, 'cannot be read'],
    ['half a source', `UPDATE entries SET source_run = 's' WHERE ${ofRun} AND sequence = 3`, 3, 'cannot be read'],
  ])('with %s is refused at its place; pages before it are not', async (...[, sql, sequence, because]) => {
    const store = await harmed(sql)
    expect(await store.read()).toMatchObject(damagedAt(sequence, because))
    expect(right(await store.read({ limit: sequence })).entries).toEqual(chained(sequence, 'r', 'of r'))
    expect(right(await store.read({ run: 's' })).entries).toEqual(chained(9, 's', 'of s'))
  })

  it('with a payload that is no UTF-8 is refused, and the process lives on', async () => {
    const store = await harmed("UPDATE payloads SET body = CAST(x'61ff' AS TEXT)")
    expect(await store.read()).toMatchObject({ left: { _tag: 'Damaged', ids: { run: 'r' } } })
  })
})

describe('a snapshot', () => {
  it.each(["state = '{}'", 'next = 3', 'hash = zeroblob(32)', "state_hash = 't'", 'checksum = NULL', 'run = 2'])(
    'is refused where it is not what was written: %s',
    async (change) => {
      const store = await harmed(
        `PRAGMA ignore_check_constraints = ON; DELETE FROM snapshots WHERE run = 2; UPDATE OR IGNORE snapshots SET ${change.replace('NULL', "''")} WHERE ${ofRun}`,
      )
      const loaded = await store.load(change === 'run = 2' ? 's' : 'r')
      expect(loaded).toMatchObject({
        left: { _tag: 'Damaged', because: expect.stringContaining('the snapshot') as string },
      })
    },
  )
})

describe('an index that lost a run', () => {
  const lose =
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_collections_1') " +
    "WHERE name = 'sqlite_autoindex_runs_1'; PRAGMA schema_version = 4711"

  it('is not taken for a store without that run', async () => {
    const store = await harmed('SELECT 1')
    expect(right(await store.list()).runs).toHaveLength(2)
    const broken = await harmed(lose)
    // The schema is read anew: the index of runs is now that of collections, which holds one row where there are two runs.
    expect(await broken.list()).toMatchObject({ left: { _tag: 'Damaged' } })
    expect(await broken.load()).toMatchObject({ left: { _tag: 'Damaged' } })
  })
})

describe('a node that cannot be read', () => {
  it('is told as damage, by a query and by a write', async () => {
    const store = await harmed("UPDATE nodes SET properties = '{'")
    const where = [{ _tag: 'eq' as const, name: 'text', value: 'tide' }]
    expect(await store.query({ match: { label: 'Cell', where } })).toMatchObject({ left: { _tag: 'Damaged' } })
    expect(await store.query({ orderBy: [{ by: 'text' }] })).toMatchObject({ left: { _tag: 'Damaged' } })
    expect(await store.upsert([{ label: 'Cell', id: 'c1', properties: {} }])).toMatchObject({
      left: { _tag: 'Damaged' },
    })
  })

  it('is told as damage where it is gone, by whoever walks to it', async () => {
    const store = await harmed('DELETE FROM nodes WHERE id = 2')
    const hops = [{ types: ['LEADS_TO'], direction: 'out' as const }]
    expect(await store.query({ hops })).toMatchObject({ left: { _tag: 'Damaged' } })
    expect(await store.links()).toMatchObject({ left: { _tag: 'Damaged' } })
  })
})

describe('a schema of the graph', () => {
  it('that is not what was written is damage for whoever writes, migrates or opens', async () => {
    const store = await harmed('UPDATE schemas SET version = 2')
    const refused = { left: { _tag: 'Damaged', because: expect.stringContaining('a schema of the graph') as string } }
    expect(await store.upsert([])).toMatchObject(refused)
    expect(await store.migrate([])).toMatchObject(refused)
  })
})

describe('a collection', () => {
  const search = (store: Said) => store.search([1, 0, 0])
  const count = (store: Said) => store.count({ filter: [{ _tag: 'eq', name: 'n', value: 1 }] })
  const get = (store: Said) => store.get(['a', 'b'])
  const scroll = (store: Said) => store.scroll()
  const lay = (store: Said) => store.lay(['a', 'b'], { m: 1 })

  it.each<readonly [string, string, readonly ((store: Said) => Promise<unknown>)[]]>([
    ['its dimension', 'UPDATE collections SET dimension = 4', [search, count, get, scroll, lay]],
    ['its metric', "UPDATE collections SET metric = 'dot'", [search, count, get, scroll, lay]],
    ['its count', 'UPDATE collections SET points = 7', [search, count, get, scroll, lay]],
    ['its checksum', "UPDATE collections SET checksum = x'00'", [search, count, get, scroll, lay]],
    ['a component', "UPDATE points SET vector = x'0000803f0000803f00000000'", [search, count, get, scroll, lay]],
    ['the length of a vector', "UPDATE points SET vector = x'0000803f'", [search, count, get, scroll, lay]],
    ['a vector that is a text', "UPDATE points SET vector = 'x'", [search, count, get, scroll, lay]],
    ['a vector that is a number', 'UPDATE points SET vector = 5', [search, count, get, scroll, lay]],
    ['a payload', `UPDATE points SET payload = '{"n":9}'`, [search, count, get, scroll, lay]],
    ['an id', "UPDATE points SET point = point || 'x'", [search, count, scroll]],
    ['a place in the order', "UPDATE points SET uuid = 'f'", [search, count, get, scroll, lay]],
    ['a point that is gone', "DELETE FROM points WHERE point = 'a'", [search, count]],
    ['a point that is elsewhere', "UPDATE points SET collection = 9 WHERE point = 'a'", [search, count]],
  ])('that is not what was written is refused by whoever needs it: %s', async (_what, sql, asks) => {
    const store = await harmed(sql)
    for (const ask of asks)
      expect(await ask(store)).toMatchObject({
        left: { _tag: 'Damaged', retryable: false, applied: 'no', ids: { collection: 'v' } },
      })
    // It keeps nobody from the rest, nor from dropping it.
    expect(right(await store.read()).entries).toHaveLength(9)
    expect(right(await store.scrap())).toEqual({ dropped: true })
    expect(right(await store.gather())).toEqual({ created: true })
  })

  it('that an index has lost is not taken for one that is not there', async () => {
    const store = await harmed(
      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_schemas_1') " +
        "WHERE name = 'sqlite_autoindex_collections_1'; PRAGMA schema_version = 4711",
    )
    expect(await store.search([1, 0, 0])).toMatchObject({ left: { _tag: 'Damaged' } })
    expect(await store.gather()).toMatchObject({ left: { _tag: 'Damaged' } })
  })
})
