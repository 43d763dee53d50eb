import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '@chorale/core/fault'
import { compareHits, passes, type Hit, type Metric, type VectorSearch } from '@chorale/core/ports/vector'
import { searchPoints } from '../compile/search.js'
import { hitOf } from '../decode/point.js'
import { all, listOf, membersOf } from '../decode/reply.js'
import { otherDimension, unreadable } from '../faults/index.js'
import type { Ask, Session } from '../session.js'
import { carried } from './carried.js'
import { pointsUnder } from './get.js'

/** Hits that are looked at where scores are equal: behind so many of one score, the order among them is the server's. */
const mostTied = 100_000

/** Answers `vector/search`. */
export const search = (session: Session) =>
  carried(session, async (effect: VectorSearch, ask) => {
    const shape = await ask.shape()
    if (E.isLeft(shape)) return shape
    const { dimension, metric } = shape.right
    if (effect.vector.length !== dimension)
      return E.left(otherDimension(ask.scene, { path: 'vector', found: effect.vector.length, wanted: dimension }))
    // One more than wanted shows whether the last score goes on.
    let limit = effect.limit + 1
    const first = await hitsOf(ask, effect, { metric, limit, payload: 'whole' })
    if (E.isLeft(first) || isWhole(first.right, effect.limit, limit)) return E.map(ranked(effect, metric))(first)
    for (;;) {
      limit = Math.min(limit * 4, mostTied)
      const more = await hitsOf(ask, effect, { metric, limit, payload: 'order' })
      if (E.isLeft(more)) return more
      if (isWhole(more.right, effect.limit, limit) || limit === mostTied)
        return filled(ask, ranked(effect, metric)(more.right).hits)
    }
  })

interface Wanted {
  readonly metric: Metric
  readonly limit: number
  readonly payload: 'whole' | 'order'
}

const hitsOf = async (ask: Ask, effect: VectorSearch, wanted: Wanted): Promise<Either<EffectError, readonly Hit[]>> => {
  const { collection, config } = ask
  const result = await ask.call(searchPoints(effect, { ...wanted, collection, search: config.search }))
  if (E.isLeft(result)) return result
  const hits = all(listOf(membersOf(result.right)['points']), hitOf)
  return hits === undefined ? E.left(unreadable(ask.scene, 'a hit has no id or no finite score')) : E.right(hits)
}

/** Whether every hit that has the last wanted score is among these: equal scores come in no fixed order. */
const isWhole = (hits: readonly Hit[], wanted: number, limit: number): boolean =>
  hits.length < limit || hits.at(-1)?.score !== hits[wanted - 1]?.score

const ranked =
  ({ limit, threshold }: VectorSearch, metric: Metric) =>
  (hits: readonly Hit[]): { readonly hits: readonly Hit[] } => ({
    hits: hits
      .filter(({ score }) => passes(metric, score, threshold))
      .sort(compareHits(metric))
      .slice(0, limit),
  })

/** Hits with their whole payloads. */
const filled = async (
  ask: Ask,
  hits: readonly Hit[],
): Promise<Either<EffectError, { readonly hits: readonly Hit[] }>> => {
  const points = await pointsUnder(
    ask,
    hits.map(({ id }) => id),
    'without',
  )
  if (E.isLeft(points)) return points
  const payloads = new Map(points.right.map(({ id, payload }) => [id, payload]))
  return E.right({
    hits: hits.flatMap(({ id, score }) => {
      const payload = payloads.get(id)
      return payload === undefined ? [] : [{ id, payload, score }]
    }),
  })
}
