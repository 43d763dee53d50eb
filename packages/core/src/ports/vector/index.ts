/** The vector port: points under ids, searched by nearness. */
export { pointUuid, type Metric, type Payload, type Point, type PointHead } from './point.js'
export {
  mostHits,
  type Hit,
  type PayloadIndex,
  type VectorCollection,
  type VectorCount,
  type VectorDelete,
  type VectorDrop,
  type VectorEffect,
  type VectorGet,
  type VectorPage,
  type VectorPayload,
  type VectorScroll,
  type VectorSearch,
  type VectorUpsert,
} from './effects.js'
export type { VectorCapabilities } from './capabilities.js'
export { checkVector } from './check.js'
export { keptVector, nearest, type Searched } from './nearest.js'
export { compareHits, fitsFilter, passes, roundedScore } from './rank.js'
