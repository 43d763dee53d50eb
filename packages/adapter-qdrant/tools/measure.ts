import { pathToFileURL } from 'node:url'
import { QdrantClient } from '@qdrant/js-client-rest'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '@chorale/core/fault'
import { pointUuid, type Point } from '@chorale/core/ports/vector'
import { seededRandom } from '@chorale/core/testing'
import { qdrant } from '../src/index.js'

/** How much is measured. */
export interface Amount {
  readonly points: number
  readonly dimension: number
  readonly searches: number
  /** How often everything is written, by the adapter and by the raw client in turn. */
  readonly rounds: number
}

/** What was measured. */
export interface Measured {
  /** In the best round: a shared machine makes a round slower, never faster. */
  readonly pointsPerSecond: { readonly adapter: number; readonly raw: number }
  /** The median search. */
  readonly searchMs: { readonly adapter: number; readonly raw: number }
}

const context = { run: 'measure', attempt: 1, signal: new AbortController().signal }
const [batchSize, streams, limit] = [256, 3, 10]

/** What a store is asked, by either of the two. */
interface Side {
  readonly write: (points: readonly Point[]) => Promise<unknown>
  readonly search: (vector: readonly number[]) => Promise<unknown>
  readonly remake: () => Promise<unknown>
}

/** Measures the adapter beside the raw client, with the same batches, the same number of them out at once and the same questions. */
export const measured = async (
  uri: string,
  { points: count, dimension, searches, rounds }: Amount,
): Promise<Measured> => {
  const random = seededRandom(20_261)
  const vector = () => Array.from({ length: dimension }, () => random() - 0.5)
  const points = Array.from({ length: count }, (_, i) => ({
    ...{ id: `message/${i}`, vector: vector() },
    payload: {
      content: `text ${i} `.repeat(20),
      thread_id: `t${i % 50}`,
      role: 'user',
      created_at: 1_760_000_000_000 + i,
    },
  }))
  const questions = Array.from({ length: searches }, vector)
  const sides = { adapter: adapterSide(uri, dimension), raw: rawSide(uri, dimension) }
  const writes = { adapter: [] as number[], raw: [] as number[] }
  const asked = { adapter: [] as number[], raw: [] as number[] }
  for (let round = 0; round < rounds; round += 1)
    for (const name of inTurn(round)) {
      await sides[name].remake()
      writes[name].push(await msOf(() => sides[name].write(points)))
    }
  // Both search what was written last.
  for (const [i, question] of [...questions, ...questions].entries())
    for (const name of inTurn(i)) {
      const ms = await msOf(() => sides[name].search(question))
      // The first half warms up.
      if (i >= searches) asked[name].push(ms)
    }
  const rate = (times: readonly number[]) => Math.round((count / Math.min(...times)) * 1000)
  return {
    pointsPerSecond: { adapter: rate(writes.adapter), raw: rate(writes.raw) },
    searchMs: { adapter: median(asked.adapter), raw: median(asked.raw) },
  }
}

/** Who goes first changes with every turn. */
const inTurn = (turn: number) => (turn % 2 === 0 ? (['adapter', 'raw'] as const) : (['raw', 'adapter'] as const))

const msOf = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1] ?? 0

const adapterSide = (url: string, dimension: number): Side => {
  // On a busy machine a server may pause for longer than the deadlines allow.
  const store = qdrant({ url, batchSize, streams, deadlines: { readMs: 60_000, writeMs: 60_000 } })
  const about = { key: 'k', collection: 'measured' }
  return {
    write: async (points) => done(await store['vector/upsert']({ ...about, _tag: 'vector/upsert', points }, context)()),
    search: async (vector) =>
      done(await store['vector/search']({ ...about, _tag: 'vector/search', vector, limit }, context)()),
    remake: async () => {
      done(await store['vector/drop']({ ...about, _tag: 'vector/drop' }, context)())
      done(
        await store['vector/collection'](
          { ...about, _tag: 'vector/collection', dimension, metric: 'cosine' },
          context,
        )(),
      )
    },
  }
}

/** The right side; a left one ends the measurement. */
const done = <A>(outcome: Either<EffectError, A>): A => {
  if (E.isLeft(outcome)) throw new Error(outcome.left.because)
  return outcome.right
}

const rawSide = (url: string, size: number): Side => {
  const client = new QdrantClient({ url, checkCompatibility: false, headers: { 'accept-encoding': 'identity' } })
  const name = 'measured'
  return {
    write: async (points) => {
      let next = 0
      const stream = async () => {
        for (let from = next; from < points.length; from = next) {
          next += batchSize
          const batch = points.slice(from, from + batchSize)
          await client.upsert(name, {
            wait: true,
            points: batch.map(({ id, vector, payload }) => ({ id: pointUuid(id), vector: [...vector], payload })),
          })
        }
      }
      await Promise.all(Array.from({ length: streams }, stream))
    },
    search: (vector) => client.query(name, { query: [...vector], limit, with_payload: true, params: { exact: true } }),
    remake: async () => {
      await client.deleteCollection(name)
      await client.createCollection(name, { vectors: { size, distance: 'Cosine' } })
    },
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const url = process.env['QDRANT_URL'] ?? 'http://127.0.0.1:6333'
  const found = await measured(url, { points: 12_000, dimension: 384, searches: 100, rounds: 5 })
  process.stdout.write(`${JSON.stringify(found, null, 2)}\n`)
}
