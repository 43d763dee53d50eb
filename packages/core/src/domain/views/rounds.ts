import type { Condition } from '../../ports/index.js'
import type { Drift } from './finding.js'
import type { DoctorEffect, DoctorParams, Look, Mend } from './model.js'
import { outboxLabel } from './outbox.js'
import { pointOf, type View } from './view.js'

/** The next page to read: nodes, then the outbox, then points, view by view; undefined behind the last. */
export const lookNext = (
  params: DoctorParams,
  at: Look | undefined,
): { readonly look: Look; readonly effect: DoctorEffect } | undefined => {
  const look = lookAfter(params, at)
  return look === undefined ? undefined : { look, effect: reading(look, params.page ?? 1000) }
}

const lookAfter = ({ views }: DoctorParams, at: Look | undefined): Look | undefined => {
  if (at?.after !== undefined) return { ...at, page: at.page + 1 }
  if (at?.kind === 'nodes') return { view: at.view, kind: 'pending', page: 0, after: undefined }
  if (at?.kind === 'pending') return { view: at.view, kind: 'points', page: 0, after: undefined }
  const view = views[at === undefined ? 0 : views.findIndex((each) => isSameView(each, at.view)) + 1]
  return view === undefined ? undefined : { view, kind: 'nodes', page: 0, after: undefined }
}

const reading = ({ view, kind, page, after }: Look, limit: number): DoctorEffect => {
  const { collection, label } = view
  const key = `${kind}/${collection}/${page}`
  if (kind === 'points')
    return {
      ...{ _tag: 'vector/scroll', key, collection, limit, vectors: 'without' },
      ...(after === undefined ? {} : { after }),
    }
  const where: readonly Condition[] = [
    ...(after === undefined ? [] : [{ _tag: 'gt', name: 'id', value: after } as const]),
    ...(kind === 'pending' ? [{ _tag: 'eq', name: 'collection', value: collection } as const] : []),
  ]
  const match = { label: kind === 'pending' ? outboxLabel : label, where }
  return { _tag: 'graph/query', key, match, orderBy: [{ by: 'id' }], limit }
}

/** Points that are deleted in one go, and texts that are embedded in one go. */
const [mostDeleted, mostEmbedded] = [256, 64]

/** What is mended next: collections, then orphans, then what is to be made again, batch by batch; undefined behind the last. */
export const mendNext = (
  { views }: DoctorParams,
  drift: readonly Drift[],
  at: Mend | undefined,
): { readonly mend: Mend; readonly effect: DoctorEffect } | undefined => {
  if (at?.kind === 'read' && at.nodes.length > 0) return mending({ ...at, kind: 'embed' })
  if (at?.kind === 'embed') return mending({ ...at, kind: 'points' })
  const jobs = views.flatMap((view) => jobsOf(view, drift))
  const done = at === undefined ? -1 : jobs.findIndex((job) => isSame(job, at))
  const next = jobs[done + 1]
  return next === undefined ? undefined : mending(next)
}

/** By name: a state that was kept as text and read again holds copies. */
const isSameView = (a: View, b: View): boolean => a.collection === b.collection

/** Reading, embedding and writing are one job. */
const isSame = (job: Mend, at: Mend): boolean =>
  isSameView(job.view, at.view) &&
  job.batch === at.batch &&
  (job.kind === at.kind || (job.kind === 'read' && at.kind === 'points'))

const jobsOf = (view: View, drift: readonly Drift[]): readonly Mend[] => {
  const own = drift.filter(({ collection }) => collection === view.collection)
  const ids = (...tags: readonly Drift['_tag'][]) => own.filter(({ _tag }) => tags.includes(_tag)).map(({ id }) => id)
  const job = { view, nodes: [], vectors: [] }
  return [
    ...ids('no_collection').map((): Mend => ({ ...job, kind: 'collection', batch: 0, ids: [] })),
    ...slices(ids('orphan'), mostDeleted).map((part, batch): Mend => ({ ...job, kind: 'orphans', batch, ids: part })),
    ...slices(ids('missing', 'stale'), mostEmbedded).map((part, batch): Mend => ({
      ...job,
      kind: 'read',
      batch,
      ids: part,
    })),
  ]
}

const slices = <A>(all: readonly A[], most: number): readonly (readonly A[])[] =>
  Array.from({ length: Math.ceil(all.length / most) }, (_, i) => all.slice(i * most, (i + 1) * most))

const mending = (mend: Mend): { readonly mend: Mend; readonly effect: DoctorEffect } => ({
  mend,
  effect: mendEffect(mend),
})

const mendEffect = (mend: Mend): DoctorEffect => {
  const { view, kind, batch, ids, nodes } = mend
  const { collection, label, dimension, metric, text } = view
  const key = `mend/${kind}/${collection}/${batch}`
  switch (kind) {
    case 'collection':
      return { _tag: 'vector/collection', key, collection, dimension, metric }
    case 'orphans':
      return { _tag: 'vector/delete', key, collection, ids }
    case 'read':
      return {
        ...{ _tag: 'graph/query', key, orderBy: [{ by: 'id' }] },
        match: { label, where: [{ _tag: 'in', name: 'id', values: ids }] },
      }
    case 'embed':
      return { _tag: 'model/embed', key, texts: nodes.map(({ properties }) => String(properties[text] ?? '')) }
    case 'points':
      return { _tag: 'vector/upsert', key, collection, points: pointsOf(mend) }
  }
}

const pointsOf = ({ view, nodes, vectors }: Mend) =>
  nodes.flatMap((node, i) => {
    const vector = vectors[i]
    return vector === undefined ? [] : [pointOf(view, node, vector)]
  })
