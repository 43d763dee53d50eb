import * as E from 'fp-ts/lib/Either.js'
import { fitsFilter, nearest, type Payload, type VectorCount, type VectorSearch } from '@chorale/core/ports/vector'
import { otherDimension } from '../faults/index.js'
import type { Session } from '../session.js'
import { searched } from '../vectors.js'
import { carried } from './carried.js'
import { sceneOf, within } from './find-collection.js'

/** Answers `vector/search`: exactly, by comparing every point. */
export const vectorSearch = (session: Session) =>
  carried((effect: VectorSearch) =>
    within(session, 'read', (opened, found) => {
      const { length } = effect.vector
      if (length !== found.dimension)
        return E.left(otherDimension(sceneOf(effect), found, { path: 'vector', found: length }))
      const hits = nearest(searched(opened, found), effect)
      return E.right({ hits: hits.map((hit) => ({ ...hit, payload: copied(hit.payload) })) })
    })(effect),
  )

/** Answers `vector/count`. */
export const vectorCount = (session: Session) =>
  carried((effect: VectorCount) =>
    within(session, 'read', (opened, found) => {
      const { filter = [] } = effect
      if (filter.length === 0) return E.right({ count: found.points })
      const { heads } = searched(opened, found)
      return E.right({ count: heads.filter(({ payload }) => fitsFilter(payload, filter)).length })
    })(effect),
  )

/** Nobody can change what is kept in memory by changing what was found. A cast at the seam: a copy of a payload is one. */
const copied = (payload: Payload): Payload => JSON.parse(JSON.stringify(payload)) as Payload
