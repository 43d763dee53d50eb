import * as E from 'fp-ts/lib/Either.js'
import type { Condition } from '../../../../ports/index.js'
import type { AuditRecord } from '../../audit.js'
import type { ComponentState, OperationType } from '../../lifecycle.js'
import { products } from '../../product.js'
import { stationName } from '../../station.js'
import type { ComponentRecord } from '../batch.js'
import { readComponent, readOperation } from '../nodes.js'
import { query, readAll, type Asked, type Query } from './query.js'

/** Which operations of a thread, and which page of them. */
export interface OperationsWanted {
  readonly type?: OperationType
  readonly success?: boolean
  readonly offset?: number
  readonly limit?: number
}

const ofThread = (threadId: string, more: readonly Condition[] = []): Asked => ({
  match: { label: 'SemanticOperation', where: [{ _tag: 'eq', name: 'thread_id', value: threadId }, ...more] },
  orderBy: [{ by: 'started_at' }, { by: 'id' }],
})

/** A page of a thread's audit records by start and id, and the number of all. Spec cf14 5.7. */
export const operationsOfRun = (
  threadId: string,
  { type, success, offset, limit }: OperationsWanted = {},
): Query<{ readonly operations: readonly AuditRecord[]; readonly count: number }> => {
  const where: readonly Condition[] = [
    ...(type === undefined ? [] : [{ _tag: 'eq' as const, name: 'operation_type', value: type }]),
    ...(success === undefined ? [] : [{ _tag: 'eq' as const, name: 'success', value: success }]),
  ]
  const page = { ...(offset === undefined ? {} : { offset }), ...(limit === undefined ? {} : { limit }) }
  return query('operations', [{ ...ofThread(threadId, where), ...page }], ([found]) =>
    E.map((operations: readonly AuditRecord[]) => ({ operations, count: found?.count ?? 0 }))(
      readAll(found, readOperation),
    ),
  )
}

/** What operations of one type at one station took together. */
export interface Cost {
  readonly operationType: OperationType
  /** Empty where the valley does not know the matrix. */
  readonly station: string
  readonly operations: number
  readonly durationMs: number
  readonly calls: number
  readonly tokens: number
}

/** Sums by station and operation type, in the order of the valley. Spec cf14 5.7. */
export const cost = (threadId: string): Query<readonly Cost[]> =>
  query('cost', [ofThread(threadId)], ([found]) => E.map(sums)(readAll(found, readOperation)))

const sums = (operations: readonly AuditRecord[]): readonly Cost[] => {
  const costs = new Map<string, { readonly station: number; readonly sum: Cost }>()
  for (const { operationType, outputComponent, durationMs, apiCalls, resolver } of operations) {
    const station = products.find(({ name }) => name === outputComponent.split(':')[1])?.station ?? 0
    const key = `${station} ${operationType}`
    const before = costs.get(key)?.sum ?? { operations: 0, durationMs: 0, calls: 0, tokens: 0 }
    const sum: Cost = {
      ...{ operationType, station: stationName(station), operations: before.operations + 1 },
      durationMs: before.durationMs + durationMs,
      calls: before.calls + apiCalls,
      tokens: before.tokens + resolver.tokensUsed,
    }
    costs.set(key, { station, sum })
  }
  return [...costs.values()].sort((a, b) => a.station - b.station).map(({ sum }) => sum)
}

/** An operation that failed, and where its cell stands now; null where the cell is not there. */
export interface Failure {
  readonly operation: AuditRecord
  readonly state: ComponentState | null
}

/** A thread's failed operations with the state that their cells are in now. Spec cf14 5.7. */
export const failures = (threadId: string): Query<readonly Failure[]> =>
  query('failures', [ofThread(threadId, [{ _tag: 'eq', name: 'success', value: false }])], ([found]) =>
    E.map((operations: readonly AuditRecord[]) => (operations.length === 0 ? [] : withStates(operations)))(
      readAll(found, readOperation),
    ),
  )

const withStates = (operations: readonly AuditRecord[]): Query<readonly Failure[]> => {
  const values = [...new Set(operations.map(({ outputComponent }) => outputComponent))]
  const cells: Asked = { match: { label: 'Component', where: [{ _tag: 'in', name: 'id', values }] } }
  return query('failures/cells', [cells], ([found]) =>
    E.map((components: readonly ComponentRecord[]) => {
      const states = new Map(components.map(({ id, state }) => [id, state]))
      return operations.map((operation) => ({ operation, state: states.get(operation.outputComponent) ?? null }))
    })(readAll(found, readComponent)),
  )
}
