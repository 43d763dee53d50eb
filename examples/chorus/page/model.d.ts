/** What the page knows, as plain data that outlives a reload. */

/** One of the six phases. */
export type StepName = 'action' | 'experience' | 'intention' | 'observation' | 'update' | 'yield'

/** A value of the wire whose members are looked at one by one. */
export type Data = { readonly [name: string]: unknown }

/** What memory held. */
export interface Prior {
  readonly id: string
  readonly content: string
  readonly role: string
  readonly similarity: number
  readonly createdAt: string
}

/** What went wrong. */
export interface Fault {
  readonly code: string
  readonly message: string
  readonly retryable: boolean
}

/** How a phase stands and what it made. */
export interface PhaseState {
  readonly status: 'waiting' | 'running' | 'retrying' | 'complete' | 'degraded' | 'error' | 'cancelled'
  /** Streamed so far. */
  readonly text: string
  readonly content: Data | null
  readonly fault: Fault | null
}

/** The phases of one pass. */
export type Pass = { readonly [step in StepName]?: PhaseState }

/** A question on its way through the phases. */
export interface LoopState {
  readonly id: string
  readonly threadId: string
  readonly prompt: string
  /** The newest event of the loop that was taken in. */
  readonly seq: number
  /** `lost`: the server was started anew and has not spoken of it since. */
  readonly status: 'running' | 'lost' | 'suspended' | 'completed' | 'failed' | 'cancelled'
  readonly passes: readonly Pass[]
  readonly priors: readonly Prior[]
  readonly fault: Fault | null
  /** What it took, as the wire says it. */
  readonly usage: Data | null
}

/** What the store holds of a conversation. */
export interface Message {
  readonly id: string
  readonly role: string
  readonly content: string
  readonly createdAt: string
}

/** A conversation. */
export interface ThreadState {
  readonly id: string
  readonly name: string
}

/** What was submitted and not yet answered by a loop's first event. */
export interface Pending {
  readonly id: string
  readonly threadId: string
  readonly prompt: string
  readonly fault: Fault | null
}

/** All of it. */
export interface State {
  readonly userId: string | null
  readonly threads: readonly ThreadState[]
  readonly threadId: string | null
  readonly messages: { readonly [threadId: string]: readonly Message[] }
  readonly loops: readonly LoopState[]
  readonly pending: readonly Pending[]
  /** What is wrong with the connection or the last request, beside what stands at its turn. */
  readonly notice: Fault | null
}

/** One question with what came of it. */
export interface Turn {
  readonly key: string
  readonly prompt: string
  readonly answer: string | null
  readonly loop: LoopState | null
  readonly pending: Pending | null
}

/** What the server says about itself at `/about.json`. */
export interface About {
  readonly model: { readonly kind: 'none' | 'scripted' | 'language'; readonly name: string }
  readonly store: string
  readonly vectors: string
}
