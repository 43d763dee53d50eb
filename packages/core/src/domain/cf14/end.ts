import type { Status } from '../../kit/machine/index.js'
import type { Walking } from './model.js'
import { pipelineOf } from './product.js'
import type { ThreadRecord } from './store/batch.js'

/** How a valley ends that asks and writes nothing more. Spec cf14 4.1. */
export const endOf = (state: Walking): Exclude<Status, 'running'> => {
  const made = Object.values(state.made)
  const whole =
    made.length === state.request.placed.length && made.every(({ failed }) => failed === 0) && state.lost.length === 0
  if (whole) return 'done'
  const derived = made.filter(({ placed }) => pipelineOf(placed.formula) !== undefined)
  return derived.some(({ cells, failed }) => cells.length > failed) ? 'partial' : 'failed'
}

/** The same in the words of the store. Spec cf14 5.2. */
export const threadEnd = (state: Walking): ThreadRecord['status'] => {
  const end = endOf(state)
  return end === 'done' ? 'complete' : end
}
