import type { ClientMessage, ConnectionStatus } from './model.js'
import type { RefusalCode } from './refusal.js'

/** What a status makes of a message: takes it, passes over it, or refuses it. */
export type Move = 'take' | 'pass' | RefusalCode

type Row = { readonly [T in ClientMessage['type']]: Move }

const unknownUser: Row = {
  connect: 'take',
  get_thread: 'AUTH_REQUIRED',
  create_thread: 'AUTH_REQUIRED',
  submit_prompt: 'AUTH_REQUIRED',
  cancel: 'AUTH_REQUIRED',
  ack: 'take',
  ping: 'take',
}
const knownUser: Row = {
  connect: 'BAD_STATE',
  get_thread: 'take',
  create_thread: 'take',
  submit_prompt: 'take',
  cancel: 'take',
  ack: 'take',
  ping: 'take',
}
const away: Row = {
  connect: 'take',
  get_thread: 'BAD_STATE',
  create_thread: 'BAD_STATE',
  submit_prompt: 'BAD_STATE',
  cancel: 'BAD_STATE',
  ack: 'take',
  ping: 'pass',
}

/** The table of spec chorus 11.1; `resume` is a `connect` that asks for a session and moves as it does. */
export const statusTable: { readonly [S in ConnectionStatus]: Row } = {
  connected: unknownUser,
  pending_auth: { ...unknownUser, connect: 'BAD_STATE' },
  authenticated: knownUser,
  subscribed: knownUser,
  reconnecting: away,
  disconnected: away,
}
