import { setTimeout as passing } from 'node:timers/promises'
import { lexicon } from '@chorale/adapter-lexicon'
import { neo4j } from '@chorale/adapter-neo4j'
import { qdrant } from '@chorale/adapter-qdrant'
import { combine, type Handler, type Interpreter } from '@chorale/core/effect'
import { applyTo, policyOf, type PolicyEvent, type PolicySpec } from '@chorale/core/policy'
import type { Clock, Generate } from '@chorale/core/ports'
import type { Neo4jAddress, QdrantAddress } from '@chorale/rig'
import type { GraphEffect } from '@chorale/core/ports/graph'
import type { JournalEffect } from '@chorale/core/ports/journal'
import type { VectorEffect } from '@chorale/core/ports/vector'
import { shadowed } from './shadow.js'

/** The system's clock. */
export const clock: Clock = {
  now: () => Date.now(),
  wait: (ms, signal) => passing(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
}

/** How long the stores may take to answer, in ms: short, so that a server that hangs is found out soon. */
export const deadlines = { readMs: 1500, writeMs: 2000, startMs: 30_000 } as const

/** Round every effect on a store: tried again, cut off while it is away, waited for until it is back. */
const patient: PolicySpec = {
  retry: { retries: 1, baseMs: 50, repeatable: true },
  breaker: { threshold: 2, recoveryMs: 1000 },
  patience: { maxMs: 180_000, everyMs: 250, repeatable: true },
}

/** An append that may have been applied is not repeated: the runner finds out by the journal's head. */
const fenced: PolicySpec = { patience: { maxMs: 180_000, everyMs: 250 } }

/** What was asked of a store, and how long it took. */
export interface Asked {
  readonly effect: string
  readonly ms: number
  /** The tag of the error, where it was one. */
  readonly error: string | undefined
}

/** Where the servers are. */
export interface Addresses {
  readonly neo4j: Neo4jAddress
  readonly qdrant: QdrantAddress
}

/** What a program persists to. */
export type Stores = Interpreter<GraphEffect> & Interpreter<JournalEffect> & Interpreter<VectorEffect>

/** Real stores with all that is put round them. */
export interface Setting {
  readonly stores: Stores
  /** In memory, what they have acknowledged. */
  readonly shadow: Interpreter<GraphEffect> & Interpreter<VectorEffect>
  readonly ready: () => Promise<unknown>
  readonly close: () => Promise<unknown>
}

/** Opens nothing before its first use. */
export const settingOf = (
  at: Addresses,
  told: { readonly asked: (asked: Asked) => void; readonly tell: (event: PolicyEvent) => void },
): Setting => {
  const { uri, user, password = '' } = at.neo4j
  const graph = neo4j({
    uri,
    auth: user === undefined ? { _tag: 'none' } : { _tag: 'basic', username: user, password },
    timeouts: { ...deadlines, connectMs: deadlines.readMs },
  })
  const { uri: url, apiKey } = at.qdrant
  const vectors = qdrant({ url, deadlines, ...(apiKey === undefined ? {} : { apiKey }) })
  const { stores, shadow } = shadowed(combine(graph, vectors))
  const timed = applyTo(stores, (handler) => timing(handler, told.asked))
  const parts = { clock, random: Math.random, tell: told.tell }
  // One circuit for each server.
  const [onGraph, onVectors, onJournal] = [policyOf(patient, parts), policyOf(patient, parts), policyOf(fenced, parts)]
  const patiently = applyTo(
    timed,
    Object.fromEntries(
      Object.keys(timed).map((tag) => [
        tag,
        tag.startsWith('journal/') ? onJournal : tag.startsWith('vector/') ? onVectors : onGraph,
      ]),
    ),
  )
  const ready = () => Promise.all([graph.ready(), vectors.ready()])
  return { stores: patiently, shadow, ready, close: () => Promise.all([graph.close(), vectors.close()]) }
}

const timing = <H>(handler: H, asked: (asked: Asked) => void): H => {
  // A cast at the seam: whatever effects it carries out, it is timed alike.
  const inner = handler as Handler<{ readonly _tag: string; readonly key: string }>
  const outer: typeof inner = (effect, context) => async () => {
    const begun = performance.now()
    const outcome = await inner(effect, context)()
    const error = outcome._tag === 'Left' ? outcome.left._tag : undefined
    asked({ effect: effect._tag, ms: performance.now() - begun, error })
    return outcome
  }
  return outer as H
}

/** The lexicon, slow: so that there is something to be killed in the middle of. */
export const slowly = (ms: number): ReturnType<typeof lexicon> => {
  const model = lexicon()
  const generate: Interpreter<Generate>['model/generate'] = (effect, context) => async () => {
    await passing(ms)
    return model['model/generate'](effect, context)()
  }
  return { ...model, 'model/generate': generate }
}
