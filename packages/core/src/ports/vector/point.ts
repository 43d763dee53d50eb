import { uuidV5, type Json } from '../../kit/base/index.js'

/** How near two vectors are: cosine and dot are better the higher, euclid (a distance) the lower. */
export type Metric = 'cosine' | 'dot' | 'euclid'

/** What is kept with a vector: JSON by name; names match the rule of the graph's. Filters see texts, numbers, booleans and lists of them. */
export type Payload = { readonly [name: string]: Json }

/** A vector under an id. Components are kept as 32-bit floats; with cosine, only the direction is kept. */
export interface Point {
  /** Any text that is not empty. */
  readonly id: string
  readonly vector: readonly number[]
  readonly payload: Payload
}

/** A point without its vector. */
export type PointHead = Omit<Point, 'vector'>

/** UUID v5 of `urn:chorale:vector-point` in the namespace of URLs. */
const namespace = 'aa1766f2-33a6-5263-a56b-8aa6033059cb'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u

/**
 * The UUID by which a store may keep a point: the id itself where it is one in small letters, otherwise its UUID v5. Points are scrolled in the
 * order of these. Spec chorus 9.1.
 */
export const pointUuid = (id: string): string => (uuid.test(id) ? id : uuidV5(id, namespace))
