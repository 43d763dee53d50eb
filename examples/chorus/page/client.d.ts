/** What the server serves as /client.js: the client package, bundled for browsers. */
export { connect } from '@chorale/client'
export type { Client, ClientEvent, ClientState } from '@chorale/client'
