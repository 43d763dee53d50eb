import type { Right } from 'fp-ts/lib/Either.js'
import type { Instant } from '../../../kit/base/index.js'
import type { ChatMessage } from '../../../ports/model/index.js'
import type { Pending } from '../effect.js'
import { limitsOf } from './limits.js'
import type { LoopError, LoopLimits, LoopStatus, LoopUsage, Outputs, PassRecord, Prior, Stage, Step } from '../model.js'

/** Whose prompt it is, and where it is to be kept. */
export interface Origin {
  /** The author of the prompt. */
  readonly userKey: string
  /** The id of the prompt's message, where it has one; otherwise it is derived from the loop's id. */
  readonly promptMessageId?: string
  /** Who may find the two messages later: all, or the thread alone, which it is unless given. */
  readonly audience?: 'public' | 'thread'
}

/** An error as the state keeps it. Spec chorus 7. */
export interface ErrorState extends Pick<LoopError, 'class' | 'code' | 'message'> {
  readonly step: Step
  readonly iteration: number
  readonly attempt: number
  readonly at: Instant
  readonly recoverable: boolean
  /** When a suspended loop tries again by itself. */
  readonly retryAt?: Instant
}

/** The pass that is under way, as it began. */
export interface PassStart {
  readonly startedAt: Instant
  readonly usage: LoopUsage
}

/** A loop as plain data: all it needs to go on. Spec chorus 2. */
export interface ChorusState {
  readonly loopId: string
  readonly threadId: string
  readonly prompt: string
  /** The thread's turns as they were given; never edited. */
  readonly turns: readonly ChatMessage[]
  readonly origin: Origin
  readonly step: Step
  readonly stage: Stage
  readonly status: LoopStatus
  /** Passes before this one. */
  readonly iteration: number
  /** The latest accepted output of each step of this pass. */
  readonly outputs: Partial<Outputs>
  readonly history: readonly PassRecord[]
  /** Found in all passes, the best first. */
  readonly priors: readonly Prior[]
  /** Found in this pass, as the search returned them. */
  readonly found: readonly Prior[]
  /** Effects that were issued and have not settled; while the loop is suspended, those to issue again. */
  readonly pending: readonly Pending[]
  /** The key of the timer that ends a suspension. */
  readonly wake: string | null
  /** Answers of the model used up in this pass, good and bad. */
  readonly attempts: Partial<{ readonly [S in Step]: number }>
  /** Effects issued at each place, so that no key is used twice. */
  readonly issued: { readonly [place: string]: number }
  readonly stable: StableSnapshot | null
  /** The number of the next event. */
  readonly nextSeq: number
  /** A step was told as running and how it ended has not been told. */
  readonly isOpen: boolean
  readonly usage: LoopUsage
  readonly limits: LoopLimits
  readonly startedAt: Instant
  readonly deadlineAt: Instant | null
  /** The deadline has passed: nothing is waited for any more. */
  readonly isLate: boolean
  readonly pass: PassStart
  /** The newest confidence that a model gave its answer. */
  readonly answerConfidence: number | null
  /** Steps for which something stood in, or whose records failed. */
  readonly degraded: readonly Step[]
  readonly errorState: ErrorState | null
  /** How often the state had to be made anew. */
  readonly reconstructions: number
}

/** Members that only grow: a rollback leaves them as they are. */
type Growing = 'nextSeq' | 'usage' | 'issued' | 'isLate' | 'reconstructions'

/** The state at the last point where a step had settled. Spec chorus 7.1. */
export type StableSnapshot = Omit<ChorusState, 'stable' | Growing>

/** Nothing was used. */
export const noLoopUsage: LoopUsage = { inputTokens: 0, outputTokens: 0, costMicroUsd: 0, aiCalls: 0 }

/** What holds where nothing is said. A cast: nothing was given that could be refused. */
const usualLimits = (limitsOf() as Right<LoopLimits>).right

/** A loop that has not begun. Spec chorus 2. */
export const createInitialState = (turns: readonly ChatMessage[], threadId: string): ChorusState => ({
  loopId: '',
  threadId,
  prompt: '',
  turns,
  origin: { userKey: '' },
  step: 'action',
  stage: 'enter',
  status: 'idle',
  iteration: 0,
  outputs: {},
  history: [],
  priors: [],
  found: [],
  pending: [],
  wake: null,
  attempts: {},
  issued: {},
  stable: null,
  nextSeq: 1,
  isOpen: false,
  usage: noLoopUsage,
  limits: usualLimits,
  startedAt: 0,
  deadlineAt: null,
  isLate: false,
  pass: { startedAt: 0, usage: noLoopUsage },
  answerConfidence: null,
  degraded: [],
  errorState: null,
  reconstructions: 0,
})

/** The state as it is kept for a rollback. */
export const snapshotOf = (state: ChorusState): StableSnapshot => {
  const { stable, nextSeq, usage, issued, isLate, reconstructions, ...kept } = state
  return kept
}
