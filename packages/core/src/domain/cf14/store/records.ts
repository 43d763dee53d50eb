import type { NodeRef, Relationship } from '../../../ports/graph/index.js'
import type { AuditRecord } from '../audit.js'
import type { Cell } from '../cell.js'
import { addressOf, componentId, valueHash } from '../identity.js'
import type { Placed } from '../layout.js'
import type { OperationType } from '../lifecycle.js'
import { originOf, type Formula } from '../product.js'
import { labelsOf } from '../question.js'
import { stationName, valleySummary } from '../station.js'
import type { Batch, ComponentRecord, StateRecord } from './batch.js'

/** What the records of a run share. */
export interface Production {
  readonly threadId: string
  readonly runId: string
  readonly domain: string | null
}

/** A product as far as its records need it. */
export type Shaped = Pick<Placed, 'name' | 'station' | 'formula' | 'axes'>

/** A cell and what was done to it. */
export interface Audited {
  readonly cell: Cell
  readonly audits: readonly AuditRecord[]
}

/** The records of a product: components, states, operations and what binds them. Spec cf14 5.3, 5.4. */
export const recordsOf = (
  production: Production,
  product: Shaped,
  cells: readonly Audited[],
): Omit<Batch, 'thread' | 'matrices'> => {
  const parts = cells.map(({ cell, audits }) => {
    const component = componentOf(production, product, cell)
    const states = statesOf(component, cell, audits)
    return { component, states, audits, relationships: linksOf({ component, states, audits }, product, production) }
  })
  return {
    components: parts.map(({ component }) => component),
    states: parts.flatMap(({ states }) => states),
    operations: parts.flatMap(({ audits }) => audits),
    relationships: parts.flatMap(({ relationships }) => relationships),
  }
}

const componentOf = (production: Production, product: Shaped, cell: Cell): ComponentRecord => {
  const { threadId, runId, domain } = production
  const { rowLabel, columnLabel } = labelsOf({ placed: product, index: cell.index })
  return {
    id: componentId(threadId, product.name, cell.index),
    ...{ threadId, runId, matrix: product.name, position: cell.index, indexKey: cell.index.join(',') },
    station: stationName(product.station),
    ...{ rowLabel, columnLabel, axisPath: cell.index.map((n, axis) => product.axes[axis]?.[n] ?? '') },
    origin: originOf(product.formula),
    ...{ initialContent: cell.initialContent, content: cell.content, state: cell.state },
    ...{ lastSequence: cell.moves.length, createdAt: cell.createdAt },
    updatedAt: cell.moves.at(-1)?.at ?? cell.createdAt,
    dependencies: [...new Set(cell.operands.map(({ ref }) => componentId(threadId, ref.matrix, ref.index)))],
    semanticDomain: domain,
    ontologyBinding: domain === null ? null : addressOf(domain, product.name, cell.index),
    semanticContext: valleySummary(product.station),
    valueHash: valueHash(cell.index, cell.content),
    warnings: cell.calls.flatMap((call) => call.reply?.warnings ?? []),
    schemaVersion: '1.0.0',
  }
}

const statesOf = (
  { id, origin }: ComponentRecord,
  cell: Cell,
  audits: readonly AuditRecord[],
): readonly StateRecord[] => {
  const first = { state: 'initial', content: cell.initialContent, at: cell.createdAt } as const
  const later = cell.moves.map((move) => ({ state: move.to, content: move.content, at: move.at }))
  return [first, ...later].map((entry, sequence) => ({
    id: `${id}#${sequence}`,
    componentId: id,
    ...entry,
    sequence,
    operationId: (origin === 'structural' ? audits[sequence] : audits[sequence - 1])?.id ?? null,
  }))
}

const component = (id: string): NodeRef => ({ label: 'Component', id })

const linksOf = (
  {
    component: own,
    states,
    audits,
  }: { readonly component: ComponentRecord } & Pick<Batch, 'states'> & {
      readonly audits: readonly AuditRecord[]
    },
  { formula }: Shaped,
  { threadId }: Production,
): readonly Relationship[] => [
  { type: 'CONTAINS', from: { label: 'SemanticThread', id: threadId }, to: component(own.id), properties: {} },
  ...states.map(({ id, sequence }) => ({
    type: 'HAS_STATE',
    from: component(own.id),
    to: { label: 'ComponentState', id },
    properties: { sequence, is_current: sequence === states.length - 1 },
  })),
  ...audits.flatMap(operationLinks),
  ...own.dependencies.map((id) => ({
    type: own.origin === 'structural' ? 'DERIVES_FROM' : 'DEPENDS_ON',
    from: component(own.id),
    to: component(id),
    properties: { operation_type: operationTypes[formula._tag] },
  })),
]

/** The operation that makes a product out of others. Spec cf14 5.2. */
const operationTypes: { readonly [T in Formula['_tag']]: OperationType | null } = {
  given: null,
  dot: 'semantic_multiplication',
  elementwise: 'elementwise_multiplication',
  sentence: 'semantic_addition',
  cross: 'cross_product',
  shift: 'station_shift',
  truncation: 'truncation',
  transposition: 'transposition',
  lastRow: 'extraction',
  lastElement: 'extraction',
}

const operationLinks = (audit: AuditRecord): readonly Relationship[] => {
  const operation: NodeRef = { label: 'SemanticOperation', id: audit.id }
  const consumed = audit.inputComponents.map((id, index): Relationship => ({
    type: 'CONSUMES',
    from: operation,
    to: component(id),
    key: String(index),
    properties: { index, ...roleOf(audit, index) },
  }))
  const produced: Relationship = {
    type: 'PRODUCES',
    from: operation,
    to: component(audit.outputComponent),
    properties: { role: 'output', to_state: audit.toState },
  }
  return audit.success ? [...consumed, produced] : consumed
}

const roleOf = (audit: AuditRecord, index: number): { readonly role: string; readonly k: number } => {
  const paired = audit.inputComponents.length > 1
  return { role: !paired ? 'input' : index % 2 === 0 ? 'left' : 'right', k: paired ? Math.floor(index / 2) : 0 }
}
