import type { Paid } from '../../kit/fault/index.js'
import type { Plan } from './plan.js'
import type { Span } from './span.js'

/** How far off a plan was for one quantity. */
export interface Off {
  readonly planned: Span
  readonly actual: number
  readonly isInside: boolean
  /** What was taken, as a multiple of what was expected: 1 where both are nothing, null where nothing was expected and something was taken. */
  readonly ratio: number | null
}

/** How far off a plan was; null where one of the two did not say. */
export interface PlanError {
  readonly attempts: Off
  readonly inputTokens: Off
  readonly outputTokens: Off
  readonly costMicroUsd: Off | null
  readonly ms: Off | null
}

/** Compares a plan with what the run then took. What is read from a provider's cache is read, and reasoning is written. */
export const planError = (plan: Plan, spent: Paid & { readonly ms: number }): PlanError => {
  const { usage, costMicroUsd, attempts, ms } = spent
  return {
    attempts: off(plan.attempts, attempts),
    inputTokens: off(plan.inputTokens, usage.input + usage.cached),
    outputTokens: off(plan.outputTokens, usage.output + usage.reasoning),
    costMicroUsd: plan.costMicroUsd === null || costMicroUsd === null ? null : off(plan.costMicroUsd, costMicroUsd),
    ms: plan.ms === null ? null : off(plan.ms, ms),
  }
}

const off = (planned: Span, actual: number): Off => ({
  planned,
  actual,
  isInside: planned.low <= actual && actual <= planned.high,
  ratio: ratio(actual, planned.middle),
})

const ratio = (actual: number, expected: number): number | null => {
  if (expected === 0) return actual === 0 ? 1 : null
  return actual / expected
}
