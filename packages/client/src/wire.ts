import type { ServerMessage } from '@chorale/core/connection'
import type { Outgoing } from './outbox.js'

/** A message to the server, as it goes over the wire. Spec chorus 11.2. */
export const envelope = ({ id, type, thread, data }: Outgoing, now: number): string =>
  JSON.stringify({ v: 1, type, id, ts: new Date(now).toISOString(), thread_id: thread, data })

/** Whether something read from JSON is a message of a server; unknown types are let through, for servers that are newer. */
export const isServerMessage = (value: unknown): value is ServerMessage => {
  if (typeof value !== 'object' || value === null) return false
  const { type, seq, data } = value as { readonly type?: unknown; readonly seq?: unknown; readonly data?: unknown }
  return typeof type === 'string' && Number.isInteger(seq) && typeof data === 'object' && data !== null
}

/** A text in a message's data; null where there is none. */
export const textIn = ({ data }: ServerMessage, name: string): string | null => {
  const value = data[name]
  return typeof value === 'string' ? value : null
}

/** A random UUID, version 4. */
export const newId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** The id of the user that `init` tells; empty where it tells none. */
export const userIn = ({ data }: ServerMessage): string => {
  const { user } = data
  const id = typeof user === 'object' && user !== null && 'id' in user ? user['id'] : null
  return typeof id === 'string' ? id : ''
}
