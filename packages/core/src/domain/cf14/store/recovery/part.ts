import type { NodeRef } from '../../../../ports/graph/index.js'
import type { Batch, ComponentRecord } from '../batch.js'
import { levelOf } from '../level.js'
import { historiesOf, illegalMoves } from '../valid/batch-findings.js'
import { componentFindings } from '../valid/component-findings.js'
import { operationFindings } from '../valid/operation-findings.js'

/** The components of a batch, each judged alone. */
export interface Part {
  /** Ids of those that may be kept, in dependency order. */
  readonly valid: readonly string[]
  readonly failed: readonly { readonly id: string; readonly reason: string }[]
}

/** Judges every component alone; one that is made from a bad one cannot be kept either. Spec cf14 6.7. */
export const partOf = (batch: Batch): Part => {
  const histories = historiesOf(batch.states)
  const operations = operationsByOutput(batch)
  const reasonOf = (component: ComponentRecord): string | undefined =>
    [
      ...componentFindings(component.id, component, undefined),
      // What is not in this batch may well be in the store: that is for the store to say.
      ...(operations.get(component.id) ?? []).flatMap((each) => operationFindings(each.id, each, () => 0)),
    ][0]?.message ?? illegalMoves(histories.get(component.id) ?? [])[0]
  const ordered = [...batch.components].sort((a, b) => levelOf(a.matrix) - levelOf(b.matrix))
  const bad = new Map<string, string>()
  for (const component of ordered) {
    const lost = component.dependencies.find((id) => bad.has(id))
    const reason = reasonOf(component) ?? (lost === undefined ? undefined : `it is made from ${lost}`)
    if (reason !== undefined) bad.set(component.id, reason)
  }
  return {
    valid: ordered.flatMap(({ id }) => (bad.has(id) ? [] : [id])),
    failed: [...bad].map(([id, reason]) => ({ id, reason })),
  }
}

const operationsByOutput = ({ operations }: Batch): ReadonlyMap<string, Batch['operations']> => {
  const outputs = new Map<string, Batch['operations'][number][]>()
  for (const operation of operations) {
    const own = outputs.get(operation.outputComponent)
    if (own === undefined) outputs.set(operation.outputComponent, [operation])
    else own.push(operation)
  }
  return outputs
}

/**
 * A batch cut down to some of its components with all that belongs to them. `inside` leaves out what leads to components that are not among them, for
 * a store that is empty but for these; `whole` keeps it.
 */
export const cutTo = (batch: Batch, ids: readonly string[], links: 'inside' | 'whole'): Batch => {
  const kept = new Set(ids)
  const operations = batch.operations.filter(({ outputComponent }) => kept.has(outputComponent))
  const states = batch.states.filter(({ componentId }) => kept.has(componentId))
  const own = new Set([...states, ...operations].map(({ id }) => id))
  const isOwn = ({ label, id }: NodeRef): boolean =>
    label === 'SemanticThread' || (label === 'Component' ? kept.has(id) : own.has(id))
  const belongs = ({ type, from, to }: Batch['relationships'][number]): boolean =>
    type === 'CONTAINS' ? isOwn(to) : isOwn(from) && (links === 'whole' || isOwn(to))
  return {
    ...batch,
    components: batch.components.filter(({ id }) => kept.has(id)),
    ...{ states, operations, relationships: batch.relationships.filter(belongs) },
  }
}
