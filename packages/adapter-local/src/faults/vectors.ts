import { conflict, notFound, rejected, type EffectError } from '@chorale/core/fault'
import type { CollectionRecord } from '../compile/collections.js'
import type { Scene } from './known.js'

/** There is no such collection. */
export const noCollection = (scene: Scene, collection: string): EffectError =>
  notFound({ ...scene, because: `there is no collection ${collection}`, next: 'Make it first with vector/collection.' })

/** The collection is there, but not as it is asked for. */
export const otherCollection = (
  scene: Scene,
  { collection, dimension, metric }: Pick<CollectionRecord, 'collection' | 'dimension' | 'metric'>,
): EffectError =>
  conflict({
    ...scene,
    because: `${collection} is there with dimension ${dimension} and metric ${metric}`,
    next: 'Use another name, or embed everything anew into a new collection.',
  })

/** A vector that the collection cannot hold or compare. */
export const otherDimension = (
  scene: Scene,
  { collection, dimension }: Pick<CollectionRecord, 'collection' | 'dimension'>,
  { path, found }: { readonly path: string; readonly found: number },
): EffectError =>
  rejected({
    ...scene,
    because: `${path}: it has ${found} dimensions, and ${collection} has ${dimension}`,
    next: 'Embed with the model that the collection was made for.',
  })
