import type { Effect } from '../../kit/effect/index.js'
import type { Condition } from '../condition.js'
import type { Metric, Payload, Point, PointHead } from './point.js'

/** A payload property that filters may name, so that a store can look it up fast. */
export interface PayloadIndex {
  readonly name: string
  readonly kind: 'text' | 'number' | 'boolean'
}

/** Most hits of a search and points of a page. */
export const mostHits = 10_000

/**
 * Makes a collection where it is missing. One that is there with another dimension or metric is a `Conflict`: it is never changed. Indexes that
 * are missing are made.
 */
export interface VectorCollection extends Effect<'vector/collection', { readonly created: boolean }> {
  readonly collection: string
  readonly dimension: number
  readonly metric: Metric
  readonly indexes?: readonly PayloadIndex[]
}

/** Deletes a collection with all its points; one that is not there changes nothing. */
export interface VectorDrop extends Effect<'vector/drop', { readonly dropped: boolean }> {
  readonly collection: string
}

/**
 * Writes points, all or nothing where the store is atomic; one that exists is replaced. What is acknowledged can be searched. Every effect below is
 * `NotFound` where there is no such collection; a vector of another dimension, or with a component that no 32-bit float holds, is `Rejected`.
 */
export interface VectorUpsert extends Effect<'vector/upsert', { readonly points: number }> {
  readonly collection: string
  readonly points: readonly Point[]
}

/** Reads points by their ids, in the order asked for; what is not there is left out. */
export interface VectorGet extends Effect<'vector/get', { readonly points: readonly (Point | PointHead)[] }> {
  readonly collection: string
  readonly ids: readonly string[]
  readonly vectors: 'with' | 'without'
}

/** Lays properties over the payloads of points that are there; one that is null is taken away. What is not there is left out and not counted. */
export interface VectorPayload extends Effect<'vector/payload', { readonly changed: true }> {
  readonly collection: string
  readonly ids: readonly string[]
  readonly set: Payload
}

/** Deletes points by their ids; what is not there changes nothing. */
export interface VectorDelete extends Effect<'vector/delete', { readonly deleted: true }> {
  readonly collection: string
  readonly ids: readonly string[]
}

/**
 * The nearest points that fit a filter, the best first: by score rounded to 6 decimals, then by `created_at` (the newest first, absent last),
 * then by id. `threshold` leaves out what is worse.
 */
export interface VectorSearch extends Effect<'vector/search', { readonly hits: readonly Hit[] }> {
  readonly collection: string
  readonly vector: readonly number[]
  /** From 1 to {@link mostHits}. */
  readonly limit: number
  readonly filter?: readonly Condition[]
  readonly threshold?: number
}

/** A point that was found. */
export interface Hit extends PointHead {
  readonly score: number
}

/** A page of points that fit a filter, in the order of their UUIDs, behind the id that the page before ended with. */
export interface VectorScroll extends Effect<'vector/scroll', VectorPage> {
  readonly collection: string
  readonly filter?: readonly Condition[]
  readonly after?: string
  /** From 1 to {@link mostHits}. */
  readonly limit: number
  readonly vectors: 'with' | 'without'
}

/** Points in their order; `after` is null where there are no more. */
export interface VectorPage {
  readonly points: readonly (Point | PointHead)[]
  readonly after: string | null
}

/** How many points fit a filter. */
export interface VectorCount extends Effect<'vector/count', { readonly count: number }> {
  readonly collection: string
  readonly filter?: readonly Condition[]
}

/** All effects of the vector port. */
export type VectorEffect =
  | VectorCollection
  | VectorDrop
  | VectorUpsert
  | VectorGet
  | VectorPayload
  | VectorDelete
  | VectorSearch
  | VectorScroll
  | VectorCount
