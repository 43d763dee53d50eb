import type { Instant } from '../../kit/base/index.js'
import { messagesView } from './store/index.js'
import type { Phases } from './phase.js'
import type { View } from '../views/index.js'

/** Where messages are kept as vectors. */
export interface Memory {
  /** `messages` unless given. */
  readonly collection?: string
  readonly dimension: number
}

/** What a host chooses for all its loops. */
export interface ChorusHow {
  readonly phases: Phases
  readonly memory: Memory
  /** The author of the answers. */
  readonly serviceKey: string
  /** Models of the provider's, where the host's choice is not to be used. */
  readonly models?: { readonly chat?: string; readonly embed?: string }
}

/** What a step of the loop knows beside the state: the host's choices, and what time it is. */
export interface Scene {
  readonly how: ChorusHow
  readonly now: Instant
}

/** The view that the loop's messages are found through. */
export const viewOf = ({ memory }: ChorusHow): View => messagesView(memory)
