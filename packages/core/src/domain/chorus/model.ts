import type { Instant, Usage } from '../../kit/base/index.js'
import type { ChatMessage } from '../../ports/model/index.js'

/** The six phases in their order. Spec chorus 2. */
export const steps = ['action', 'experience', 'intention', 'observation', 'update', 'yield'] as const
/** One of the six phases. */
export type Step = (typeof steps)[number]

/** Where a phase stands. */
export type Stage = 'enter' | 'retrieve' | 'think' | 'record' | 'settled'

/** Where a loop stands; the last three are ends. */
export type LoopStatus = 'idle' | 'awaiting' | 'retrying' | 'suspended' | 'completed' | 'failed' | 'cancelled'

/** Bounds of one loop. Ranges and defaults: spec chorus 2, `limitsOf`. */
export interface LoopLimits {
  readonly maxIterations: number
  readonly maxAttemptsPerStep: number
  readonly searchLimit: number
  readonly promptPriors: number
  readonly priorChars: number
  readonly maxPromptChars: number
  readonly maxOutputTokens: number
  readonly yieldConfidence: number
  readonly convergeBelow: number
  readonly loopTimeoutMs: number
  readonly callTimeoutMs: number
  readonly tokenBudget: number | null
}

/** A message that memory holds and that may bear on the prompt. */
export interface Prior {
  readonly id: string
  readonly content: string
  readonly threadId: string
  readonly role: 'user' | 'assistant' | 'system'
  readonly similarity: number
  /** ISO 8601. */
  readonly createdAt: string
  readonly step?: Step
  readonly tokenValue: number
}

/** The first answer. Spec chorus 5.1. */
export interface ActionOutput {
  readonly proposedResponse: string
  readonly confidence: number
  readonly reasoning: string
}

/** The answer enriched with what memory holds. Spec chorus 5.2. */
export interface ExperienceOutput {
  readonly synthesis: string
  readonly keyInsights: readonly string[]
  readonly sourceRelevance: { readonly mostRelevant: readonly string[]; readonly reasoning: string }
  readonly confidence: number
}

/** What the user wants, and the priors that serve it. Spec chorus 5.3. */
export interface IntentionOutput {
  readonly explicitIntent: string
  readonly implicitIntent: string
  readonly selectedPriors: readonly string[]
  readonly selectionReasoning: string
  readonly confidence: number
}

/** How one message bears on another. */
export type Relation = 'supports' | 'contradicts' | 'extends' | 'mentions' | 'cites'

/** What the loop sees of its own thoughts. Spec chorus 5.4. */
export interface ObservationOutput {
  readonly patterns: readonly string[]
  readonly contextAnalysis: string
  readonly knowledgeGaps: readonly string[]
  readonly biases: readonly string[]
  readonly userState?: string
  readonly semanticLinks: readonly {
    readonly toPrior: string
    readonly relation: Relation
    readonly strength: number
  }[]
  readonly confidence: number
}

/** Whether another pass is worth it. Spec chorus 5.5. */
export interface UpdateOutput {
  readonly loop: boolean
  readonly reasoning: string
  readonly confidence: number
  readonly keyInsights: readonly string[]
  readonly nextPrompt: string | null
}

/** The answer that the user sees. Spec chorus 5.6. */
export interface YieldOutput {
  readonly finalResponse: string
  readonly keyPoints: readonly string[]
  readonly citations: readonly { readonly priorId: string; readonly marker: string }[]
  readonly confidence: number
  readonly synthesisQuality?: string
}

/** What each phase makes. */
export interface Outputs {
  readonly action: ActionOutput
  readonly experience: ExperienceOutput
  readonly intention: IntentionOutput
  readonly observation: ObservationOutput
  readonly update: UpdateOutput
  readonly yield: YieldOutput
}
/** What any of the phases makes. */
export type StepOutput = Outputs[Step]

/** Why the loop went on or answered, the first that fits. Spec chorus 6. */
export interface Decision {
  readonly go: 'loop' | 'yield'
  readonly reason:
    | 'max_iterations'
    | 'budget'
    | 'deadline'
    | 'update_unreadable'
    | 'model_ready'
    | 'confident'
    | 'converged'
    | 'model_loop'
}

/** What a loop has used; it only grows. */
export interface LoopUsage {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly costMicroUsd: number
  readonly aiCalls: number
}

/** A finished pass. */
export interface PassRecord {
  readonly iteration: number
  readonly outputs: Partial<Outputs>
  readonly priorIds: readonly string[]
  readonly decision: Decision
  readonly usage: LoopUsage
  readonly startedAt: Instant
  readonly endedAt: Instant
}

/** What a phase's prompt, its reading and its stand-in may look at. */
export interface PhaseContext {
  readonly prompt: string
  /** The thread's turns, oldest first, at most the newest 20, placeholders left out. */
  readonly turns: readonly ChatMessage[]
  readonly iteration: number
  /** Accepted in this pass so far. */
  readonly outputs: Partial<Outputs>
  readonly passes: readonly PassRecord[]
  /** All that were found, the best first. */
  readonly priors: readonly Prior[]
  readonly limits: LoopLimits
}

/** Why an answer could not be read. */
export interface Unreadable {
  readonly code: 'AI_UNPARSABLE' | 'AI_EMPTY'
  /** One line for each fault, with its path: what the repair attempt is told. */
  readonly faults: readonly string[]
}

/** A loop's error as it is told. Codes: spec chorus 12. */
export interface LoopError {
  readonly class: 'AIError' | 'StateError' | 'NetworkError'
  readonly code: string
  readonly message: string
  readonly retryable: boolean
}

/** What a loop tells: a phase event. Order and contents: spec chorus 8. */
export interface PhaseEvent {
  readonly _tag: 'chorus_response'
  readonly loopId: string
  readonly threadId: string
  /** From 1, without a gap. */
  readonly seq: number
  readonly step: Step
  readonly iteration: number
  readonly status: 'running' | 'delta' | 'complete' | 'degraded' | 'retrying' | 'error' | 'cancelled'
  readonly content: StepOutput | string | null
  readonly priors?: readonly Prior[]
  readonly loop?: boolean
  readonly reasoning?: string
  readonly error?: LoopError
  /** Pieces told before are void. */
  readonly discard?: true
}

/** What is told of the loop as a whole: its end, or that its state was made anew. It shares the numbering of the phase events. */
export interface StateUpdate {
  readonly _tag: 'state_update'
  readonly loopId: string
  readonly threadId: string
  readonly seq: number
  readonly status: LoopStatus
  readonly iterations: number
  readonly usage: LoopUsage
  readonly degraded: readonly Step[]
  readonly reconstructed?: true
  readonly error?: LoopError
}
/** All that a loop tells. */
export type ChorusResponse = PhaseEvent | StateUpdate

/** Usage of one call, as it is added. */
export type CallUsage = { readonly usage: Usage; readonly costMicroUsd: number | null }
