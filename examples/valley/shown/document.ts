import { tokensOf } from '@chorale/core/base'
import type { Ending, Pause } from '@chorale/core/run'
import type { MadeMatrix, ValleyResult, ValleyTypes } from '@chorale/core/cf14'
import { exit } from '../exit.js'

/** How a run's end is called where people and programs read it. */
export type OutcomeName = 'complete' | 'partial' | 'failed' | 'cancelled' | 'paused'

/** The outcome's name and the exit code that stands for it. */
export const outcomeOf = (
  status: Ending<ValleyTypes>['status'],
): { readonly name: OutcomeName; readonly code: number } => {
  switch (status) {
    case 'done':
      return { name: 'complete', code: exit.complete }
    case 'partial':
      return { name: 'partial', code: exit.partial }
    case 'cancelled':
      return { name: 'cancelled', code: exit.partial }
    case 'failed':
      return { name: 'failed', code: exit.failed }
    case 'paused':
    case 'waiting':
      return { name: 'paused', code: exit.paused }
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
  /** What this run itself has paid for: answers that were taken over are not in it. */
  readonly spent: {
    readonly calls: number
    readonly tokens: number
    readonly cost_micro_usd: number | null
    /** Calls that may have been made, retries included, although nobody heard of them: at most so many. */
    readonly calls_in_doubt: number
  }
  /** Answers that were taken over from another run. */
  readonly reused: number
  /** Why it stands still; null unless it is paused. */
  readonly pause: PauseDocument | null
}

/** Why a run stands still. */
export interface PauseDocument {
  readonly why: 'stopped' | 'asked' | 'over_budget' | 'held' | 'store_full'
  /** Which limit was reached, where one was: calls, or micro_usd. */
  readonly limit: string | null
  readonly allowed: number | null
  readonly spent: number | null
  /** Addresses of calls that wait for money. */
  readonly unpaid: readonly string[]
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
export const documentOf = ({ run, status, result, spent, reused, pause }: Ending<ValleyTypes>): RunDocument => ({
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
  spent: {
    calls: spent.paid.attempts,
    tokens: tokensOf(spent.paid.usage),
    cost_micro_usd: spent.paid.costMicroUsd,
    calls_in_doubt: spent.exposed.attempts,
  },
  reused,
  pause: pause === null ? null : pauseOf(pause),
})

const pauseOf = (pause: Pause): PauseDocument => {
  const bare = { limit: null, allowed: null, spent: null, unpaid: [] }
  switch (pause._tag) {
    case 'OverBudget': {
      const { shortfall, unpaid } = pause
      const limits = 'limit' in shortfall ? limitsOf(shortfall) : bare
      return { why: 'over_budget', ...limits, unpaid: unpaid.map(({ key }) => key) }
    }
    case 'Stopped':
      return { why: 'stopped', ...bare }
    case 'Asked':
      return { why: 'asked', ...bare }
    case 'Held':
      return { why: 'held', ...bare }
    case 'StoreFull':
      return { why: 'store_full', ...bare }
  }
}

const limitsOf = (shortfall: { readonly limit: string; readonly allowed: number; readonly spent: number }) => ({
  limit: shortfall.limit === 'microUsd' ? 'micro_usd' : shortfall.limit,
  allowed: shortfall.allowed,
  spent: shortfall.spent,
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
