import { toArray } from '../../kit/base/index.js'
import { auditsOf } from './audit.js'
import type { Walking } from './model.js'
import { originOfRun } from './origin.js'
import type { ProductName } from './product.js'
import { stationName } from './station.js'
import type { Batch, ThreadRecord } from './store/batch.js'
import { recordsOf } from './store/records.js'

/** A product of a valley as the batch that is written of it. Spec cf14 5.3, 5.4. */
export const productBatch = (state: Walking, name: ProductName, status: ThreadRecord['status']): Batch | undefined => {
  const made = state.made[name]
  if (made === undefined) return undefined
  const { placed } = made
  const origin = originOfRun(state)
  const cells = toArray(made.cells).map((cell) => ({ cell, audits: auditsOf(origin, placed, cell) }))
  const records = recordsOf(
    { threadId: state.threadId, runId: state.run, domain: state.request.domain ?? null },
    placed,
    cells,
  )
  const thread = threadOf(state, status)
  return {
    ...records,
    thread: {
      ...thread,
      currentStation: stationName(placed.station),
      componentCount: thread.componentCount + records.components.length,
      operationCount: thread.operationCount + records.operations.length,
    },
    matrices: Object.values(state.made).map((each) => ({ matrix: each.placed.name, axes: each.placed.axes })),
  }
}

/** The thread with what was written so far. */
export const threadOf = (state: Walking, status: ThreadRecord['status']): ThreadRecord => ({
  id: state.threadId,
  runId: state.run,
  domain: state.request.domain ?? null,
  problem: state.request.problem ?? null,
  status,
  currentStation: stationName(lastStation(state)),
  componentCount: state.persisted.components,
  operationCount: state.persisted.operations,
  createdAt: state.startedAt,
})

const lastStation = ({ made }: Walking): number =>
  Math.max(1, ...Object.values(made).map(({ placed }) => placed.station))
