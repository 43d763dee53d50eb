import type { ConnectionLimits } from './limits.js'
import type { Pressure } from './pressure.js'

/** With which code and words a socket is closed, and why. Spec resilience 8; 4000 and 4001 are this room's. */
export const closings = {
  /** No room: try again later. */
  full: { code: 1013, reason: 'At capacity' },
  /** Too many connections of one client, or too fast. */
  rate: { code: 1008, reason: 'Rate limited' },
  /** The client reads slower than it is written to; it may come back and resume. */
  slow: { code: 1013, reason: 'Slow consumer' },
  /** No heartbeat. */
  silent: { code: 4000, reason: 'No heartbeat' },
  /** Another socket resumed the session, a second tab for instance; who is closed so must not come back by itself. */
  takenOver: { code: 4001, reason: 'Session taken over' },
} as const

/** What is done with a client that wants to connect; `poll`: it is to ask from time to time instead of holding a socket. */
export type Admission =
  | { readonly _tag: 'accept' }
  | { readonly _tag: 'accept_with_warning' }
  | { readonly _tag: 'reject'; readonly code: number; readonly reason: string }
  | { readonly _tag: 'poll' }

/**
 * Whether one more connection is taken. Asked in this order: all connections, those of the client, its rate, the pressure. The pressure is
 * that of queue, loop and memory: how many connections there are is weighed here. Spec resilience 8.
 */
export const admitConnection = (
  stats: { readonly open: number; readonly pressure: Pressure['level']; readonly limits: ConnectionLimits },
  client: { readonly open: number; readonly retryAfterMs?: number },
): Admission => {
  const { open, pressure, limits } = stats
  if (open >= limits.connections || pressure === 'shed') return { _tag: 'reject', ...closings.full }
  if (client.open >= limits.connectionsPerClient) return { _tag: 'reject', ...closings.rate }
  if ((client.retryAfterMs ?? 0) > 0) return { _tag: 'reject', ...closings.rate }
  if (pressure === 'degraded') return { _tag: 'poll' }
  const isFilling = open + 1 >= limits.connections * 0.85
  return pressure === 'warn' || isFilling ? { _tag: 'accept_with_warning' } : { _tag: 'accept' }
}
