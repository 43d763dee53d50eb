import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '@chorale/core/fault'
import type { VectorCollection } from '@chorale/core/ports/vector'
import { makeCollection, makeIndex } from '../compile/collection.js'
import type { Shape } from '../decode/collection.js'
import { otherCollection } from '../faults/index.js'
import type { Ask, Session } from '../session.js'
import { carried } from './carried.js'

/** Answers `vector/collection`. */
export const collection = (session: Session) =>
  carried(session, async (effect: VectorCollection, ask) => {
    const made = await present(effect, ask)
    if (E.isLeft(made)) return made
    const { created, shape } = made.right
    if (shape.dimension !== effect.dimension || shape.metric !== effect.metric)
      return E.left(otherCollection(ask.scene, shape))
    for (const index of effect.indexes ?? []) {
      if (shape.indexed.has(index.name)) continue
      const indexed = await ask.call(makeIndex(ask.collection, index))
      if (E.isLeft(indexed)) return indexed
    }
    return E.right({ created })
  })

/** The collection as it is, made where it was missing. */
const present = async (
  effect: VectorCollection,
  ask: Ask,
): Promise<Either<EffectError, { readonly created: boolean; readonly shape: Shape }>> => {
  const known = await ask.freshShape()
  if (E.isRight(known)) return E.right({ created: false, shape: known.right })
  if (known.left._tag !== 'NotFound') return known
  const made = await ask.call(makeCollection(ask.collection, effect))
  // Where somebody else was faster, what is there now decides.
  if (E.isLeft(made) && !['Conflict', 'Rejected'].includes(made.left._tag)) return made
  const shape = await ask.freshShape()
  if (E.isLeft(shape)) return E.isLeft(made) ? made : shape
  return E.right({ created: E.isRight(made), shape: shape.right })
}
