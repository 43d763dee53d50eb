import { expect, it } from 'vitest'
import { memory } from '@chorale/adapter-memory'
import type { Interpreter } from '@chorale/core/effect'
import type { GraphEffect, GraphQuery, GraphUpsert } from '@chorale/core/ports/graph'
import type { Entry, JournalEffect } from '@chorale/core/ports/journal'
import { describeWith } from '@chorale/rig'
import { compileDelete } from '../src/compile/delete.js'
import { createRun } from '../src/compile/journal.js'
import { compileQuery, compileRelationships } from '../src/compile/query.js'
import { selectRuns } from '../src/compile/runs.js'
import { compileUpsert } from '../src/compile/upsert.js'
import { context, fresh, left, opened, right, seen } from './fresh.js'
import { countsByLabel } from './raw.js'

const intruder = fresh('Intruder')

/** Texts that would do something if they ever stood in a statement, and texts that look like others. */
const hostile: readonly string[] = [
  ...[
    "'",
    '"',
    '`',
    '\\',
    "\\'",
    '\\u0027',
    '``',
    '$p0',
    '$rows',
    '//',
    '/*',
    '*/',
    '{}',
    'null',
    '\n',
    '\t',
    '\u2028',
  ],
  `'}) CREATE (:${intruder}) //`,
  `"}) CREATE (:${intruder}) //`,
  `\`) CREATE (:${intruder}) //`,
  `x' OR 1=1 WITH 1 AS x MATCH (n) DETACH DELETE n //`,
  `\\u0027}) CREATE (:${intruder}) //`,
  `\`}) DETACH DELETE n; CREATE (:${intruder})`,
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'id', 'key'],
  ...[
    '\u0430dmin',
    'admin\u200b',
    '\u202eadmin',
    'a\u0301',
    '\u00e1',
    'ＡＢ',
    '\uff07',
    '\u02bc',
    '\0',
    '\0x',
    '\u0001',
  ],
]
const long = '\'`"'.repeat(34_000)

type Store = Interpreter<GraphEffect> & Interpreter<JournalEffect>

const upsertOf = (label: string, type: string, text: string): GraphUpsert => ({
  ...{ _tag: 'graph/upsert', key: text },
  nodes: [
    { label, id: text, properties: { value: text, list: [text, text] }, existing: { _tag: 'merge' } },
    { label, id: `${text}2`, properties: { value: text }, existing: { _tag: 'equal', on: ['value'] } },
    { label, id: `${text}3`, properties: { value: text }, existing: { _tag: 'newer', by: 'value' } },
  ],
  relationships: [
    { type, from: { label, id: text }, to: { label, id: `${text}2` }, key: text, properties: { value: text } },
  ],
})

const queryOf = (label: string, type: string, text: string): GraphQuery => ({
  ...{ _tag: 'graph/query', key: text },
  match: {
    label,
    where: [
      { _tag: 'eq', name: 'id', value: text },
      { _tag: 'eq', name: 'value', value: text },
      { _tag: 'contains', name: 'value', value: text },
      { _tag: 'in', name: 'value', values: [text, 'other'] },
      { _tag: 'lte', name: 'value', value: text },
      { _tag: 'not', name: 'list', value: [text] },
    ],
  },
  hops: [{ types: [type], direction: 'out', to: { label, where: [{ _tag: 'eq', name: 'value', value: text }] } }],
})

const entryOf = (text: string): Entry => ({
  ...{ sequence: 0, at: 1, kind: 'settled', amount: null, payload: text, payloadHash: text, hash: text },
  about: { key: text, tag: text, digest: text, labels: { [text]: text } },
  source: { run: text, sequence: 1 },
})

/** Everything a text can be, carried out on a store: what it answers. */
const answers = async (store: Store, [label, type, run]: readonly [string, string, string], text: string) => {
  const [key, id] = ['k', `${run}${text}`]
  const upsert = await store['graph/upsert'](upsertOf(label, type, text), context)()
  const query = await store['graph/query'](queryOf(label, type, text), context)()
  const links = await store['graph/relationships'](
    { _tag: 'graph/relationships', key, type, from: { label, where: [{ _tag: 'eq', name: 'id', value: text }] } },
    context,
  )()
  const created = await store['journal/create'](
    {
      ...{ _tag: 'journal/create', key, run: id, program: { name: text, version: 1 }, at: 1, hash: text },
      ...{ labels: { [text]: text, run }, parent: { run: text, sequence: 0 } },
    },
    context,
  )()
  const appended = await store['journal/append'](
    { _tag: 'journal/append', key, run: id, expected: 0, entries: [entryOf(text)], status: 'done', at: 1 },
    context,
  )()
  const snapshot = { next: 1, hash: text, state: text, stateHash: text }
  const kept = await store['journal/snapshot']({ _tag: 'journal/snapshot', key, run: id, snapshot }, context)()
  const read = await store['journal/read'](
    { _tag: 'journal/read', key, run: id, from: 0, limit: 9, payloads: 'all' },
    context,
  )()
  const loaded = await store['journal/load']({ _tag: 'journal/load', key, run: id }, context)()
  const where = { program: text, labels: { [text]: text, run } }
  const listed = await store['journal/list']({ _tag: 'journal/list', key, where, limit: 9 }, context)()
  const removed = await store['graph/delete'](
    {
      ...{ _tag: 'graph/delete', key, nodes: [{ label, id: `${text}3` }] },
      relationships: [{ type, from: { label, id: text }, to: { label, id: `${text}2` }, key: text }],
    },
    context,
  )()
  return [upsert, query, links, created, appended, kept, read, loaded, listed, removed].map(seen)
}

it.each([...hostile, long])('a hostile value changes no statement: %j', (text) => {
  const texts = (value: string): readonly string[] => {
    const { ends, nodes, relationships } = compileUpsert(upsertOf('L', 'T', value), 1000)
    const [run, program] = [value, { name: value, version: 1 }]
    return [
      ...[...ends, ...nodes, ...relationships.map(({ statement }) => statement)],
      compileQuery(queryOf('L', 'T', value)),
      compileRelationships({ _tag: 'graph/relationships', key: 'k', type: 'T', from: queryOf('L', 'T', value).match }),
      ...compileDelete({ ...upsertOf('L', 'T', value), _tag: 'graph/delete' }, 1000),
      createRun({ _tag: 'journal/create', key: 'k', run, program, labels: {}, parent: null, hash: value, at: 1 }),
      selectRuns(
        { _tag: 'journal/list', key: 'k', where: { program: value, labels: { [value]: value } }, limit: 1 },
        0,
      ),
    ].map(({ text }) => text)
  }
  // The order of texts is asked in another way where a bound has characters from U+E000 on; that text holds no value either.
  const plain = /[\ue000-\uffff]/u.test(text) ? '\uffff' : 'x'
  expect(texts(text)).toEqual(texts(plain))
})

describeWith('neo4j', 'hostile values', (address) => {
  it('come back as they were given, and nothing else is written', async () => {
    const store = opened(address)
    const model = memory()
    const names = [fresh('L'), fresh('T'), fresh('run')] as const
    for (const text of hostile) expect(await answers(store, names, text)).toEqual(await answers(model, names, text))
    const counts = await countsByLabel(address)
    expect(counts.get(intruder)).toBeUndefined()
    expect(counts.get(names[0])).toBe(new Set(hostile.flatMap((text) => [text, `${text}2`])).size)
  }, 300_000)

  it('of 100 KB are kept where nothing is looked up by them', async () => {
    const store = opened(address)
    const [label, type] = [fresh('L'), fresh('T')]
    const { nodes } = upsertOf(label, type, long)
    const named = nodes.map((node, i) => ({ ...node, id: String(i) }))
    right(await store['graph/upsert']({ _tag: 'graph/upsert', key: 'k', nodes: named, relationships: [] }, context)())
    const found = right(await store['graph/query']({ ...queryOf(label, type, long), match: { label } }, context)())
    expect(found.count).toBe(0)
    const all = right(await store['graph/query']({ _tag: 'graph/query', key: 'k', match: { label } }, context)())
    expect(all.nodes.map(({ properties }) => properties)).toEqual(named.map(({ properties }) => properties))
  }, 120_000)

  it('are refused as names, before anything is sent', async () => {
    const store = opened({ uri: 'bolt://127.0.0.1:1' })
    for (const name of hostile.filter((text) => !/^[A-Za-z]\w*$/u.test(text))) {
      const bad = [
        await store['graph/query']({ _tag: 'graph/query', key: 'k', match: { label: name } }, context)(),
        await store['graph/query']({ _tag: 'graph/query', key: 'k', match: {}, orderBy: [{ by: name }] }, context)(),
        await store['graph/relationships']({ _tag: 'graph/relationships', key: 'k', type: name }, context)(),
        await store['graph/upsert'](upsertOf(name, 'T', 'x'), context)(),
        await store['graph/upsert'](upsertOf('L', name, 'x'), context)(),
        await store['graph/migrate']({ _tag: 'graph/migrate', key: 'k', schema: name, steps: [] }, context)(),
        await store['graph/migrate'](
          {
            ...{ _tag: 'graph/migrate', key: 'k', schema: 's' },
            steps: [{ version: 1, about: name, unique: [{ label: 'L', properties: [name] }] }],
          },
          context,
        )(),
      ]
      for (const outcome of bad) expect(left(outcome)).toMatchObject({ _tag: 'Rejected', applied: 'no' })
    }
  })
})
