import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { combine, type Context, type Interpreter } from '@chorale/core/effect'
import { valley, type ValleyInput, type ValleyTypes } from '@chorale/core/cf14'
import type { EffectError } from '@chorale/core/fault'
import { unavailable } from '@chorale/core/fault'
import type { GraphEffect, GraphUpsert } from '@chorale/core/ports/graph'
import { start, type Ending } from '@chorale/core/run'
import { echoResolver, type Resolving } from '@chorale/core/testing'
import { clockOf } from '../laws/clocks.js'

/** A context for effects that a test carries out itself. */
export const context: Context = { run: 'test', attempt: 1, signal: new AbortController().signal }

/** A graph store. */
export type Graph = Interpreter<GraphEffect>

/** Walks a valley as thread `t` into a given store. */
export const walkInto = (
  store: Graph,
  input: ValleyInput = {},
  {
    resolver = echoResolver(),
    run = 'r',
    now = () => 1_700_000_000_000,
  }: {
    readonly resolver?: Resolving
    readonly run?: string
    readonly now?: () => number
  } = {},
): Promise<Ending<ValleyTypes>> =>
  start(
    valley,
    { threadId: 't', ...input },
    { interpreter: combine(resolver, store), run, clock: clockOf(now) },
  ).result()

/** The right side; a test that gets the left side fails with it. */
export const right = <A>(either: Either<unknown, A>): A => {
  if (E.isLeft(either)) throw new Error(JSON.stringify(either.left))
  return either.right
}

const labels = ['SemanticThread', 'Component', 'ComponentState', 'SemanticOperation']
const types = ['CONTAINS', 'HAS_STATE', 'CONSUMES', 'PRODUCES', 'DEPENDS_ON', 'DERIVES_FROM']

/** How many nodes of each label and relationships of each type a store holds. */
export const countsIn = async (store: Graph): Promise<{ readonly [name: string]: number }> => {
  const counts: [string, number][] = []
  for (const label of labels) {
    const found = await store['graph/query'](
      { _tag: 'graph/query', key: 'count', match: { label }, limit: 0 },
      context,
    )()
    counts.push([label, right(found).count])
  }
  for (const type of types) {
    const found = await store['graph/relationships'](
      { _tag: 'graph/relationships', key: 'count', type, limit: 0 },
      context,
    )()
    counts.push([type, right(found).count])
  }
  return Object.fromEntries(counts)
}

/** A connection that is refused. */
export const lostConnection = (doing: string): EffectError =>
  unavailable({ doing, because: 'ConnectionError', next: 'Start the store.', applied: 'no' })

/** A store that is down while `isDown` says so, and counts the writes it refused. */
export const breaking = (
  store: Graph,
  isDown: (effect: GraphEffect) => boolean,
): Graph & { readonly refused: () => number } => {
  let refused = 0
  const refuse = (effect: GraphEffect) => {
    refused += effect._tag === 'graph/upsert' ? 1 : 0
    return () => Promise.resolve(E.left(lostConnection(effect.key)))
  }
  return {
    'graph/upsert': (effect: GraphUpsert, c) => (isDown(effect) ? refuse(effect) : store['graph/upsert'](effect, c)),
    'graph/delete': (effect, c) => (isDown(effect) ? refuse(effect) : store['graph/delete'](effect, c)),
    'graph/query': (effect, c) => (isDown(effect) ? refuse(effect) : store['graph/query'](effect, c)),
    'graph/relationships': (effect, c) => (isDown(effect) ? refuse(effect) : store['graph/relationships'](effect, c)),
    'graph/migrate': (effect, c) => (isDown(effect) ? refuse(effect) : store['graph/migrate'](effect, c)),
    refused: () => refused,
  }
}
