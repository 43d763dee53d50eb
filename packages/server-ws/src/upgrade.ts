import { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { thrownText } from '@chorale/core/fault'
import { admissionOf, isOriginAllowed } from './admission.js'
import type { Acceptor, Socket, Upgrade } from './driver.js'
import { countClient, type Hub } from './hub.js'
import { socketLine } from './socket-line.js'

/** So many may be told goodbye at once; beyond that a request is refused before the handshake, which costs less. */
const MOST_GOODBYES = 100

/** Lets a request become a socket, or says why not: before the handshake by status, after it by close code (resilience 8). */
export const upgrade = async (hub: Hub, driver: Acceptor, given: Upgrade): Promise<void> => {
  const { request, stream } = given
  // The driver listens only from the handshake on.
  const ignore = () => undefined
  stream.on('error', ignore)
  if (hub.isDraining) return refuse(stream, 503)
  if (!isOriginAllowed(hub.config, request)) return refuse(stream, 403)
  const client = hub.config.clientOf(request)
  const admission = admissionOf(hub, client)
  if (admission._tag === 'poll') return refuse(stream, 503)
  if (admission._tag === 'reject') return goodbye(hub, { driver, given }, admission)
  // Counted before anybody is waited for: two at once must not both be the last.
  countClient(hub, client, 1)
  const isLetIn = await admitted(hub, request)
  if (!isLetIn || isClosing(hub) || stream.destroyed) {
    countClient(hub, client, -1)
    return refuse(stream, isLetIn ? 503 : 401)
  }
  const taken = { is: false }
  driver.accept(given, (socket) => {
    taken.is = true
    stream.off('error', ignore)
    socketLine(hub, { socket, stream }, { client, headers: request.headers })
  })
  // The driver has answered a request that is no proper handshake.
  if (!taken.is) countClient(hub, client, -1)
}

/** Asked again after waiting. */
const isClosing = ({ isDraining }: Hub): boolean => isDraining

const admitted = async ({ config }: Hub, request: IncomingMessage): Promise<boolean> => {
  if (config.admit === undefined) return true
  try {
    return await config.admit(request)
  } catch (thrown) {
    config.onFault(`admit failed: ${thrownText(thrown)}`)
    return false
  }
}

const goodbye = (
  hub: Hub,
  { driver, given }: { readonly driver: Acceptor; readonly given: Upgrade },
  { code, reason }: { readonly code: number; readonly reason: string },
): void => {
  if (hub.goodbyes >= MOST_GOODBYES) return refuse(given.stream, 503)
  driver.accept(given, (socket: Socket) => {
    hub.goodbyes += 1
    socket.on('error', () => undefined)
    socket.on('close', () => void (hub.goodbyes -= 1))
    socket.close(code, reason)
  })
}

/** Answers a request to upgrade with a status. */
export const refuse = (stream: Duplex, status: number): void => {
  if (stream.destroyed) return
  const phrase = STATUS_CODES[status] ?? ''
  stream.end(
    `HTTP/1.1 ${status} ${phrase}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${phrase.length}\r\n\r\n${phrase}`,
    () => stream.destroy(),
  )
}
