import type { Instant } from '../../../kit/base/index.js'
import type { GraphDelete, GraphUpsert } from '../../../ports/graph/index.js'
import type { VectorPayload } from '../../../ports/vector/index.js'
import { laterOf } from './exec-update.js'
import { claim } from './flow.js'
import { gatheredRelations, type Gathered } from './gathered.js'
import type { Inconsistency } from './inconsistency.js'
import { linkLabel, threadLabel } from './labels.js'
import { listMending, mendedList } from './relations.js'
import type { ConsistencyParams } from './reading.js'
import { quarantine } from './space-repair.js'

/** What mends storage: plain effects, to be shown before they are carried out. */
export type MendingEffect = VectorPayload | GraphUpsert | GraphDelete

/** Links deleted and points put into quarantine in one go. */
const most = 256

/** The plan that mends what was found: points, then messages nobody owns, then lists, then links, then copies. Spec chorus 9.4. */
export const mendingPlan = (
  params: ConsistencyParams,
  so: Gathered,
  { found, writer, at }: { readonly found: readonly Inconsistency[]; readonly writer: string; readonly at: Instant },
): readonly MendingEffect[] => [
  ...so.repairs,
  ...batches(idsOf(found, 'dangling_thread_ref')).map((ids, i): VectorPayload => ({
    ...{ _tag: 'vector/payload', key: `repair/dangling_thread_ref/${i}` },
    ...{ collection: params.view.collection, ids, set: quarantine },
  })),
  ...listPlan(params, so, { found, writer, at }),
  ...batches(idsOf(found, 'dangling_link')).map((ids, i): GraphDelete => ({
    ...{ _tag: 'graph/delete', key: `repair/dangling_link/${i}`, relationships: [] },
    nodes: ids.map((id) => ({ label: linkLabel, id })),
  })),
  ...copyPlan(params, so, found),
]

const idsOf = (found: readonly Inconsistency[], kind: Inconsistency['kind']): readonly string[] =>
  found.filter((each) => each.kind === kind).map(({ id }) => id)

const batches = (ids: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / most) }, (_, i) => ids.slice(i * most, (i + 1) * most))

/** Each list in the next version of its thread, which is claimed: a thread that has moved on meanwhile is a `Conflict`. */
const listPlan = (
  { view }: ConsistencyParams,
  so: Gathered,
  {
    found,
    writer,
    at: now,
  }: { readonly found: readonly Inconsistency[]; readonly writer: string; readonly at: Instant },
): readonly GraphUpsert[] => {
  const relations = gatheredRelations(view.collection, so)
  const threads = new Map(so.threads)
  return [...listMending(relations, found)].flatMap(([id, mend]): readonly GraphUpsert[] => {
    const thread = threads.get(id)
    if (thread === undefined) return []
    const version = thread.version + 1
    const at = laterOf(thread.updatedAt, now)
    const list = mendedList(relations.messages, thread.messages, mend)
    return [
      {
        ...{ _tag: 'graph/upsert', key: `repair/list/${id}`, relationships: [] },
        nodes: [
          { label: threadLabel, id, properties: { message_ids: list, version, updated_at: at } },
          claim(threadLabel, id, { version, writer, at }),
        ],
      },
    ]
  })
}

/** The owner's set counts. */
const copyPlan = (
  { threads: collection = '' }: ConsistencyParams,
  { threads }: Gathered,
  found: readonly Inconsistency[],
): readonly VectorPayload[] => {
  const owned = new Map(threads)
  return idsOf(found, 'co_author_mismatch').map((id) => ({
    ...{ _tag: 'vector/payload', key: `repair/co_author_mismatch/${id}`, collection, ids: [id] },
    set: { co_authors: owned.get(id)?.coAuthors ?? [] },
  }))
}
