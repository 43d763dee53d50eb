/** A client of a Chorus server for browsers and Node. */
export { connect } from './connect.js'
export type { Client, ClientEvent, ClientState, Reset, Submission } from './client.js'
export type { ClientOptions, SessionMark, Times } from './options.js'
export type { Clock } from './clock.js'
export type { SocketConstructor, SocketLike } from './socket.js'
export type { Watched } from './watched.js'
