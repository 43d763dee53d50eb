/** Chorus over WebSocket and polling. */
export { serve, type Server, type ServerStats } from './serve.js'
export type { Address } from './running.js'
export type { ServerOptions, ServerTimes } from './options.js'
export type { ServerClock } from './clock.js'
export type {
  Asker,
  Authenticate,
  LoopRequest,
  LoopsPort,
  Refused,
  RequestHandler,
  RunningLoop,
  ThreadsPort,
} from './host.js'
