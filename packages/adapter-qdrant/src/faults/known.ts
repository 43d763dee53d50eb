import { badAnswer, conflict, notFound, rejected, type BadInput, type EffectError } from '@chorale/core/fault'
import type { Metric, VectorEffect } from '@chorale/core/ports/vector'

/** What was being done, and with which collection: the part of a fault that is known before anything happens. */
export interface Scene {
  readonly doing: string
  readonly ids?: { readonly [name: string]: string }
}

/** The scene of an effect. */
export const sceneOf = ({ _tag, key, collection }: VectorEffect): Scene => ({
  doing: `carry out ${_tag} ${key}`,
  ids: { collection },
})

/** Options that were refused, told by the first effect that needs them. */
export const refusedOptions = (scene: Scene, bad: BadInput): EffectError =>
  rejected({ ...scene, because: bad.because, next: 'Correct the options of qdrant().' })

/** There is no such collection. */
export const noCollection = (scene: Scene): EffectError =>
  notFound({
    ...scene,
    because: `there is no collection ${nameIn(scene)}`,
    next: 'Make it first with vector/collection.',
  })

/** It is there, and it is another one. */
export const otherCollection = (
  scene: Scene,
  found: { readonly dimension: number; readonly metric: Metric },
): EffectError =>
  conflict({
    ...scene,
    because: `${nameIn(scene)} is there with dimension ${found.dimension} and metric ${found.metric}`,
    next: 'Use another name, or embed everything anew into a new collection.',
  })

/** It was made by somebody else, and holds what the port does not know. */
export const foreignCollection = (scene: Scene): EffectError =>
  conflict({
    ...scene,
    because: `${nameIn(scene)} is there with vectors that have names or another metric than cosine, dot and euclid`,
    next: 'Use another name.',
  })

/** A vector does not fit its collection. */
export const otherDimension = (
  scene: Scene,
  { path, found, wanted }: { readonly path: string; readonly found: number; readonly wanted: number },
): EffectError =>
  rejected({
    ...scene,
    because: `${path}: it has ${found} dimensions, and ${nameIn(scene)} has ${wanted}`,
    next: 'Embed with the model that the collection was made for.',
  })

/** The server answered with something that is no answer to the request. */
export const unreadable = (scene: Scene, reason: string): EffectError =>
  badAnswer({
    ...scene,
    ...{ reason, retryable: false, attempts: 1 },
    because: `the server's answer cannot be read: ${reason}`,
    next: 'See whether the address is that of a Qdrant server of a version that is supported.',
  })

const nameIn = ({ ids }: Scene): string => ids?.['collection'] ?? ''
