import { contentHash } from '../../kit/base/index.js'
import type { Payload, Point, VectorPayload } from '../../ports/vector/index.js'

/** What is wrong with one point by itself. Spec chorus 9.4, vector space. */
export interface Inconsistency {
  readonly collection: string
  readonly kind: 'dimension_mismatch' | 'hash_mismatch' | 'non_finite_vector' | 'zero_vector'
  readonly id: string
}

/** Below this length a vector has no direction. Spec chorus 9.2. */
const least = 1e-12

/** Checks points as they were scrolled, vectors and all; in the order of kind, then id. */
export const inconsistenciesIn = (
  { collection, dimension }: { readonly collection: string; readonly dimension: number },
  points: readonly Point[],
): readonly Inconsistency[] =>
  points
    .flatMap(({ id, vector, payload }) => kindsOf(dimension, vector, payload).map((kind) => ({ collection, kind, id })))
    .sort((a, b) => compare(a.kind, b.kind) || compare(a.id, b.id))

const kindsOf = (dimension: number, vector: readonly number[], payload: Payload): readonly Inconsistency['kind'][] => {
  const isOff = isMismatch(payload) ? (['hash_mismatch'] as const) : []
  if (vector.length !== dimension) return ['dimension_mismatch', ...isOff]
  if (!vector.every(Number.isFinite)) return ['non_finite_vector', ...isOff]
  return Math.sqrt(vector.reduce((sum, each) => sum + each * each, 0)) > least ? isOff : ['zero_vector', ...isOff]
}

/** A payload that keeps its content says what its hash is. */
const isMismatch = ({ content, content_hash: hash }: Payload): boolean =>
  typeof content === 'string' && hash !== contentHash(content)

/** What mends points: a hash is made again where nobody has signed for it; all else is put into quarantine, to be embedded anew. */
export interface PointRepair {
  readonly effects: readonly VectorPayload[]
  /** Ids whose vectors have to be made again. */
  readonly anew: readonly string[]
}

/** The repair of what was found among these points, as effects that can be shown before they are carried out. Spec chorus 9.4. */
export const repairOf = (found: readonly Inconsistency[], points: readonly Point[]): PointRepair => {
  const payloads = new Map(points.map(({ id, payload }) => [id, payload]))
  const effects = found.map(({ collection, kind, id }): VectorPayload => {
    const { content, author_signature: signature = null } = payloads.get(id) ?? {}
    const isOurs =
      kind === 'hash_mismatch' && typeof content === 'string' && content.trim() !== '' && signature === null
    const set = isOurs ? { content_hash: contentHash(content) } : { deleted: 'quarantine' }
    return { _tag: 'vector/payload', key: `repair/${kind}/${id}`, collection, ids: [id], set }
  })
  return { effects, anew: found.filter(({ kind }) => kind !== 'hash_mismatch').map(({ id }) => id) }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
