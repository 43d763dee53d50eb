import type { Condition } from '../../../ports/index.js'
import type { GraphQuery } from '../../../ports/graph/index.js'
import { compareHits, fitsFilter, type Hit, type Point } from '../../../ports/vector/index.js'
import { entryIn, outboxLabel, pointOf, type OutboxEntry, type View } from '../../views/index.js'
import { versionIn } from './exec-update.js'
import { nodesIn, nodesQuery, type Answers } from './flow.js'
import { alike, nearestIn } from './nearest-in.js'

/** Most entries of the outbox that a search sees. */
const mostWaiting = 1000

/** What waits in the outbox of a collection. */
export const lookAtOutbox = ({ collection }: View): GraphQuery => ({
  ...{ _tag: 'graph/query', key: 'look/outbox', limit: mostWaiting },
  match: { label: outboxLabel, where: [{ _tag: 'eq', name: 'collection', value: collection }] },
})

/** The messages that wait, to be read; undefined where nothing does. */
export const pendingQuery = ({ label }: View, answers: Answers): GraphQuery | undefined => {
  const ids = [...new Set(entriesIn(answers).map(({ node }) => node))]
  return ids.length === 0 ? undefined : nodesQuery('pending/nodes', label, ids)
}

/** Entries of the outbox that were read. */
export const entriesIn = (answers: Answers): readonly OutboxEntry[] =>
  nodesIn(answers, 'look/outbox').flatMap((node) => entryIn(node) ?? [])

/** What is searched. */
export interface Seeking {
  readonly vector: readonly number[]
  readonly limit: number
  readonly filter: readonly Condition[]
  readonly threshold?: number
}

/** Hits with what waits laid over them, so that a client finds what it wrote. Spec chorus 9.3. */
export const overlaidHits = (
  view: View,
  answers: Answers,
  { hits, seeking }: { readonly hits: readonly Hit[]; readonly seeking: Seeking },
): readonly Hit[] => {
  const said = hits.map(alike(view.metric))
  const { hidden, points } = waitingPoints(view, answers)
  if (hidden.size === 0) return said
  const { filter, ...asked } = seeking
  const fitting = points.filter(({ payload }) => fitsFilter(payload, filter))
  return [...said.filter(({ id }) => !hidden.has(id)), ...nearestIn(view, fitting, asked)]
    .sort(compareHits('cosine'))
    .slice(0, seeking.limit)
}

/** Points as they will be; what the vectors say of their ids counts no more. */
const waitingPoints = (view: View, answers: Answers) => {
  const nodes = new Map(nodesIn(answers, 'pending/nodes').map((node) => [node.id, node]))
  const hidden = new Set<string>()
  const points: Point[] = []
  for (const { node: id, version, vector } of entriesIn(answers)) {
    const node = nodes.get(id)
    if (node !== undefined && versionIn(node.properties) !== version) continue
    hidden.add(id)
    if (node !== undefined && vector !== undefined) points.push(pointOf(view, node, vector))
  }
  return { hidden, points }
}
