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

/**
 * Sends a text in one frame; `left` is called when it has left this process. Each character of a part is a byte. It is written past the
 * driver, which may be done where nothing is compressed: a frame of the driver's is two pieces of memory, which a broadcast pays for each
 * of its receivers.
 */
export const sendText = (stream: Duplex, [head, tail]: readonly [string, string | Buffer], left?: () => void): void => {
  const begin = frameBegin(head.length + tail.length) + head
  if (typeof tail === 'string') return void stream.write(begin + tail, 'latin1', left)
  stream.cork()
  stream.write(begin, 'latin1')
  stream.write(tail, left)
  stream.uncork()
}

/** The begin of a final, unmasked frame of text with so many bytes. RFC 6455, 5.2. */
const frameBegin = (bytes: number): string => {
  if (bytes < 126) return String.fromCharCode(0x81, bytes)
  if (bytes < 65_536) return String.fromCharCode(0x81, 126, bytes >> 8, bytes & 255)
  return String.fromCharCode(0x81, 127, 0, 0, 0, 0, bytes >>> 24, (bytes >> 16) & 255, (bytes >> 8) & 255, bytes & 255)
}
