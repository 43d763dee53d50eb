import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { conflict, notFound, rejected, type EffectError } from '@chorale/core/fault'
import type { Interpreter } from '@chorale/core/effect'
import { checkVector, fitsFilter, type VectorEffect } from '@chorale/core/ports/vector'
import { collection, type Collection } from './collection.js'

/** Collections by name. */
type Kept = Map<string, Collection>

/** Vectors in typed arrays, searched exactly: the reference for how the port behaves. */
export const vectors = (): Interpreter<VectorEffect> => {
  const kept: Kept = new Map<string, Collection>()
  return { ...ofCollections(kept), ...ofWrites(kept), ...ofReads(kept) }
}

const ofCollections = (kept: Kept): Pick<Interpreter<VectorEffect>, 'vector/collection' | 'vector/drop'> => ({
  'vector/collection': (effect) => () => {
    const fault = checkVector(effect)
    if (fault !== undefined) return Promise.resolve(E.left(fault))
    const there = kept.get(effect.collection)
    if (there === undefined) kept.set(effect.collection, collection(effect.dimension, effect.metric))
    else if (there.dimension !== effect.dimension || there.metric !== effect.metric)
      return Promise.resolve(E.left(otherCollection(effect, there)))
    return Promise.resolve(E.right({ created: there === undefined }))
  },
  'vector/drop': (effect) => () => {
    const fault = checkVector(effect)
    return Promise.resolve(fault === undefined ? E.right({ dropped: kept.delete(effect.collection) }) : E.left(fault))
  },
})

const ofWrites = (
  kept: Kept,
): Pick<Interpreter<VectorEffect>, 'vector/upsert' | 'vector/payload' | 'vector/delete'> => ({
  'vector/upsert': (effect) => () =>
    within(kept, effect, (there) => {
      for (const [i, { vector }] of effect.points.entries())
        if (vector.length !== there.dimension)
          return E.left(
            otherDimension(effect, `points[${i}].vector`, { found: vector.length, wanted: there.dimension }),
          )
      for (const point of effect.points) there.put(point)
      return E.right({ points: effect.points.length })
    }),
  'vector/payload': (effect) => () =>
    within(kept, effect, (there) => {
      for (const id of effect.ids) there.lay(id, effect.set)
      return E.right({ changed: true })
    }),
  'vector/delete': (effect) => () =>
    within(kept, effect, (there) => {
      for (const id of effect.ids) there.remove(id)
      return E.right({ deleted: true })
    }),
})

const ofReads = (
  kept: Kept,
): Pick<Interpreter<VectorEffect>, 'vector/get' | 'vector/search' | 'vector/scroll' | 'vector/count'> => ({
  'vector/get': (effect) => () =>
    within(kept, effect, (there) =>
      E.right({
        points: [...new Set(effect.ids)].flatMap((id) => {
          const point = there.point(id, effect.vectors)
          return point === undefined ? [] : [point]
        }),
      }),
    ),
  'vector/search': (effect) => () =>
    within(kept, effect, (there) =>
      effect.vector.length === there.dimension
        ? E.right({ hits: there.nearest(effect) })
        : E.left(otherDimension(effect, 'vector', { found: effect.vector.length, wanted: there.dimension })),
    ),
  'vector/scroll': (effect) => () => within(kept, effect, (there) => E.right(there.page(effect))),
  'vector/count': (effect) => () =>
    within(kept, effect, (there) => {
      let count = 0
      for (const payload of there.payloads()) if (fitsFilter(payload, effect.filter)) count += 1
      return E.right({ count })
    }),
})

/** Works on the collection that an effect names, where there is nothing wrong with either. */
const within = <A>(kept: Kept, effect: VectorEffect, work: (there: Collection) => Either<EffectError, A>) => {
  const fault = checkVector(effect)
  if (fault !== undefined) return Promise.resolve(E.left(fault))
  const there = kept.get(effect.collection)
  return Promise.resolve(there === undefined ? E.left(noCollection(effect)) : work(there))
}

const doingOf = ({ _tag, key }: VectorEffect): string => `carry out ${_tag} ${key}`

const noCollection = (effect: VectorEffect): EffectError =>
  notFound({
    doing: doingOf(effect),
    because: `there is no collection ${effect.collection}`,
    next: 'Make it first with vector/collection.',
    ids: { collection: effect.collection },
  })

const otherCollection = (effect: VectorEffect, { dimension, metric }: Collection): EffectError =>
  conflict({
    doing: doingOf(effect),
    because: `${effect.collection} is there with dimension ${dimension} and metric ${metric}`,
    next: 'Use another name, or embed everything anew into a new collection.',
    ids: { collection: effect.collection },
  })

const otherDimension = (
  effect: VectorEffect,
  path: string,
  { found, wanted }: { readonly found: number; readonly wanted: number },
): EffectError =>
  rejected({
    doing: doingOf(effect),
    because: `${path}: it has ${found} dimensions, and ${effect.collection} has ${wanted}`,
    next: 'Embed with the model that the collection was made for.',
    ids: { collection: effect.collection },
  })
