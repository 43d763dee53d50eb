import type { Instant } from '../../../kit/base/index.js'
import { change } from './change.js'
import type { Decision, LoopLimits, LoopUsage, UpdateOutput } from '../model.js'

/** What the guard decides on, at the end of a pass. */
export interface GuardContext {
  /** From 0. */
  readonly iteration: number
  readonly limits: LoopLimits
  readonly now: Instant
  /** Null where the loop has none. */
  readonly deadlineAt: Instant | null
  /** Null where update was degraded: its answer could not be read. */
  readonly update: UpdateOutput | null
  readonly answerConfidence: number | null
  /** Of the pass before this one and of this one; null where there is none. */
  readonly synthesisBefore: string | null
  readonly synthesis: string | null
  /** Of the whole loop so far. */
  readonly usage: LoopUsage
  /** Tokens that this pass took: the estimate for another. */
  readonly passTokens: number
}

interface Rule extends Decision {
  readonly holds: (context: GuardContext) => boolean
}

/** In their order; the first that holds decides, the last one always does. Spec chorus 6. */
const rules: readonly Rule[] = [
  {
    go: 'yield',
    reason: 'max_iterations',
    holds: ({ iteration, limits }) => iteration + 1 >= limits.maxIterations,
  },
  {
    go: 'yield',
    reason: 'budget',
    holds: ({ limits, usage, passTokens }) =>
      limits.tokenBudget !== null && usage.inputTokens + usage.outputTokens + passTokens > limits.tokenBudget,
  },
  { go: 'yield', reason: 'deadline', holds: ({ now, deadlineAt }) => deadlineAt !== null && now >= deadlineAt },
  { go: 'yield', reason: 'update_unreadable', holds: ({ update }) => update === null },
  { go: 'yield', reason: 'model_ready', holds: ({ update }) => update?.loop === false },
  {
    go: 'yield',
    reason: 'confident',
    holds: ({ answerConfidence, limits }) => answerConfidence !== null && answerConfidence > limits.yieldConfidence,
  },
  {
    go: 'yield',
    reason: 'converged',
    holds: ({ iteration, synthesisBefore, synthesis, limits }) =>
      iteration >= 1 &&
      synthesisBefore !== null &&
      synthesis !== null &&
      change(synthesisBefore, synthesis) < limits.convergeBelow,
  },
  { go: 'loop', reason: 'model_loop', holds: () => true },
]

/** Whether another pass is made or the answer is given, and why. Update's word alone does not decide. Spec chorus 6. */
export const decide = (context: GuardContext): Decision => {
  const { go, reason } = rules.find(({ holds }) => holds(context)) ?? otherwise
  return { go, reason }
}

/** Never reached, as the last rule always holds; without it the search would have no type. */
const otherwise: Decision = { go: 'loop', reason: 'model_loop' }
