import { closings } from './admission.js'
import type { ConnectionLimits } from './limits.js'

/** What is done about a client that reads slower than it is written to. */
export type Shedding =
  | { readonly _tag: 'send' }
  /** Loop events with `isDroppable` are not handed to `handleLoopEvent`: they get no number, so that the client sees no gap. */
  | { readonly _tag: 'drop_deltas' }
  | { readonly _tag: 'close'; readonly code: number; readonly reason: string }

/**
 * Asked before an event is handed on, of what still waits in the socket. At the limit deltas are left out, `complete` says them again; at
 * twice the limit the socket is closed, and the client resumes. Spec resilience 8.
 */
export const shedOutgoing = (
  pending: { readonly bytes: number; readonly messages: number },
  limits: Pick<ConnectionLimits, 'sendBytes' | 'sendMessages'>,
): Shedding => {
  const share = Math.max(pending.bytes / limits.sendBytes, pending.messages / limits.sendMessages)
  if (share >= 2) return { _tag: 'close', ...closings.slow }
  return share >= 1 ? { _tag: 'drop_deltas' } : { _tag: 'send' }
}
