import type { FoundNode } from '../../../ports/graph/index.js'
import type { Point, PointHead, VectorPayload } from '../../../ports/vector/index.js'
import { inconsistenciesIn } from '../../views/index.js'
import type { Inconsistency } from './inconsistency.js'
import { endsOf } from './link.js'
import type { MessagePlace, Relations } from './relations.js'
import type { ConsistencyParams, Look } from './reading.js'
import { spaceRepair } from './space-repair.js'
import { isLivePoint } from './storage-state.js'
import { differ, placeOf } from './verify-consistency.js'

/** A thread's list as it was read. */
export interface ListedThread {
  readonly messages: readonly string[]
  readonly coAuthors: readonly string[]
  readonly version: number
  readonly updatedAt: string
}

/** What was read, without vectors and contents: plain data, page by page. */
export interface Gathered {
  /** What is wrong with points by themselves, and what mends it. */
  readonly faults: readonly Inconsistency[]
  readonly repairs: readonly VectorPayload[]
  readonly anew: readonly string[]
  readonly quarantined: readonly string[]
  /** Co-authors as payloads repeat them. */
  readonly copies: readonly (readonly [string, readonly string[]])[]
  readonly messages: readonly (readonly (readonly [string, MessagePlace])[])[]
  readonly threads: readonly (readonly [string, ListedThread])[]
  readonly links: readonly (readonly (readonly [string, { readonly from: string; readonly to: string }])[])[]
}

/** Before anything was read. */
export const nothingGathered: Gathered = {
  ...{ faults: [], repairs: [], anew: [], quarantined: [], copies: [], messages: [], threads: [], links: [] },
}

/** A page of points or nodes. */
export interface Page {
  readonly points?: readonly (Point | PointHead)[]
  readonly nodes?: readonly FoundNode[]
}

/** What was read with one more page. */
export const gathering = (
  { view }: ConsistencyParams,
  so: Gathered,
  { look: { kind }, page: { points = [], nodes = [] } }: { readonly look: Look; readonly page: Page },
): Gathered => {
  switch (kind) {
    case 'points':
      // A cast: they were asked for with their vectors.
      return { ...so, ...spaceOf(view, so, points as readonly Point[]) }
    case 'copies':
      return { ...so, copies: [...so.copies, ...points.filter(isLivePoint).map(copyOf)] }
    case 'messages': {
      const places = nodes.map(({ id, properties }) => [id, placeOf({ payload: properties })] as const)
      return { ...so, messages: [...so.messages, places] }
    }
    case 'threads':
      return { ...so, threads: [...so.threads, ...nodes.map((node) => [node.id, threadOf(node)] as const)] }
    case 'links':
      return { ...so, links: [...so.links, nodes.map((node) => [node.id, endsOf(node)] as const)] }
  }
}

const spaceOf = (view: ConsistencyParams['view'], so: Gathered, points: readonly Point[]) => {
  const live = points.filter(isLivePoint)
  const faults = inconsistenciesIn(view, live)
  const { effects, anew } = spaceRepair(faults, live)
  const quarantined = points.filter((point) => placeOf(point).is === 'quarantined').map(({ id }) => id)
  return {
    faults: [...so.faults, ...faults],
    repairs: [...so.repairs, ...effects],
    anew: [...so.anew, ...anew],
    quarantined: [...so.quarantined, ...quarantined],
  }
}

const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []

const copyOf = ({ id, payload }: PointHead): readonly [string, readonly string[]] => [
  id,
  textsIn(payload['co_authors']),
]

const threadOf = ({ properties }: FoundNode): ListedThread => ({
  messages: textsIn(properties['message_ids']),
  coAuthors: textsIn(properties['co_authors']),
  version: Number(properties['version'] ?? 0),
  updatedAt: String(properties['updated_at'] ?? ''),
})

/** The relations as they were read; a message whose point is in quarantine was found before. */
export const gatheredRelations = (collection: string, so: Gathered): Relations => {
  const messages = new Map(so.messages.flat())
  for (const id of so.quarantined) {
    const place = messages.get(id)
    if (place?.is === 'live') messages.set(id, { ...place, is: 'quarantined' })
  }
  return { collection, messages, threads: new Map(so.threads), links: new Map(so.links.flat()) }
}

/** Copies of co-authors that are not their owner's. */
export const copyFaults = (collection: string, so: Gathered): readonly Inconsistency[] => {
  const threads = new Map(so.threads)
  return so.copies
    .filter(([id, copy]) => differ(threads.get(id)?.coAuthors, copy))
    .map(([id]) => ({ collection, kind: 'co_author_mismatch', id }))
}
