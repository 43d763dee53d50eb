import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { memory } from '@chorale/adapter-memory'
import { sha256Hex } from '@chorale/core/base'
import type { Interpreter } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'
import type { Entry, JournalEffect, RunStatus, Snapshot } from '@chorale/core/ports/journal'
import { describeWith } from '@chorale/rig'
import { context, fresh, opened, seen } from './fresh.js'

type Store = Interpreter<JournalEffect>
type Ask = (store: Store, names: Names) => Promise<Either<EffectError, unknown>>

/** Names of one case: nobody else lists its programs or has its runs. */
interface Names {
  readonly run: (id: string) => string
  readonly program: string
}

const key = 'k'
const hostile = ['', "it's", '"', '`', "'}) DETACH DELETE n //", 'a\0b', '\0', '\u0001', '\u0001"x"', 'null', '$run']
const strange = [
  '😀',
  '\ufffd',
  '\uffff',
  '\ufeff',
  '\ud800',
  'x\udc00',
  '\ud7ff',
  '\ud7ff\u0001',
  '\u{10ffff}',
  'é',
  'e\u0301',
]
const text = fc.oneof(
  fc.constantFrom('a', 'b', '__proto__', 'constructor', ...hostile, ...strange),
  fc.string({ unit: 'binary', maxLength: 4 }),
)
const ids = ['r', 's', '', '__proto__', "it's", 'a\0b', '\ud800', '😀', '\uffff', '\ud7ff']
const id = fc.oneof({ arbitrary: fc.constant('r'), weight: 4 }, fc.constantFrom(...ids))
const number = fc.oneof(
  { arbitrary: fc.nat(3), weight: 3 },
  fc.constantFrom(-0, -1, 0.5, 2 ** 53 - 1, -(2 ** 53 - 1), 1e300, NaN, Infinity, -Infinity, 0.1 + 0.2),
)
const instant = fc.oneof(fc.nat(3), fc.constantFrom(0.5, 2 ** 53 - 1, 1_760_000_000_000))
const hash = fc.oneof(fc.constantFrom('1', '2', '3').map(sha256Hex), text)
const labels = fc.dictionary(text, text, { maxKeys: 2, noNullPrototype: true })
const statuses: readonly RunStatus[] = ['running', 'waiting', 'paused', 'done', 'partial', 'failed', 'cancelled']
const status = fc.constantFrom(...statuses)
const source = fc.option(fc.record({ run: text, sequence: number }))
const usage = fc.record({ input: number, cached: number, output: number, reasoning: number })

const line: fc.Arbitrary<Omit<Entry, 'sequence'>> = fc.record({
  at: number,
  kind: fc.constantFrom<Entry['kind'][]>(
    'started',
    'settled',
    'arrived',
    'told',
    'sent',
    'resumed',
    'withdrawn',
    'cancelled',
  ),
  about: fc.option(fc.record({ key: text, tag: text, digest: hash, labels })),
  amount: fc.option(fc.record({ usage, costMicroUsd: fc.option(number), attempts: number })),
  source,
  payloadHash: hash,
  payload: fc.option(fc.oneof(text, fc.json({ maxDepth: 1 }))),
  hash,
})

const nextOf = async (store: Store, run: string): Promise<number> => {
  const loaded = await store['journal/load']({ _tag: 'journal/load', key, run }, context)()
  return E.isRight(loaded) ? loaded.right.record.next : 0
}

const append: fc.Arbitrary<Ask> = fc
  .record({
    ...{ id, lines: fc.array(line, { maxLength: 12 }), status, at: number },
    ...{ off: fc.constantFrom(0, 0, 0, 0, 1, -1), moved: fc.constantFrom(0, 0, 0, 0, 1) },
  })
  .map(({ id, lines, status, at, off, moved }): Ask => async (store, { run }) => {
    const expected = (await nextOf(store, run(id))) + off
    const entries = lines.map((entry, i) => ({ ...entry, sequence: expected + i + moved }))
    return store['journal/append'](
      { _tag: 'journal/append', key, run: run(id), expected, entries, status, at },
      context,
    )()
  })

const created = fc.record({ id, version: number, labels, parent: source, hash, at: instant }).map(
  ({ id, version, ...given }): Ask =>
    (store, { run, program }) =>
      store['journal/create'](
        { _tag: 'journal/create', key, run: run(id), program: { name: program, version }, ...given },
        context,
      )(),
)

const count = fc.oneof({ arbitrary: fc.nat(20), weight: 9 }, number)
const snapshot: fc.Arbitrary<Snapshot> = fc.record({
  next: fc.oneof({ arbitrary: fc.nat(3), weight: 5 }, count),
  hash,
  state: text,
  stateHash: hash,
})
const listed = fc
  .record(
    {
      status: fc.array(status, { maxLength: 2 }),
      labels: fc.dictionary(text, text, { maxKeys: 1, noNullPrototype: true }),
      limit: count,
      after: id,
    },
    { requiredKeys: ['limit'] },
  )
  .map(
    ({ limit, after, ...where }): Ask =>
      (store, { run, program }) =>
        store['journal/list'](
          {
            ...{ _tag: 'journal/list', key, limit, where: { ...where, program } },
            ...(after === undefined ? {} : { after: run(after) }),
          },
          context,
        )(),
  )

const ask: fc.Arbitrary<Ask> = fc.oneof(
  { arbitrary: append, weight: 5 },
  created,
  fc.record({ id, from: count, limit: count, payloads: fc.constantFrom('all' as const, 'inputs' as const) }).map(
    ({ id, ...given }): Ask =>
      (store, { run }) =>
        store['journal/read']({ _tag: 'journal/read', key, run: run(id), ...given }, context)(),
  ),
  id.map(
    (id): Ask =>
      (store, { run }) =>
        store['journal/load']({ _tag: 'journal/load', key, run: run(id) }, context)(),
  ),
  { arbitrary: listed, weight: 2 },
  fc.record({ id, snapshot }).map(
    ({ id, snapshot }): Ask =>
      (store, { run }) =>
        store['journal/snapshot']({ _tag: 'journal/snapshot', key, run: run(id), snapshot }, context)(),
  ),
  id.map(
    (id): Ask =>
      (store, { run }) =>
        store['journal/delete']({ _tag: 'journal/delete', key, run: run(id) }, context)(),
  ),
)

/** Runs that exist already: otherwise most steps would meet a run that does not. Some are equally old. */
const everyRun = ids.map(
  (id, i): Ask =>
    (store, { run, program }) =>
      store['journal/create'](
        {
          ...{ _tag: 'journal/create', key, run: run(id), program: { name: program, version: 1 } },
          ...{ labels: { a: 'b' }, parent: null, hash: 'h', at: i >> 2 },
        },
        context,
      )(),
)
/** All that is there, read in the end. */
const inTheEnd: readonly Ask[] = [
  ...ids.map(
    (id): Ask =>
      (store, { run }) =>
        store['journal/read'](
          { _tag: 'journal/read', key, run: run(id), from: 0, limit: 1000, payloads: 'all' },
          context,
        )(),
  ),
  (store, { program }) =>
    store['journal/list']({ _tag: 'journal/list', key, where: { program }, limit: 1000 }, context)(),
]

describeWith('neo4j', 'a journal in Neo4j answers as the one in memory does', (address) => {
  it('for every sequence of effects', async () => {
    const store = opened(address)
    await fc.assert(
      fc.asyncProperty(fc.array(ask, { maxLength: 20, size: 'max' }), async (asks) => {
        const word = fresh('run')
        const names: Names = { run: (id) => `${word}${id}`, program: fresh('program') }
        const model = memory()
        for (const each of [...everyRun, ...asks, ...inTheEnd])
          expect(seen(await each(store, names))).toEqual(seen(await each(model, names)))
      }),
      { numRuns: Number(process.env['CHORALE_RUNS'] ?? 25) },
    )
  }, 600_000)
})
