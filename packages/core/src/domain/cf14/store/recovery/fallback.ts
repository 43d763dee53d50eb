import type { Effect, Handler } from '../../../../kit/effect/index.js'
import type { GraphUpsert, GraphWritten, NodeWrite, Relationship } from '../../../../ports/graph/index.js'
import type { Terms } from '../../../../ports/index.js'

/** Writes to the store that is used while the real one is down; the same law as `graph/upsert`. Spec cf14 6.7. */
export interface FallbackUpsert extends Effect<'fallback/upsert', GraphWritten> {
  readonly nodes: readonly NodeWrite[]
  readonly relationships: readonly Relationship[]
}

/** A graph store as the fallback of another: `combine(store, fallback(memory()))`. */
export const fallback = (store: {
  readonly 'graph/upsert': Handler<GraphUpsert>
}): { readonly 'fallback/upsert': Handler<FallbackUpsert> } => ({
  'fallback/upsert': (effect, context) => store['graph/upsert']({ ...effect, _tag: 'graph/upsert' }, context),
})

/** What a runner must know of the fallback: it is free, and may be repeated. For the run's option `terms`. */
export const recoveryTerms: { readonly 'fallback/upsert': Terms } = {
  'fallback/upsert': { isPaid: false, isReusable: false, isWrite: true, whenUnknown: 'retry' },
}
