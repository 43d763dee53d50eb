import type { Ears, Transport } from './transport.js'

/** What the client needs of a WebSocket: that of a browser, of Node from 22, or of the `ws` package. */
export interface SocketLike {
  readonly readyState: number
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  send(data: string): void
  close(code?: number, reason?: string): void
}

/** Makes a socket that begins to open at once. */
export type SocketConstructor = new (url: string) => SocketLike

const OPEN = 1

/** JSON as a value; undefined where it is none. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** A socket as a transport. */
export const socketTo = (Constructor: SocketConstructor, url: string, ears: Ears): Transport => {
  const socket = new Constructor(url)
  let isOver = false
  const lost = (code: number, reason: string) => {
    if (isOver) return
    isOver = true
    ears.lost(code, reason)
  }
  socket.onopen = () => {
    if (!isOver) ears.open()
  }
  socket.onmessage = ({ data }: { readonly data: unknown }) => {
    if (isOver || typeof data !== 'string') return
    const message = parsed(data)
    if (message !== undefined) ears.heard(message)
  }
  // What went wrong is told by the close that follows it.
  socket.onerror = () => undefined
  socket.onclose = ({ code, reason }: { readonly code: number; readonly reason: string }) => lost(code, reason)
  return {
    kind: 'socket',
    send: (text) => {
      if (socket.readyState === OPEN) socket.send(text)
    },
    close: (code, reason) => {
      isOver = true
      socket.close(code, reason)
    },
  }
}
