import { toArray, toIso } from '../../kit/base/index.js'
import type { GraphNode, GraphUpsert, NodeRef, Relationship } from '../../ports/graph/index.js'
import { auditsOf, originOfRun, type AuditRecord } from './audit.js'
import type { Cell } from './cell.js'
import { addressOf, componentId, valueHash } from './identity.js'
import type { Placed } from './layout.js'
import type { Walking } from './model.js'
import { originOf, type ProductName } from './product.js'
import { labelsOf } from './question.js'
import { stationName } from './station.js'

type Batch = Pick<GraphUpsert, 'nodes' | 'relationships'>

/** A product as nodes and relationships: components, states, operations and what binds them. Names are those of the store. Spec cf14 5.3, 5.4. */
export const batchOf = (state: Walking, name: ProductName): Batch => {
  const made = state.made[name]
  if (made === undefined) return { nodes: [], relationships: [] }
  const { placed } = made
  const cells = toArray(made.cells)
  const origin = originOfRun(state)
  const parts = cells.map((cell) => cellBatch(state, placed, { cell, audits: auditsOf(origin, placed, cell) }))
  return {
    nodes: [threadNode(state), ...parts.flatMap(({ nodes }) => nodes)],
    relationships: parts.flatMap(({ relationships }) => relationships),
  }
}

const thread = (id: string): NodeRef => ({ label: 'SemanticThread', id })
const component = (id: string): NodeRef => ({ label: 'Component', id })

const threadNode = (state: Walking): GraphNode => ({
  ...thread(state.threadId),
  properties: {
    domain: state.request.domain ?? null,
    problem: state.request.problem ?? null,
    run_id: state.run,
    created_at: toIso(state.startedAt),
  },
})

const cellBatch = (
  state: Walking,
  placed: Placed,
  { cell, audits }: { readonly cell: Cell; readonly audits: readonly AuditRecord[] },
): Batch => {
  const id = componentId(state.threadId, placed.name, cell.index)
  const states = statesOf(id, cell, audits)
  return {
    nodes: [componentNode(state, placed, cell), ...states, ...audits.map(operationNode)],
    relationships: [
      { type: 'CONTAINS', from: thread(state.threadId), to: component(id), properties: {} },
      ...states.map(({ label, id: to }, i) => ({
        type: 'HAS_STATE',
        from: component(id),
        to: { label, id: to },
        properties: { sequence: i, is_current: i === states.length - 1 },
      })),
      ...audits.flatMap((audit) => operationLinks(audit)),
      ...dependencies(state, placed, cell),
    ],
  }
}

const componentNode = (state: Walking, placed: Placed, cell: Cell): GraphNode => {
  const { rowLabel, columnLabel } = labelsOf({ placed, index: cell.index })
  return {
    ...component(componentId(state.threadId, placed.name, cell.index)),
    properties: {
      thread_id: state.threadId,
      run_id: state.run,
      matrix_name: placed.name,
      matrix_position: cell.index,
      index_key: cell.index.join(','),
      station: stationName(placed.station),
      row_label: rowLabel,
      col_label: columnLabel,
      origin: originOf(placed.formula),
      initial_content: cell.initialContent,
      current_content: cell.content,
      current_state: cell.state,
      ontology_binding:
        state.request.domain === undefined ? null : addressOf(state.request.domain, placed.name, cell.index),
      value_hash: valueHash(cell.index, cell.content),
      last_sequence: cell.moves.length,
      created_at: toIso(cell.createdAt),
      updated_at: toIso(cell.moves.at(-1)?.at ?? cell.createdAt),
      warnings: cell.calls.flatMap((call) => call.reply?.warnings ?? []),
      schema_version: '1.0.0',
    },
  }
}

const statesOf = (id: string, cell: Cell, audits: readonly AuditRecord[]): readonly GraphNode[] => {
  const first = { state_type: 'initial', content: cell.initialContent, at: cell.createdAt }
  const later = cell.moves.map((move) => ({ state_type: move.to, content: move.content, at: move.at }))
  return [first, ...later].map((entry, sequence) => ({
    label: 'ComponentState',
    id: `${id}#${sequence}`,
    properties: {
      component_id: id,
      state_type: entry.state_type,
      content: entry.content,
      sequence,
      timestamp: toIso(entry.at),
      operation_id: sequence === 0 ? null : (audits[sequence - 1]?.id ?? null),
    },
  }))
}

const operationNode = (audit: AuditRecord): GraphNode => ({
  label: 'SemanticOperation',
  id: audit.id,
  properties: {
    idempotency_key: audit.idempotencyKey,
    operation_type: audit.operationType,
    thread_id: audit.threadId,
    run_id: audit.runId,
    started_at: toIso(audit.startedAt),
    completed_at: toIso(audit.completedAt),
    duration_ms: audit.durationMs,
    output_component: audit.outputComponent,
    resolver_type: audit.resolver.type,
    resolver_model: audit.resolver.model,
    resolver_temperature: audit.resolver.temperature,
    resolver_tokens_used: audit.resolver.tokensUsed,
    success: audit.success,
    error: audit.error,
    attempt: audit.attempt,
    from_state: audit.fromState,
    to_state: audit.toState,
    prompt_hash: audit.promptHash,
    system_version: audit.systemVersion,
    output_hash: audit.outputHash,
    perf_duration_ms: audit.durationMs,
    perf_api_calls: audit.apiCalls,
    perf_tokens_used: audit.resolver.tokensUsed,
    warnings: audit.warnings,
  },
})

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

const dependencies = (state: Walking, placed: Placed, cell: Cell): readonly Relationship[] => {
  const own = component(componentId(state.threadId, placed.name, cell.index))
  const type = originOf(placed.formula) === 'structural' ? 'DERIVES_FROM' : 'DEPENDS_ON'
  const ids = new Set(cell.operands.map(({ ref }) => componentId(state.threadId, ref.matrix, ref.index)))
  return [...ids].map((id) => ({
    type,
    from: own,
    to: component(id),
    properties: { operation_type: placed.formula._tag },
  }))
}
