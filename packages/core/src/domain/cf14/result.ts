import { addUsage, noUsage, toArray, tokensOf, type Usage } from '../../kit/base/index.js'
import type { Paid } from '../../kit/fault/index.js'
import { auditsOf, type AuditRecord } from './audit.js'
import type { Call, Cell } from './cell.js'
import type { PersistenceFailure } from './fault.js'
import { contentHash } from './identity.js'
import { shapeOf } from './layout.js'
import type { Made, Walking } from './model.js'
import type { Labels } from './ontology.js'
import { originOfRun } from './origin.js'
import { pipelineOf, type ProductName } from './product.js'
import { noCounts, type Counts } from './store/batch.js'

/** One product as it stands: labels, current contents, and every cell with its whole lineage. */
export interface MadeMatrix {
  readonly name: ProductName
  readonly station: number
  readonly shape: readonly number[]
  readonly rows: Labels
  readonly columns: Labels
  /** Current contents, row by row. */
  readonly contents: readonly (readonly string[])[]
  /** 16 hex digits over the contents. Spec cf14 5.5. */
  readonly digest: string
  /** Row-major. */
  readonly cells: readonly Cell[]
  /** Settled calls by stage. */
  readonly calls: { readonly [stage: string]: number }
}

/** What was spent and made. */
export interface Totals {
  readonly cells: number
  readonly calls: number
  readonly usage: Usage
  readonly tokens: number
  /** Millionths of a US dollar; null as soon as one call has no known price. */
  readonly costMicroUsd: number | null
}

/** All that a valley has made. Spec cf14 6.3. */
export interface ValleyResult {
  readonly threadId: string
  readonly problem: string | null
  readonly domain: string | null
  readonly matrices: readonly MadeMatrix[]
  /** Components given: the cells of A and B. */
  readonly inputComponents: number
  /** All components, each once. */
  readonly components: number
  readonly operations: readonly AuditRecord[]
  readonly warnings: readonly string[]
  /** Records that were written. Spec cf14 6.3. */
  readonly persisted: Counts
  /** Products that were not written, with the reason. */
  readonly unwritten: readonly { readonly matrix: ProductName; readonly error: PersistenceFailure }[]
  readonly totals: Totals
}

/** The result before the start. */
export const emptyResult: ValleyResult = {
  threadId: '',
  problem: null,
  domain: null,
  matrices: [],
  inputComponents: 0,
  components: 0,
  operations: [],
  warnings: [],
  persisted: noCounts,
  unwritten: [],
  totals: { cells: 0, calls: 0, usage: noUsage, tokens: 0, costMicroUsd: 0 },
}

/** Gathers what has been made so far; whole or not. */
export const resultOf = (state: Walking): ValleyResult => {
  const made = state.request.placed.flatMap(({ name }) => state.made[name] ?? [])
  const matrices = made.map(matrixOf)
  const origin = originOfRun(state)
  const given = matrices.filter(({ name }) => name === 'A' || name === 'B')
  return {
    threadId: state.threadId,
    problem: state.request.problem ?? null,
    domain: state.request.domain ?? null,
    matrices,
    inputComponents: countCells(given),
    components: countCells(matrices),
    operations: made.flatMap(({ placed, cells }) => toArray(cells).flatMap((cell) => auditsOf(origin, placed, cell))),
    warnings: [...state.warnings, ...notReached(state)],
    persisted: state.persisted,
    unwritten: state.lost,
    totals: totalsOf(matrices),
  }
}

const notReached = (state: Walking): readonly string[] => {
  const missing = state.request.placed.filter(({ name }) => state.made[name] === undefined).map(({ name }) => name)
  return missing.length === 0 ? [] : [`not_reached:${missing.join(',')}`]
}

const countCells = (matrices: readonly MadeMatrix[]): number =>
  matrices.reduce((sum, { cells }) => sum + cells.length, 0)

const matrixOf = ({ placed, cells: stored }: Made): MadeMatrix => {
  const cells = toArray(stored)
  const [rows = [], columns = []] = placed.axes
  const values = cells.map((cell) => cell.content)
  return {
    name: placed.name,
    station: placed.station,
    shape: shapeOf(placed),
    rows,
    columns,
    contents: rows.map((_, i) => values.slice(i * columns.length, (i + 1) * columns.length)),
    digest: contentHash(values),
    cells,
    calls: pipelineOf(placed.formula) === undefined ? {} : callsByStage(cells),
  }
}

const callsByStage = (cells: readonly Cell[]): { readonly [stage: string]: number } => {
  const counts = new Map<string, number>()
  for (const cell of cells)
    for (const call of cell.calls)
      if (call.reply !== undefined) counts.set(call.stage, (counts.get(call.stage) ?? 0) + 1)
  return Object.fromEntries(counts)
}

const totalsOf = (matrices: readonly MadeMatrix[]): Totals => {
  let [calls, cost, priced] = [0, 0, true]
  let usage = noUsage
  for (const { cells } of matrices)
    for (const cell of cells)
      for (const call of cell.calls) {
        const spent = spentOn(call)
        calls += spent.attempts
        usage = addUsage(usage, spent.usage)
        cost += spent.costMicroUsd ?? 0
        priced &&= spent.costMicroUsd !== null
      }
  return { cells: countCells(matrices), calls, usage, tokens: tokensOf(usage), costMicroUsd: priced ? cost : null }
}

/** What a call took, answered or not; one that is still out counts nothing. */
const spentOn = ({ reply, failure }: Call): Paid => {
  if (reply !== undefined) return reply
  return failure?.paid ?? { usage: noUsage, costMicroUsd: 0, attempts: failure === undefined ? 0 : 1 }
}
