import * as E from 'fp-ts/lib/Either.js'
import { vectors as memoryVectors } from '../../packages/adapter-memory/dist/index.js'
import { qdrant } from '../../packages/adapter-qdrant/dist/index.js'
import type { Interpreter } from '../../packages/core/dist/effect.js'
import type { Point, VectorEffect } from '../../packages/core/dist/ports-vector.js'
import type { Group } from '../group.js'
import { qdrantClient } from './drivers.js'

const [COUNT, DIMENSION, BATCH, STREAMS] = [12_000, 384, 256, 3]
const context = { run: 'bench', attempt: 1, signal: new AbortController().signal }

/** Numbers between -1 and 1, the same in every run. */
const numbers = (seed: number): readonly number[] => {
  let state = seed * 2_654_435_761
  return Array.from({ length: DIMENSION }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return state / 2 ** 31
  })
}

const uuidOf = (i: number): string => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`

const points: readonly Point[] = Array.from({ length: COUNT }, (_, i) => ({
  ...{ id: uuidOf(i), vector: numbers(i + 1) },
  payload: { thread_id: `t${i % 7}`, created_at: i },
}))

const right = <A>(outcome: E.Either<{ readonly because: string }, A>): A => {
  if (E.isLeft(outcome)) throw new Error(outcome.left.because)
  return outcome.right
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

const made = async (store: Interpreter<VectorEffect>, collection: string): Promise<void> => {
  const effect = { _tag: 'vector/collection', key: 'c', collection, dimension: DIMENSION, metric: 'cosine' } as const
  right(await store['vector/collection'](effect, context)())
}

const filled = async (store: Interpreter<VectorEffect>, collection: string): Promise<void> =>
  void right(await store['vector/upsert']({ _tag: 'vector/upsert', key: 'u', collection, points }, context)())

const search = async (store: Interpreter<VectorEffect>, collection: string, i: number): Promise<void> => {
  const effect = { _tag: 'vector/search', key: 's', collection, vector: numbers(i + 0.5), limit: 10 } as const
  const { hits } = right(await store['vector/search'](effect, context)())
  if (hits.length !== 10) throw new Error('hits are missing')
}

/** Writing and searching points on Qdrant, through the adapter and bare. */
export const qdrantGroups = async (url: string): Promise<readonly Group[]> => {
  const deadlines = { readMs: 60_000, writeMs: 120_000 }
  const store = qdrant({ url, batchSize: BATCH, streams: STREAMS, deadlines })
  const client = qdrantClient(url)
  await made(store, 'bench_found')
  await filled(store, 'bench_found')
  let round = 0
  const throughAdapter = async (): Promise<number> => {
    const name = `bench_a${(round += 1)}`
    await made(store, name)
    const ms = await timed(() => filled(store, name))
    await client.deleteCollection(name)
    return ms
  }
  const bare = async (): Promise<number> => {
    const name = `bench_b${(round += 1)}`
    await client.createCollection(name, { vectors: { size: DIMENSION, distance: 'Cosine' } })
    const ms = await timed(async () => {
      let at = 0
      const stream = async (): Promise<void> => {
        while (at < COUNT) {
          const batch = points.slice(at, (at += BATCH))
          await client.upsert(name, { wait: true, points: batch })
        }
      }
      await Promise.all(Array.from({ length: STREAMS }, stream))
    })
    await client.deleteCollection(name)
    return ms
  }
  const bareSearch = async (i: number): Promise<void> => {
    const body = { query: numbers(i + 0.5), limit: 10, with_payload: true, params: { exact: true } }
    if ((await client.query('bench_found', body)).points.length !== 10) throw new Error('hits are missing')
  }
  const twenty = (one: (i: number) => Promise<void>) => async (): Promise<number> =>
    timed(async () => {
      for (let i = 0; i < 20; i += 1) await one(i)
    })
  return [
    {
      ...{ name: 'qdrant-upsert', about: `${COUNT} x ${DIMENSION} in batches of ${BATCH}, ${STREAMS} at once` },
      ...{ effectsPerRound: COUNT, rounds: 5 },
      cases: [
        { name: 'adapter', effects: COUNT, part: throughAdapter },
        { name: 'raw client', effects: COUNT, part: bare },
      ],
    },
    {
      ...{ name: 'qdrant-search', about: `the 10 nearest of ${COUNT} x ${DIMENSION}, exact` },
      ...{ effectsPerRound: 20, rounds: 15 },
      cases: [
        { name: 'adapter', effects: 20, part: twenty((i) => search(store, 'bench_found', i)) },
        { name: 'raw client', effects: 20, part: twenty(bareSearch) },
      ],
    },
  ]
}

/** Searching in memory, beside a loop written by hand over one array. */
export const memoryGroup = async (): Promise<Group> => {
  const store = memoryVectors()
  await made(store, 'found')
  await filled(store, 'found')
  const data = new Float32Array(COUNT * DIMENSION)
  points.forEach(({ vector }, i) => {
    const length = Math.hypot(...vector)
    data.set(
      vector.map((each) => each / length),
      i * DIMENSION,
    )
  })
  const byHand = async (i: number): Promise<void> => {
    const query = numbers(i + 0.5)
    const best: { readonly at: number; readonly score: number }[] = []
    for (let at = 0; at < COUNT; at += 1) {
      let score = 0
      for (let k = 0; k < DIMENSION; k += 1) score += (data[at * DIMENSION + k] ?? 0) * (query[k] ?? 0)
      if (best.length < 10 || score > (best[9]?.score ?? 0)) {
        best.push({ at, score })
        best.sort((a, b) => b.score - a.score)
        best.length = Math.min(best.length, 10)
      }
    }
    if (best.length !== 10) throw new Error('hits are missing')
  }
  const ten = (one: (i: number) => Promise<void>) => async (): Promise<number> =>
    timed(async () => {
      for (let i = 0; i < 10; i += 1) await one(i)
    })
  return {
    ...{ name: 'memory-search', about: `the 10 nearest of ${COUNT} x ${DIMENSION} in this process` },
    ...{ effectsPerRound: 10, rounds: 25 },
    cases: [
      { name: 'memory', effects: 10, part: ten((i) => search(store, 'found', i)) },
      { name: 'hand loop', effects: 10, part: ten(byHand) },
    ],
  }
}
