import type { GraphUpsert } from '../../../ports/graph/index.js'
import type { Batch } from './batch.js'
import { levelOf } from './level.js'
import { componentNode, operationNode, stateNode, threadNode } from './nodes.js'

/** Components of one slice. Spec cf14 6.6. */
export const sliceSize = 100

/**
 * A batch in slices of 100 consecutive components in dependency order; operations, states and relationships go with the slice of their output
 * component. Spec cf14 6.6.
 */
export const slicesOf = (batch: Batch): readonly Batch[] => {
  const ordered = [...batch.components].sort((a, b) => levelOf(a.matrix) - levelOf(b.matrix))
  const sliceOf = new Map(ordered.map(({ id }, i) => [id, Math.floor(i / sliceSize)]))
  const count = Math.ceil(ordered.length / sliceSize)
  // What belongs to no component of the batch stands with the last: its ends must be there before it.
  const at = (id: string | undefined): number => (id === undefined ? undefined : sliceOf.get(id)) ?? count - 1
  const outputs = new Map(batch.operations.map(({ id, outputComponent }) => [id, outputComponent]))
  const parted = <A>(items: readonly A[], owner: (item: A) => string | undefined): readonly (readonly A[])[] => {
    const parts = Array.from({ length: count }, (): A[] => [])
    for (const item of items) parts[at(owner(item))]?.push(item)
    return parts
  }
  const components = parted(ordered, ({ id }) => id)
  const states = parted(batch.states, ({ componentId }) => componentId)
  const operations = parted(batch.operations, ({ outputComponent }) => outputComponent)
  const relationships = parted(batch.relationships, ({ type, from, to }) => {
    if (type === 'CONTAINS') return to.id
    return from.label === 'SemanticOperation' ? outputs.get(from.id) : from.id
  })
  return components.map((each, i) => ({
    ...batch,
    components: each,
    ...{ states: states[i] ?? [], operations: operations[i] ?? [], relationships: relationships[i] ?? [] },
  }))
}

/** One statement: a slice, with the thread in the first. */
interface Statement {
  readonly effect: GraphUpsert
  readonly group: number
}

/**
 * The writes of a batch in groups that follow one another; those of one group depend on nothing in it and may be carried out at the same time (how
 * many at once is the runner's limit for `graph/upsert`). One that reads or links what another writes, or writes the same, depends on it. Spec cf14 6.6.
 */
export const writesOf = (batch: Batch, key: string): readonly (readonly GraphUpsert[])[] => {
  const writers = new Map<string, number>()
  const statements = slicesOf(batch).map((slice, i): Statement => {
    const effect = upsertOf(slice, { key: i === 0 ? key : `${key}/${i}`, withThread: i === 0 ? 'with' : 'without' })
    const group = Math.max(-1, ...touchedBy(effect).map((id) => writers.get(id) ?? -1)) + 1
    for (const { label, id } of effect.nodes) writers.set(`${label}\n${id}`, group)
    return { effect, group }
  })
  const groups: GraphUpsert[][] = []
  for (const { effect, group } of statements) (groups[group] ??= []).push(effect)
  return groups
}

const touchedBy = ({ nodes, relationships }: GraphUpsert): readonly string[] =>
  [...nodes, ...relationships.flatMap(({ from, to }) => [from, to])].map(({ label, id }) => `${label}\n${id}`)

const upsertOf = (
  { thread, components, states, operations, relationships }: Batch,
  { key, withThread }: { readonly key: string; readonly withThread: 'with' | 'without' },
): GraphUpsert => ({
  _tag: 'graph/upsert',
  key,
  nodes: [
    ...(withThread === 'with' ? [threadNode(thread)] : []),
    ...components.map(componentNode),
    ...states.map(stateNode),
    ...operations.map(operationNode),
  ],
  relationships,
})
