import type { AuditRecord } from '../audit.js'
import { componentId } from '../identity.js'
import { products } from '../product.js'
import type { MadeMatrix, ValleyResult } from '../result.js'
import { stationName } from '../station.js'
import type { Batch } from './batch.js'
import { recordsOf, type Shaped } from './records.js'

/** All that a run has made, as one batch: to be written by a host of its own, kept while a store is down, or checked. Spec cf14 6.3. */
export const batchOf = (result: ValleyResult, run: string): Batch => {
  const { threadId, domain, problem, matrices } = result
  const audits = auditsByOutput(result.operations)
  const parts = matrices.map((made) =>
    recordsOf(
      { threadId, runId: run, domain },
      shapedOf(made),
      made.cells.map((cell) => ({ cell, audits: audits.get(componentId(threadId, made.name, cell.index)) ?? [] })),
    ),
  )
  const components = parts.flatMap((part) => part.components)
  const operations = parts.flatMap((part) => part.operations)
  const isWhole = !result.warnings.some((warning) => warning.startsWith('not_reached:'))
  const hasFailed = matrices.some(({ cells }) => cells.some(({ failure }) => failure !== undefined))
  return {
    thread: {
      ...{ id: threadId, runId: run, domain, problem },
      status: isWhole && !hasFailed ? 'complete' : 'partial',
      currentStation: stationName(Math.max(1, ...matrices.map(({ station }) => station))),
      componentCount: components.length,
      operationCount: operations.length,
      createdAt: components[0]?.createdAt ?? 0,
    },
    matrices: matrices.map(({ name, rows, columns }) => ({ matrix: name, axes: [rows, columns] })),
    components,
    states: parts.flatMap((part) => part.states),
    operations,
    relationships: parts.flatMap((part) => part.relationships),
  }
}

const shapedOf = ({ name, station, rows, columns }: MadeMatrix): Shaped => ({
  ...{ name, station, axes: [rows, columns] },
  formula: products.find((product) => product.name === name)?.formula ?? { _tag: 'given' },
})

const auditsByOutput = (operations: readonly AuditRecord[]): ReadonlyMap<string, readonly AuditRecord[]> => {
  const audits = new Map<string, AuditRecord[]>()
  for (const audit of operations) {
    const own = audits.get(audit.outputComponent)
    if (own === undefined) audits.set(audit.outputComponent, [audit])
    else own.push(audit)
  }
  return audits
}
