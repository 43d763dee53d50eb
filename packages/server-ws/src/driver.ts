import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'

/** A socket as the driver gives it. */
export type Socket = WebSocket

/** Completes handshakes of requests that were let in. */
export interface Acceptor {
  readonly accept: (upgrade: Upgrade, then: (socket: Socket) => void) => void
}

/** A request to become a socket. */
export interface Upgrade {
  readonly request: IncomingMessage
  readonly stream: Duplex
  readonly head: Buffer
}

/** How long a peer may take to answer a close before its socket is cut: one that reads nothing never will. */
const CLOSE_MS = 5000

/** Frames larger than `maxBytes` close their socket with 1009. Nothing is compressed: it costs each socket more memory than everything else. */
export const acceptor = (maxBytes: number): Acceptor => {
  const more = { closeTimeout: CLOSE_MS }
  const server = new WebSocketServer({
    ...{ noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: maxBytes },
    ...more,
  })
  return { accept: ({ request, stream, head }, then) => server.handleUpgrade(request, stream, head, then) }
}

/** Whether messages can still be sent. */
export const isOpen = (socket: Socket): boolean => socket.readyState === socket.OPEN

/** Sends a text in one frame, or in two that leave together; `done` is called when it has left this process. */
export const sendText = (
  { socket, stream }: { readonly socket: Socket; readonly stream: Duplex },
  pieces: readonly [Buffer] | readonly [string, Buffer],
  done: () => void,
): void => {
  const [first, second] = pieces
  if (second === undefined) return socket.send(first, { binary: false }, done)
  stream.cork()
  socket.send(first, { binary: false, fin: false })
  socket.send(second, { binary: false, fin: true }, done)
  stream.uncork()
}
