import * as E from 'fp-ts/lib/Either.js'
import { graph, vectors } from '@chorale/adapter-memory'
import type { Effect, Handler, Interpreter } from '@chorale/core/effect'
import type { GraphEffect } from '@chorale/core/ports/graph'
import type { VectorEffect } from '@chorale/core/ports/vector'

type Stores = Interpreter<GraphEffect> & Interpreter<VectorEffect>

/** What changes a store. */
const writes: readonly string[] = [
  ...['graph/upsert', 'graph/delete', 'graph/migrate'],
  ...['vector/collection', 'vector/upsert', 'vector/payload', 'vector/delete'],
]

/** Stores, and beside them in memory what they have acknowledged: afterwards the two must hold the same. */
export const shadowed = <S extends Stores>(stores: S): { readonly stores: S; readonly shadow: Stores } => {
  const shadow: Stores = { ...graph(), ...vectors() }
  const handlers = Object.entries(stores).map(([tag, handler]) => [
    tag,
    // Casts at the seam: what a record holds under a tag carries out effects of that tag, in both records.
    writes.includes(tag)
      ? repeated(handler as Handler<Effect>, (shadow as unknown as { readonly [tag: string]: Handler<Effect> })[tag])
      : handler,
  ])
  return { stores: Object.fromEntries(handlers) as S, shadow }
}

const repeated =
  (handler: Handler<Effect>, also: Handler<Effect> | undefined): Handler<Effect> =>
  (effect, context) =>
  async () => {
    const outcome = await handler(effect, context)()
    if (E.isRight(outcome)) await also?.(effect, context)()
    return outcome
  }
