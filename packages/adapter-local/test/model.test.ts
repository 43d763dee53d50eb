import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memory } from '@chorale/adapter-memory'
import { sha256Hex } from '@chorale/core/base'
import type { EffectError } from '@chorale/core/fault'
import type { Entry, JournalRead, Snapshot } from '@chorale/core/ports/journal'
import { graphAsk, graphBefore } from './ask-graph.js'
import { vectorAsk, vectorBefore } from './ask-vector.js'
import { text, type Ask } from './ask.js'
import { freshDirectory, opened } from './fresh.js'
import { said, type Said } from './said.js'

const runs = ['r', 's', '__proto__', "it's", 'a\0b', '\ud800', '😀', '\uffff']
const run = fc.oneof({ arbitrary: fc.constant('r'), weight: 3 }, fc.constantFrom(...runs))
const number = fc.oneof(
  fc.nat(3),
  fc.constantFrom(-0, -1, 0.5, 2 ** 53 - 1, -(2 ** 53 - 1), 1e300, NaN, Infinity, -Infinity, 0.1 + 0.2),
)
const instant = fc.oneof(fc.nat(3), fc.constantFrom(-0, 0.5, 2 ** 53 - 1, 1_760_000_000_000))
const hash = fc.oneof(fc.constantFrom('1', '2', '3').map(sha256Hex), text)
const labels = fc.dictionary(text, text, { maxKeys: 2, noNullPrototype: true })
const status = fc.constantFrom('running', 'waiting', 'paused', 'done', 'partial', 'failed', 'cancelled')
const source = fc.option(fc.record({ run: text, sequence: number }))
const usage = fc.record({ input: number, cached: number, output: number, reasoning: number })
const about = fc.record({ key: fc.constantFrom('k', 'l'), tag: text, digest: hash, labels })

/** What an entry says; its sequence comes from where it is appended. */
const line: fc.Arbitrary<Omit<Entry, 'sequence'>> = fc.record({
  at: number,
  kind: fc.constantFrom('started', 'settled', 'arrived', 'told', 'sent', 'resumed', 'withdrawn'),
  about: fc.option(fc.oneof(about, fc.constant({ key: 'k', tag: 't', digest: 'd', labels: { cell: 'a' } }))),
  amount: fc.option(fc.record({ usage, costMicroUsd: fc.option(number), attempts: number })),
  source,
  payloadHash: hash,
  payload: fc.option(fc.oneof(text, fc.json({ maxDepth: 1 }))),
  hash,
})

const next = async (store: Said, id: string): Promise<number> => {
  const loaded = await store.load(id)
  return E.isRight(loaded) ? loaded.right.record.next : 0
}

const appending = fc
  .record({
    ...{ run, lines: fc.array(line, { maxLength: 20 }), status, at: number },
    ...{ off: fc.constantFrom(0, 0, 0, 0, 1, -1), moved: fc.constantFrom(0, 0, 0, 0, 1) },
  })
  .map(({ run, lines, status, at, off, moved }): Ask => async (store) => {
    const expected = (await next(store, run)) + off
    const entries = lines.map((entry, i) => ({ ...entry, sequence: expected + i + moved }))
    return store.append(expected, entries, { run, status, at })
  })

const count = fc.oneof({ arbitrary: fc.nat(30), weight: 9 }, number)
const page = { from: count, limit: count }
const where = fc.record(
  {
    program: text,
    status: fc.array(status, { maxLength: 2 }),
    labels: fc.dictionary(text, text, { maxKeys: 1, noNullPrototype: true }),
  },
  { requiredKeys: [] },
)
const snapshot: fc.Arbitrary<Snapshot> = fc.record({
  next: fc.oneof({ arbitrary: fc.nat(3), weight: 5 }, count),
  hash,
  state: text,
  stateHash: hash,
})

const journalAsk: fc.Arbitrary<Ask> = fc.oneof(
  { arbitrary: appending, weight: 5 },
  fc
    .record({ run, program: fc.record({ name: text, version: number }), labels, parent: source, hash, at: instant })
    .map((given) => (store: Said) => store.create(given)),
  fc
    .record({ run, ...page, payloads: fc.constantFrom<JournalRead['payloads']>('all', 'inputs') })
    .map((given) => (store: Said) => store.read(given)),
  run.map((id) => (store: Said) => store.load(id)),
  fc.record({ where, limit: count, after: fc.option(run, { nil: undefined }) }).map(
    ({ where, limit, after }) =>
      (store: Said) =>
        store.list(after === undefined ? { where, limit } : { where, limit, after }),
  ),
  fc.record({ snapshot, run }).map(
    ({ snapshot, run }) =>
      (store: Said) =>
        store.snapshot(snapshot, run),
  ),
  run.map((id) => (store: Said) => store.drop(id)),
)

/** What two stores must agree in. Those of a journal word some failures in their own way: kind and ids are the same. */
const seen = (outcome: Either<EffectError, unknown>) => {
  if (E.isRight(outcome)) return outcome.right
  const { _tag, retryable, applied, ids } = outcome.left
  return { _tag, retryable, applied, ids }
}

/** The graph and the vector port say also how failures are worded. */
const whole = (outcome: Either<EffectError, unknown>) => (E.isRight(outcome) ? outcome.right : outcome.left)

/** A step: an ask, and which of two stores on one directory it goes to, and whether that one is closed before. */
const steps = (ask: fc.Arbitrary<Ask>) =>
  fc.array(fc.record({ ask, second: fc.boolean(), closed: fc.constantFrom(true, ...Array<boolean>(9).fill(false)) }), {
    maxLength: 30,
    size: 'max',
  })

interface Step {
  readonly ask: Ask
  readonly second: boolean
  readonly closed: boolean
}

const first = (ask: Ask): Step => ({ ask, second: false, closed: false })
/** Runs that exist already: otherwise most steps would meet a run that does not. Some are equally old. */
const everyRun = runs.map((id, i) => first((store) => store.create({ run: id, at: i >> 2 })))
const agree = (before: readonly Step[], compared: typeof whole) => async (given: readonly Step[]) => {
  const model = said(memory())
  const directory = freshDirectory()
  const stores = [opened(directory), opened(directory)] as const
  for (const { ask, second, closed } of [...before, ...given]) {
    const store = stores[second ? 1 : 0]
    if (closed) await store.close()
    expect(compared(await ask(said(store)))).toEqual(compared(await ask(model)))
  }
  for (const store of stores) await store.close()
}

describe('a local store answers as the one in memory does, through two stores on one directory, closed now and then', () => {
  it('for every sequence of journal effects', async () => {
    await fc.assert(fc.asyncProperty(steps(journalAsk), agree(everyRun, seen)), { numRuns: 100 })
  })

  it('for every sequence of graph effects', async () => {
    await fc.assert(fc.asyncProperty(steps(graphAsk), agree(graphBefore.map(first), whole)), {
      numRuns: 200,
    })
  })

  it('for every sequence of vector effects', async () => {
    await fc.assert(fc.asyncProperty(steps(vectorAsk), agree(vectorBefore.map(first), whole)), {
      numRuns: 200,
    })
  })
})
