import * as E from 'fp-ts/lib/Either.js'
import { memory } from '../packages/adapter-memory/dist/index.js'
import { contentHash } from '../packages/core/dist/base.js'
import { chorus, phases } from '../packages/core/dist/chorus.js'
import {
  collectionEffect,
  emptyStorage,
  messagesView,
  repairConsistency,
  verifyConsistency,
  type StorageState,
} from '../packages/core/dist/chorus-store.js'
import type { Context } from '../packages/core/dist/effect.js'
import { start } from '../packages/core/dist/run.js'
import { scripted } from '../packages/core/dist/testing-chorus.js'

const dimension = 32
const loop = chorus({ phases, memory: { dimension }, serviceKey: 'service' })
const model = scripted({ dimension })
const context = { run: 'bench', attempt: 1, signal: new AbortController().signal }

type Model = typeof model
type Handle = (effect: never, context: Context) => () => Promise<unknown>

/** The same model with a watch on it: what it takes by itself is not the loop's. What it tells while it writes is. */
const watched = (): { readonly model: Model; readonly ms: () => number } => {
  let spent = 0
  const during = <A>(work: () => A): A => {
    const begun = performance.now()
    const made = work()
    spent += performance.now() - begun
    return made
  }
  const timed =
    (handle: Handle): Handle =>
    (effect, context) => {
      const tell = (partial: unknown): void => {
        const begun = performance.now()
        context.tell?.(partial)
        spent -= performance.now() - begun
      }
      const heard = context.tell === undefined ? context : { ...context, tell }
      const task = during(() => handle(effect, heard))
      // Until it hands its promise over: what comes after that may be the loop's.
      return () => during(task)
    }
  const handlers = Object.entries(model).map(([tag, handle]) => [tag, timed(handle as Handle)])
  return { model: Object.fromEntries(handlers) as Model, ms: () => spent }
}

/** Loops that share a memory: what is measured is a loop, not a search through all that others have left. */
const TOGETHER = 20

/** Milliseconds that a loop with eight calls adds to its scripted model, everything in memory, journal included: the mean of so many. */
export const loopMs = async (loops: number): Promise<number> => {
  let spent = 0
  for (let first = 0; first < loops; first += TOGETHER) spent += await togetherMs(Math.min(TOGETHER, loops - first))
  return spent / loops
}

const togetherMs = async (loops: number): Promise<number> => {
  const store = memory()
  const made = await store['vector/collection'](collectionEffect('c', messagesView({ dimension })), context)()
  if (E.isLeft(made)) throw new Error(made.left.because)
  const watch = watched()
  const interpreter = { ...store, ...watch.model }
  const begun = performance.now()
  for (let i = 0; i < loops; i += 1) {
    // A thread of its own each: nothing of the others is found.
    const params = { threadId: `t${i}`, prompt: 'What is a warm cache?', userKey: 'user', turns: [] }
    const { result } = await start(loop, params, { interpreter, journal: store }).result()
    if (result.usage.aiCalls !== 8) throw new Error(`wanted 8 calls, counted ${result.usage.aiCalls}`)
  }
  return performance.now() - begun - watch.ms()
}

/** Milliseconds in which the vectors, hashes, indexes and relations of so many messages are checked. */
export const verifyMs = (wanted: number): number => {
  const content = 'What a person said.'
  const said = { content, content_hash: contentHash(content), thread_id: 't1', author: 'a', role: 'user' }
  const points = new Map(
    Array.from({ length: wanted }, (_, i) => {
      const vector = Array.from({ length: dimension }, (_, j) => Math.sin(i + j))
      return [`m${i}`, { id: `m${i}`, vector, payload: { ...said, created_at: `2026-01-01T00:00:00.${i}Z` } }] as const
    }),
  )
  const empty = emptyStorage({ messages: { dimension, metric: 'cosine' } })
  const before = empty.collections.get('messages')
  if (before === undefined) throw new Error('no collection')
  const bare: StorageState = {
    ...empty,
    collections: new Map([['messages', { ...before, points, pointCount: points.size }]]),
    threads: new Map([['t1', { messages: [...points.keys()], coAuthors: ['a'] }]]),
  }
  // The repair fills the indexes.
  const { state: whole } = repairConsistency(bare, verifyConsistency(bare))
  const begun = performance.now()
  const found = verifyConsistency(whole)
  const spent = performance.now() - begun
  if (found.length > 0) throw new Error(`found ${found[0]?.kind}`)
  return spent
}
