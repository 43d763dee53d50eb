import type { Ending } from '@chorale/core/run'
import type { MadeMatrix, ValleyResult, ValleyTypes } from '@chorale/core/cf14'

/** How a run is called where people and programs read it. */
export type OutcomeName = 'complete' | 'partial' | 'failed'

/** The outcome's name and the exit code that stands for it. */
export const outcomeOf = (
  status: Ending<ValleyTypes>['status'],
): { readonly name: OutcomeName; readonly code: number } => {
  switch (status) {
    case 'done':
      return { name: 'complete', code: 0 }
    case 'partial':
    case 'cancelled':
      return { name: 'partial', code: 2 }
    case 'failed':
      return { name: 'failed', code: 1 }
  }
}

/** The one JSON document of `--json`; member names are those of the stores. */
export interface RunDocument {
  readonly run: string
  readonly status: OutcomeName
  readonly warnings: readonly string[]
  readonly matrices: { readonly [name: string]: MatrixDocument }
  /** Settled calls by matrix and stage. */
  readonly calls: { readonly [name: string]: { readonly [stage: string]: number } }
  readonly totals: {
    readonly cells: number
    readonly calls: number
    readonly tokens: number
    readonly cost_micro_usd: number | null
  }
}

/** One matrix with its current contents and their hash. */
export interface MatrixDocument {
  readonly shape: readonly number[]
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  readonly cells: readonly (readonly string[])[]
  readonly digest: string
}

/** A run as its document. */
export const documentOf = ({ run, status, result }: Ending<ValleyTypes>): RunDocument => ({
  run,
  status: outcomeOf(status).name,
  warnings: [...result.warnings, ...result.matrices.flatMap(cellWarnings)],
  matrices: Object.fromEntries(
    result.matrices.map(({ name, shape, rows, columns, contents, digest }) => [
      name,
      { shape, rows, columns, cells: contents, digest },
    ]),
  ),
  calls: Object.fromEntries(
    result.matrices.filter(({ calls }) => Object.keys(calls).length > 0).map(({ name, calls }) => [name, calls]),
  ),
  totals: totalsOf(result),
})

const totalsOf = ({ totals }: ValleyResult) => ({
  cells: totals.cells,
  calls: totals.calls,
  tokens: totals.tokens,
  cost_micro_usd: totals.costMicroUsd,
})

/** Remarks of resolvers and failures, each with its cell, each once. */
const cellWarnings = ({ name, cells }: MadeMatrix): readonly string[] =>
  cells.flatMap(({ index, calls, failure }) => {
    const place = `${name}[${index.join(',')}]`
    const remarks = calls.flatMap(({ reply }) => reply?.warnings ?? []).map((remark) => `${place}: ${remark}`)
    return [
      ...new Set(
        failure === undefined ? remarks : [...remarks, `${place}: failed at ${failure.stage}: ${failure.because}`],
      ),
    ]
  })
