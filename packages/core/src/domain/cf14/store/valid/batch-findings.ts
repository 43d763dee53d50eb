import * as E from 'fp-ts/lib/Either.js'
import { jsonText } from '../../../../kit/base/index.js'
import type { Finding } from '../../../../kit/fault/index.js'
import type { AuditRecord } from '../../audit.js'
import { componentLifecycle } from '../../lifecycle.js'
import type { Batch, StateRecord } from '../batch.js'
import { levelOf } from '../level.js'
import { found } from './found.js'
import type { Known } from './known.js'

/** Everything wrong with a batch as a whole. Spec cf14 6.4 `batch.*`. */
export const batchFindings = (batch: Batch, known: Known): readonly Finding[] => [
  ...twiceFindings('components', batch.components),
  ...twiceFindings('states', batch.states),
  ...twiceFindings('operations', batch.operations),
  ...historyFindings(batch),
  ...linkFindings(batch, known),
  ...orderFindings(batch),
  ...sumFindings(batch.operations),
]

const twiceFindings = (path: string, records: readonly { readonly id: string }[]): readonly Finding[] => {
  const seen = new Map<string, string>()
  return records.flatMap((record, i) => {
    const content = jsonText(record)
    const other = seen.get(record.id)
    seen.set(record.id, content)
    const at = { path: `${path}[${i}]`, code: 'batch.unique' }
    return found(other !== undefined && other !== content, at, `${record.id} is there with another content`)
  })
}

/** States by component, in their sequence. */
export const historiesOf = (states: readonly StateRecord[]): ReadonlyMap<string, readonly StateRecord[]> => {
  const histories = new Map<string, StateRecord[]>()
  for (const state of states) {
    const own = histories.get(state.componentId)
    if (own === undefined) histories.set(state.componentId, [state])
    else own.push(state)
  }
  for (const own of histories.values()) own.sort((a, b) => a.sequence - b.sequence)
  return histories
}

const historyFindings = ({ components, states }: Batch): readonly Finding[] => {
  const code = 'batch.states'
  const histories = historiesOf(states)
  return components.flatMap(({ id, state }, i) => {
    const own = histories.get(id) ?? []
    const path = `components[${i}].state`
    const gap = own.findIndex(({ sequence }, n) => sequence !== n)
    return [
      ...found(own[0]?.state !== 'initial', { path, code }, 'its history does not begin with initial'),
      ...found(gap >= 0, { path, code }, `its history has no state ${gap}, or has it twice`),
      ...illegalMoves(own).map((message) => ({ path, code, message })),
      ...found(own.at(-1)?.state !== state, { path, code }, `its history ends with ${own.at(-1)?.state ?? 'nothing'}`),
    ]
  })
}

/** What the lifecycle says of each move that it does not hold; a history begins at `initial`. */
export const illegalMoves = (history: readonly StateRecord[]): readonly string[] => {
  const names: readonly string[] = history.map(({ state }) => state)
  const whole = names[0] === 'initial' ? names : ['initial', ...names]
  return whole.slice(1).flatMap((name, i) => {
    const move = componentLifecycle.check(whole[i] ?? '', name)
    return E.isLeft(move) ? [move.left.because] : []
  })
}

const linkFindings = ({ thread, states, operations, relationships }: Batch, known: Known): readonly Finding[] => {
  const own = new Map([
    ['SemanticThread', new Set([thread.id])],
    ['ComponentState', new Set(states.map(({ id }) => id))],
    ['SemanticOperation', new Set(operations.map(({ id }) => id))],
  ])
  return relationships.flatMap(({ type, from, to }, i) =>
    [from, to].flatMap(({ label, id }) =>
      found(
        label === 'Component' ? known(id) === undefined : own.get(label)?.has(id) !== true,
        { path: `relationships[${i}]`, code: 'batch.links' },
        `${type}: there is no ${label} ${id}`,
      ),
    ),
  )
}

/** A product is made only from those before it: the level order holds no cycle. Spec cf14 1.6. */
const orderFindings = ({ components }: Batch): readonly Finding[] =>
  components.flatMap(({ matrix, dependencies }, i) =>
    dependencies.flatMap((id) =>
      found(
        levelOf(matrixIn(id)) >= levelOf(matrix),
        { path: `components[${i}].dependencies`, code: 'batch.order' },
        `${matrix} cannot be made from ${matrixIn(id)}`,
      ),
    ),
  )

const matrixIn = (componentId: string): string => componentId.split(':')[1] ?? ''

/** An addition that began before the last multiplication of its cell had ended. Spec cf14 2. */
const sumFindings = (operations: readonly AuditRecord[]): readonly Finding[] => {
  const ended = new Map<string, number>()
  for (const { operationType, outputComponent, completedAt } of operations)
    if (operationType === 'semantic_multiplication' || operationType === 'elementwise_multiplication')
      ended.set(outputComponent, Math.max(ended.get(outputComponent) ?? -Infinity, completedAt))
  return operations.flatMap(({ operationType, outputComponent, startedAt }, i) =>
    found(
      operationType === 'semantic_addition' && startedAt < (ended.get(outputComponent) ?? -Infinity),
      { path: `operations[${i}]`, code: 'batch.sum_rule' },
      'operation_order: it was added before everything was multiplied',
    ),
  )
}
