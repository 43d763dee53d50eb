import type { FoundNode, GraphDelete, GraphQuery, GraphUpsert, NodeWrite } from '../../../ports/graph/index.js'
import type {
  Hit,
  Point,
  VectorCount,
  VectorDelete,
  VectorGet,
  VectorSearch,
  VectorUpsert,
} from '../../../ports/vector/index.js'
import { sha256Hex } from '../../../kit/base/index.js'
import type { View } from '../../views/index.js'
import { changeLabel, messageLabel } from './labels.js'
import type { Operation, StorageResult } from './operation.js'

/** What storage asks for. */
export type StorageEffect =
  (VectorSearch | VectorCount | VectorGet | VectorUpsert | VectorDelete) | (GraphQuery | GraphUpsert | GraphDelete)

/** Where an operation stands. */
export type Stage = 'new' | 'look' | 'pending' | 'more' | 'vectors' | 'write' | 'carry' | 'clear' | 'links'

/** Answers by the keys of what was asked; plain data. */
export interface Answers {
  readonly [key: string]: unknown
}

/** What an operation is carried out with. */
export interface Scene<O extends Operation> {
  readonly view: View
  readonly operation: O
  /** The stage whose effects have settled, and all answers so far. */
  readonly stage: Stage
  readonly answers: Answers
  /** Whether all of the stage went well; only what can wait gets this far without. */
  readonly isDone: boolean
}

/** What comes next: effects of a stage, or the end. */
export type Move =
  | { readonly _tag: 'ask'; readonly stage: Stage; readonly effects: readonly StorageEffect[] }
  | { readonly _tag: 'end'; readonly result: StorageResult }

/** Effects of a stage. */
export const ask = (stage: Stage, ...effects: readonly StorageEffect[]): Move => ({ _tag: 'ask', stage, effects })

/** The end of an operation. */
export const end = (result: StorageResult): Move => ({ _tag: 'end', result })

/** Nodes by their ids. */
export const nodesQuery = (key: string, label: string, ids: readonly string[]): GraphQuery => ({
  ...{ _tag: 'graph/query', key },
  match: { label, where: [{ _tag: 'in', name: 'id', values: ids }] },
})

/** The message an operation is about. */
export const lookAtNode = (id: string): GraphQuery => nodesQuery('look/node', messageLabel, [id])

// Casts below: what was asked for under a key says what its answer holds.

/** The nodes that were read. */
export const nodesIn = (answers: Answers, key: string): readonly FoundNode[] =>
  (answers[key] as { readonly nodes: readonly FoundNode[] } | undefined)?.nodes ?? []

/** The hits that were found. */
export const hitsIn = (answers: Answers, key: string): readonly Hit[] =>
  (answers[key] as { readonly hits: readonly Hit[] } | undefined)?.hits ?? []

/** The points that were read. */
export const pointsIn = (answers: Answers, key: string): readonly Point[] =>
  (answers[key] as { readonly points: readonly Point[] } | undefined)?.points ?? []

/** How many were counted. */
export const countIn = (answers: Answers, key: string): number =>
  (answers[key] as { readonly count: number } | undefined)?.count ?? 0

/** The id of what claims a version of a record. */
export const claimId = (label: string, id: string, version: number): string => `${label}:${id}:${version}`

/** Claims a version of a record for a writer; the same writer may claim it again. */
export const claim = (
  label: string,
  id: string,
  { version, writer, at }: { readonly version: number; readonly writer: string; readonly at: string },
): NodeWrite => ({
  label: changeLabel,
  id: claimId(label, id, version),
  properties: { entity: label, entity_id: id, version, kind: 'Updated', at, digest: digestOfWriter(writer) },
  existing: { _tag: 'equal', on: ['digest'] },
})

/** What a claim says of who made it. */
export const digestOfWriter = (writer: string): string => sha256Hex(`storage/${writer}`)
