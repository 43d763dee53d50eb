import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import type { Entry, JournalCreate } from '@chorale/core/ports/journal'
import { describeWith } from '@chorale/rig'
import { appendEntries, selectEntries } from '../src/compile/journal.js'
import { context, fresh, left, opened, right } from './fresh.js'
import { withRaw } from './raw.js'

const key = 'k'
const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

const entryOf = (sequence: number): Entry => ({
  ...{ sequence, at: 1_760_000_000_000 + sequence, kind: sequence % 2 === 0 ? 'settled' : 'sent' },
  about: {
    ...{ key: `C/0,${sequence}/multiply/2`, tag: 'model/generate', digest: hash(`d${sequence}`) },
    labels: { cell: `C/0,${sequence}`, stage: 'multiply' },
  },
  amount: { usage: { input: 100, cached: 0, output: 20, reasoning: 0 }, costMicroUsd: 12, attempts: 1 },
  source: null,
  payloadHash: hash(`p${sequence}`),
  payload: JSON.stringify({ text: `${'what a model said '.repeat(20)}${sequence}` }),
  hash: hash(`h${sequence}`),
})

const created = (run: string): JournalCreate => ({
  ...{ _tag: 'journal/create', key, run, program: { name: fresh('p'), version: 1 } },
  ...{ labels: {}, parent: null, hash: 'h', at: 1 },
})

describeWith('neo4j', 'a store in Neo4j', (address) => {
  it('tells of slow effects by their tags alone', async () => {
    const told: string[] = []
    const slow = (name: string, ms: number) => {
      told.push(`${name} ${String(ms >= 0)}`)
      throw new Error('a listener that fails')
    }
    const store = opened(address, { slowMs: 0, slow })
    right(await store['graph/query']({ _tag: 'graph/query', key, match: { label: fresh('L') } }, context)())
    expect(told).toEqual(['graph/query true'])
  }, 60_000)

  it('is started once by all who come first', async () => {
    const store = opened(address, { pool: { max: 1, minIdle: 1 } })
    const label = fresh('L')
    const found = await Promise.all(
      [1, 2, 3].map(() => store['graph/query']({ _tag: 'graph/query', key, match: { label } }, context)()),
    )
    expect(found.map(right)).toEqual([1, 2, 3].map(() => ({ nodes: [], count: 0 })))
  }, 60_000)

  it('tells every effect that the server is not there, in its own words, and of wrong options too', async () => {
    const store = opened({ uri: 'bolt://127.0.0.1:1' })
    const load = () => store['journal/load']({ _tag: 'journal/load', key, run: 'r' }, context)()
    for (const fault of [left(await load()), left(await load())])
      expect(fault).toMatchObject({ _tag: 'Unavailable', applied: 'no', doing: 'load a run', ids: { run: 'r' } })
    await expect(store.ready()).rejects.toMatchObject({ _tag: 'Unavailable' })
    const wrong = opened({ uri: 'nowhere' })
    const fault = left(await wrong['journal/load']({ _tag: 'journal/load', key, run: 'r' }, context)())
    expect(fault).toMatchObject({ _tag: 'Rejected', doing: 'load a run' })
    expect(fault.because).toContain('uri: ')
  }, 60_000)

  it('keeps journals out of the graph', async () => {
    const store = opened(address)
    const run = fresh('run')
    right(await store['journal/create'](created(run), context)())
    const label = 'ChoraleRun'
    const where = [{ _tag: 'eq', name: 'run', value: run }] as const
    for (const match of [{ where }, { label, where }])
      expect(right(await store['graph/query']({ _tag: 'graph/query', key, match }, context)()).count).toBe(0)
  }, 60_000)

  it('lets one of several workers append, and the others learn of it', async () => {
    const stores = [opened(address), opened(address), opened(address)]
    const run = fresh('run')
    const [first] = stores
    right(await (first ?? opened(address))['journal/create'](created(run), context)())
    const outcomes = await Promise.all(
      stores.map((store) =>
        store['journal/append'](
          { _tag: 'journal/append', key, run, expected: 0, entries: [entryOf(0)], status: 'running', at: 1 },
          context,
        )(),
      ),
    )
    const tags = outcomes.map((outcome) => (outcome._tag === 'Right' ? 'Right' : outcome.left._tag))
    expect(tags.sort()).toEqual(['Conflict', 'Conflict', 'Right'])
  }, 60_000)

  it('reads a long journal about as fast as the client itself', async () => {
    const [store, run, length] = [opened(address), fresh('run'), 12_000]
    right(await store['journal/create'](created(run), context)())
    const entries = Array.from({ length }, (_, i) => entryOf(i))
    for (let expected = 0; expected < length; expected += 3000) {
      const some = entries.slice(expected, expected + 3000)
      right(
        await store['journal/append'](
          { _tag: 'journal/append', key, run, expected, entries: some, status: 'running', at: 1 },
          context,
        )(),
      )
    }
    const reading = { _tag: 'journal/read', key, run, from: 0, limit: length, payloads: 'all' } as const
    const { text, parameters } = selectEntries(reading)
    const [ours, theirs]: [number[], number[]] = [[], []]
    await withRaw(address, async (raw) => {
      for (let i = 0; i < 9; i += 1) {
        const began = performance.now()
        const page = right(await store['journal/read'](reading, context)())
        const between = performance.now()
        const session = raw.session()
        const { records } = await session.run(text, parameters)
        await session.close()
        theirs.push(performance.now() - between)
        ours.push(between - began)
        if (i === 0) expect(page.entries).toEqual(entries)
        expect(records).toHaveLength(length)
      }
    })
    const least = (times: readonly number[]) => Math.round(Math.min(...times))
    if (process.env['CHORALE_TIMES'] !== undefined)
      process.stderr.write(`12,000 entries: ${least(ours)} ms, client ${least(theirs)} ms\n`)
    // Both share the machine with whatever else runs: this only catches what is wrong by its kind.
    expect(least(ours)).toBeLessThan(3 * least(theirs))
    right(await store['journal/delete']({ _tag: 'journal/delete', key, run }, context)())
  }, 300_000)
})

it('appends in statements of so many rows, sorted by what they lock', () => {
  const effect = { _tag: 'journal/append', key, run: 'r', expected: 0, status: 'running', at: 1 } as const
  const statements = appendEntries({ ...effect, entries: [0, 1, 2].map(entryOf) }, 2)
  expect(statements.map(({ parameters }) => (parameters['rows'] as readonly unknown[] | undefined)?.length)).toEqual([
    undefined,
    2,
    1,
  ])
  const contents = statements.slice(1).flatMap(({ parameters }) => parameters['rows'] as { content: string }[])
  expect(contents.map(({ content }) => content)).toEqual(contents.map(({ content }) => content).sort())
  expect(appendEntries({ ...effect, entries: [] }, 2)).toHaveLength(1)
})
