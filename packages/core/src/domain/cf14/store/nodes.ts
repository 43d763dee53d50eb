import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '../../../kit/fault/index.js'
import type { GraphNode, NodeWrite } from '../../../ports/graph/index.js'
import type { AuditRecord, AuditResolver } from '../audit.js'
import { componentStates, operationTypes } from '../lifecycle.js'
import type { ComponentRecord, StateRecord, ThreadRecord } from './batch.js'
import {
  flag,
  instant,
  number,
  numbers,
  optional,
  propertiesOf,
  recordOf,
  text,
  texts,
  word,
  type Columns,
} from './column.js'

const state = word(componentStates)

const thread: Columns<Omit<ThreadRecord, 'id'>> = {
  runId: ['run_id', text],
  domain: ['domain', optional(text)],
  problem: ['problem', optional(text)],
  status: ['status', word(['running', 'complete', 'partial', 'failed'])],
  currentStation: ['current_station', text],
  componentCount: ['component_count', number],
  operationCount: ['operation_count', number],
  createdAt: ['created_at', instant],
}

const component: Columns<Omit<ComponentRecord, 'id'>> = {
  threadId: ['thread_id', text],
  runId: ['run_id', text],
  matrix: ['matrix_name', text],
  position: ['matrix_position', numbers],
  indexKey: ['index_key', text],
  station: ['station', text],
  rowLabel: ['row_label', text],
  columnLabel: ['col_label', text],
  axisPath: ['axis_path', texts],
  origin: ['origin', word(['axiom', 'structural', 'derived'])],
  initialContent: ['initial_content', text],
  content: ['current_content', text],
  state: ['current_state', state],
  lastSequence: ['last_sequence', number],
  createdAt: ['created_at', instant],
  updatedAt: ['updated_at', instant],
  dependencies: ['dependencies', texts],
  semanticDomain: ['semantic_domain', optional(text)],
  ontologyBinding: ['ontology_binding', optional(text)],
  semanticContext: ['semantic_context', text],
  valueHash: ['value_hash', text],
  warnings: ['warnings', texts],
  schemaVersion: ['schema_version', text],
}

const history: Columns<Omit<StateRecord, 'id'>> = {
  componentId: ['component_id', text],
  state: ['state_type', state],
  content: ['content', text],
  sequence: ['sequence', number],
  at: ['timestamp', instant],
  operationId: ['operation_id', optional(text)],
}

const resolver: Columns<AuditResolver> = {
  type: ['resolver_type', text],
  model: ['resolver_model', optional(text)],
  temperature: ['resolver_temperature', optional(number)],
  tokensUsed: ['resolver_tokens_used', number],
}

const operation: Columns<Omit<AuditRecord, 'id' | 'resolver'>> = {
  idempotencyKey: ['idempotency_key', text],
  operationType: ['operation_type', word(operationTypes)],
  threadId: ['thread_id', text],
  runId: ['run_id', text],
  startedAt: ['started_at', instant],
  completedAt: ['completed_at', instant],
  durationMs: ['duration_ms', number],
  inputComponents: ['input_components', texts],
  outputComponent: ['output_component', text],
  success: ['success', flag],
  error: ['error', optional(text)],
  attempt: ['attempt', number],
  fromState: ['from_state', state],
  toState: ['to_state', state],
  promptHash: ['prompt_hash', optional(text)],
  systemVersion: ['system_version', text],
  outputHash: ['output_hash', optional(text)],
  apiCalls: ['perf_api_calls', number],
  warnings: ['warnings', texts],
}

/** A thread's node; what is new is laid over what is there. */
export const threadNode = ({ id, ...record }: ThreadRecord): NodeWrite => ({
  label: 'SemanticThread',
  id,
  properties: propertiesOf(thread, record),
})

/** A component's node; it never moves back. Spec cf14 5.6. */
export const componentNode = ({ id, ...record }: ComponentRecord): NodeWrite => ({
  label: 'Component',
  id,
  properties: propertiesOf(component, record),
  existing: { _tag: 'newer', by: 'last_sequence' },
})

/** A state's node; a history is never changed. Spec cf14 5.6. */
export const stateNode = ({ id, ...record }: StateRecord): NodeWrite => ({
  label: 'ComponentState',
  id,
  properties: propertiesOf(history, record),
  existing: { _tag: 'equal', on: ['content'] },
})

/** An operation's node; written once. Its id is a function of its idempotency key, so one stands for the other. Spec cf14 5.6. */
export const operationNode = ({ id, resolver: by, ...record }: AuditRecord): NodeWrite => ({
  label: 'SemanticOperation',
  id,
  properties: {
    ...propertiesOf(operation, record),
    ...propertiesOf(resolver, by),
    perf_duration_ms: record.durationMs,
    perf_tokens_used: by.tokensUsed,
  },
  existing: { _tag: 'keep' },
})

/** A component as it was read. */
export const readComponent = (found: GraphNode): Either<EffectError, ComponentRecord> =>
  E.map((record: Omit<ComponentRecord, 'id'>) => ({ id: found.id, ...record }))(recordOf(component, found))

/** A state as it was read. */
export const readState = (found: GraphNode): Either<EffectError, StateRecord> =>
  E.map((record: Omit<StateRecord, 'id'>) => ({ id: found.id, ...record }))(recordOf(history, found))

/** An operation as it was read. */
export const readOperation = (found: GraphNode): Either<EffectError, AuditRecord> =>
  E.chain((record: Omit<AuditRecord, 'id' | 'resolver'>) =>
    E.map((by: AuditResolver): AuditRecord => ({ id: found.id, ...record, resolver: by }))(recordOf(resolver, found)),
  )(recordOf(operation, found))
