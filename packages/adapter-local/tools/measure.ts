/**
 * Measures the store on the machine at hand: the figures of docs/local-store.md. Nothing here is a test; the sizes are what
 * test/size.test.ts holds.
 *
 *     node --import tsx --conditions=@chorale/source packages/adapter-local/tools/measure.ts [appending] [reading] [opening] [listing] [walking] [searching]
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Entry } from '@chorale/core/ports/journal'
import { hashIn } from '../src/column.js'
import { driverName, type Request } from '../src/driver.js'
import { local, type Store } from '../src/index.js'
import { openStore } from '../src/open.js'
import { checkOptions } from '../src/config.js'
import { searching, walking, type Say } from './measure-graph.js'

const context = { run: 'r', attempt: 1, signal: new AbortController().signal }
const hash = (): string => randomBytes(32).toString('hex')
const words = 'evidence judgement necessity contingency "value" knowing data\\n information wisdom tide'.split(' ')

/** JSON text of so many bytes, never twice the same. */
const json = (bytes: number): string => {
  let text = `{"_tag":"Right","right":{"text":"${randomBytes(12).toString('hex')}`
  while (text.length < bytes - 40) text += ` ${words[text.length % words.length]?.replaceAll('"', '\\"') ?? ''}`
  return `${text}${'.'.repeat(Math.max(0, bytes - text.length - 3))}"}}`
}

/** A run as a valley makes it: each effect sent with 1,500 bytes and settled with 450, under four labels. */
export const realistic = (effects: number): readonly Entry[] => {
  const amount = { usage: { input: 800, cached: 0, output: 120, reasoning: 0 }, costMicroUsd: 1234, attempts: 1 }
  const rows = Array.from({ length: effects }, (_, i) => {
    const [row, column, stage] = [
      Math.floor(i / 40) % 60,
      Math.floor(i / 5) % 8,
      ['multiply', 'column_lens'][i % 2] ?? '',
    ]
    const labels = { station: 'Problem Statement', matrix: 'C', cell: `${row},${column}`, stage }
    const payloadHash = hash()
    const about = { key: `C/${row},${column}/${stage}/${i}`, tag: 'model/generate', digest: payloadHash, labels }
    const at = 1_760_000_000_000 + i * 37
    return [
      { kind: 'sent' as const, at, about, amount, source: null, payloadHash, payload: json(1500), hash: hash() },
      {
        kind: 'settled' as const,
        at,
        about,
        amount,
        source: null,
        payloadHash: hash(),
        payload: json(450),
        hash: hash(),
      },
    ]
  })
  return rows.flat().map((entry, sequence) => ({ sequence, ...entry }))
}

const right = <A>(outcome: Either<{ readonly because: string }, A>): A => {
  if (E.isLeft(outcome)) throw new Error(outcome.left.because)
  return outcome.right
}

/** Writes a run in groups of 64. */
export const written = async (store: Store, entries: readonly Entry[], group = 64): Promise<void> => {
  const key = 'k'
  const run = 'r'
  const program = { name: 'cf14', version: 1 }
  right(
    await store['journal/create'](
      { _tag: 'journal/create', key, run, program, labels: {}, parent: null, hash: hash(), at: 0 },
      context,
    )(),
  )
  for (let expected = 0; expected < entries.length; expected += group) {
    const part = entries.slice(expected, expected + group)
    right(
      await store['journal/append'](
        { _tag: 'journal/append', key, run, expected, entries: part, status: 'running', at: 1 },
        context,
      )(),
    )
  }
}

/** Bytes of the database and its log; the reserve is no data. */
export const bytesIn = (directory: string): number =>
  readdirSync(directory)
    .filter((file) => file.startsWith('chorale.db'))
    .reduce((sum, file) => sum + statSync(join(directory, file)).size, 0)

const millis = async (work: () => Promise<unknown>): Promise<number> => {
  const start = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - start) / 1e6
}

const median = (figures: readonly number[]): number => [...figures].sort((a, b) => a - b)[figures.length >> 1] ?? 0

/** The same rows into the same tables with the same driver, in the same groups: one prepared insert for each row, and nothing else. */
const raw = (directory: string, entries: readonly Entry[], group: number): void => {
  const connection = right(
    E.mapLeft((bad: { readonly because: string }) => bad)(E.chainW(openRaw)(checkOptions({ directory }))),
  )
  const insert = (sql: string, values: Request['values']): void => void connection.run({ sql, values })
  const body = 'INSERT INTO payloads VALUES (?, ?, ?)'
  const row = `INSERT INTO entries VALUES (${Array.from({ length: 19 }, () => '?').join(', ')})`
  for (let from = 0; from < entries.length; from += group) {
    connection.exec('BEGIN IMMEDIATE')
    for (const { sequence, at, kind, about, payloadHash, payload, hash: chain } of entries.slice(from, from + group)) {
      const id = sequence + 2
      insert(body, [id, Number.parseInt(payloadHash.slice(0, 12), 16), payload])
      const mark = kind === 'sent' ? [null, about?.key ?? null, 1, null] : [sequence - 1, null, null, null]
      const rest = [1, 1234, 800, 0, 120, 0, null, null, id, hashIn(payloadHash), hashIn(chain)]
      insert(row, [1, sequence, at, kind === 'sent' ? 4 : 1, ...mark, ...rest])
    }
    connection.exec('COMMIT')
  }
  connection.close()
}

const openRaw = (config: Parameters<typeof openStore>[1]) => openStore({ doing: 'measure' }, config)

const fresh = async (work: (directory: string) => Promise<void>): Promise<void> => {
  const directory = mkdtempSync(join(tmpdir(), 'chorale-measure-'))
  await work(directory)
  rmSync(directory, { recursive: true })
}

const readAll = async (store: Store, payloads: 'all' | 'inputs', upTo: number): Promise<void> => {
  for (let from = 0; from < upTo; from += 2000)
    right(
      await store['journal/read']({ _tag: 'journal/read', key: 'k', run: 'r', from, limit: 2000, payloads }, context)(),
    )
}

const load = (store: Store) => store['journal/load']({ _tag: 'journal/load', key: 'k', run: 'r' }, context)()

/** The best of several rounds is what the machine can do, the median what it did while others used it, too. */
const summed = (figures: readonly number[]): string =>
  `best ${Math.min(...figures).toFixed(1)} ms, median ${median(figures).toFixed(1)} ms of ${figures.length}`

const appending = async (say: Say): Promise<void> => {
  const entries = realistic(12_000)
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < 9; round += 1) {
    await fresh(async (directory) => {
      const store = local({ directory, ballastBytes: 0 })
      ours.push(await millis(() => written(store, entries)))
      await store.close()
    })
    await fresh(async (directory) => void theirs.push(await millis(() => Promise.resolve(raw(directory, entries, 64)))))
  }
  const ratios = ours.map((own, i) => (theirs[i] ?? 0) / own)
  say(`24,000 entries appended in groups of 64: ${summed(ours)}; raw inserts: ${summed(theirs)}`)
  say(
    `ratio to raw inserts: of the bests ${(Math.min(...theirs) / Math.min(...ours)).toFixed(2)}, median of pairs ${median(ratios).toFixed(2)}`,
  )
  await fresh(async (directory) => {
    const store = local({ directory, ballastBytes: 0 })
    const ms = await millis(() => written(store, entries.slice(0, 2000), 1))
    say(`appended one by one: ${Math.round(2_000_000 / ms)} entries/s`)
    await store.close()
  })
}

const reading = async (say: Say): Promise<void> => {
  await fresh(async (directory) => {
    const entries = realistic(12_000)
    const unique = entries.reduce((sum, { payload }) => sum + Buffer.byteLength(payload ?? ''), 0)
    const store = local({ directory })
    await written(store, entries)
    await store.close()
    say(`bytes: ${bytesIn(directory)} for ${unique} of payloads, ratio ${(bytesIn(directory) / unique).toFixed(3)}`)
    for (const payloads of ['inputs', 'all'] as const) {
      const times: number[] = []
      for (let round = 0; round < 15; round += 1) times.push(await millis(() => readAll(store, payloads, 24_000)))
      say(
        `24,000 entries read with '${payloads}' in pages of 2,000: first ${times[0]?.toFixed(0) ?? ''} ms, ${summed(times)}`,
      )
    }
    await store.close()
  })
}

const opening = async (say: Say): Promise<void> => {
  await fresh(async (directory) => {
    const store = local({ directory })
    await written(store, realistic(50_000), 1000)
    await store.close()
    const times: number[] = []
    for (let round = 0; round < 9; round += 1) {
      times.push(await millis(() => load(store)))
      await store.close()
    }
    say(`opened and loaded at 100,000 entries: first ${times[0]?.toFixed(1) ?? ''} ms, ${summed(times)}`)
  })
}

const listing = async (say: Say): Promise<void> => {
  await fresh(async (directory) => {
    const store = local({ directory, ballastBytes: 0 })
    const [key, program, labels] = ['k', { name: 'cf14', version: 1 }, { tenant: 't', cell: '0,1' }]
    for (let i = 0; i < 2000; i += 1)
      right(
        await store['journal/create'](
          { _tag: 'journal/create', key, run: `run ${i}`, program, labels, parent: null, hash: hash(), at: i },
          context,
        )(),
      )
    const times: number[] = []
    for (let round = 0; round < 9; round += 1)
      times.push(
        await millis(() =>
          store['journal/list'](
            { _tag: 'journal/list', key, where: { labels: { tenant: 't' } }, limit: 50 },
            context,
          )(),
        ),
      )
    say(`a page of 50 of 2,000 runs listed by a label: ${summed(times)}`)
    await store.close()
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const say: Say = (line) => void process.stdout.write(`${line}\n`)
  say(
    `${driverName()} on Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1) ?? ''} on ${cpus().length} cores`,
  )
  const wanted = process.argv.slice(2)
  for (const part of [appending, reading, opening, listing, walking, searching])
    if (wanted.length === 0 || wanted.includes(part.name)) await part(say)
}
