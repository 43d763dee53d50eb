/** A client's session as a pure reducer: what arrives becomes a new state and effects as data. Spec chorus 11. */
export type {
  ClientMessage,
  ConnectedUser,
  ConnectionEffect,
  DatabaseEffect,
  LoopEvent,
  ServerMessage,
} from './model.js'
export { isExpired, newConnection, type ConnectionState } from './state.js'
export { defaultConnectionLimits, readConnectionLimits, type ConnectionLimits } from './limits.js'
export { handleClientMessage, handleWire } from './machine.js'
export { handleAnswer, type Answer } from './answer.js'
export { handleLoopEvent, passedOn, withPassedOn, type Told } from './loop-event.js'
export { handleConnectionError, handleDisconnect } from './connection-error.js'
export { handleSeen, handleTick } from './tick.js'
export { resumeSession } from './resume.js'
export { readClientMessage, writeClientMessage } from './client-wire.js'
export { readServerMessage } from './server-wire.js'
export { admitConnection, closings, type Admission } from './admission.js'
export { pressureOf } from './pressure.js'
export { shedOutgoing } from './slow-consumer.js'
