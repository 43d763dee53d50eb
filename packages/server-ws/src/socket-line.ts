import type { Duplex } from 'node:stream'
import { closings, handleSeen, handleWire } from '@chorale/core/connection'
import { isOpen, sendText, type Socket } from './driver.js'
import { partsOf } from './envelope.js'
import { lineLost } from './feed.js'
import type { Asker } from './host.js'
import { addLine, openSession, withQuota, type Hub } from './hub.js'
import type { Line } from './line.js'

/** Messages that a client may send in one second. */
export const MOST_HEARD = 500

/** A socket that was let in becomes a line with a session of its own. */
export const socketLine = (hub: Hub, way: { readonly socket: Socket; readonly stream: Duplex }, asker: Asker): void => {
  const { socket, stream } = way
  const session = openSession(hub, asker.client)
  let messages = 0
  const sent = () => void (messages -= 1)
  const line: Line = {
    ...{ kind: 'socket', asker, since: hub.config.clock.now(), isNew: true, session, heard: 0 },
    send: (message) => {
      if (!isOpen(socket)) return
      if (stream.writableLength === 0) return sendText(stream, partsOf(message))
      // Only what stands in a queue is counted: to be told when it has left costs a turn of its own.
      messages += 1
      sendText(stream, partsOf(message), sent)
    },
    waiting: () => ({ bytes: stream.writableLength, messages }),
    close: (code, reason) => {
      if (!hub.lines.has(line)) return
      hub.closing.add(line)
      lineLost(hub, line)
      socket.close(code, reason)
    },
    tick: (now) => {
      // The platform of a client answers this by itself, also for a page that sleeps.
      if (now - line.session.kept.lastSeenAt > hub.config.limits.heartbeatMs / 2 && isOpen(socket)) socket.ping()
    },
    cut: () => socket.terminate(),
  }
  session.line = line
  addLine(hub, line)
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (!hub.lines.has(line)) return
    line.heard += 1
    if (line.heard > MOST_HEARD) return line.close(closings.rate.code, closings.rate.reason)
    // A message that is no text cannot be read; the reducer says so.
    const raw = isBinary ? '' : data.toString('utf8')
    hub.feed(
      line.session,
      withQuota(hub, (state, now) => handleWire(state, raw, now)),
    )
  })
  socket.on('pong', () => {
    if (line.session.line === line) hub.feed(line.session, (state, now) => [handleSeen(state, now), []])
  })
  // What went wrong is told by the close that follows it.
  socket.on('error', () => undefined)
  socket.on('close', () => {
    hub.closing.delete(line)
    lineLost(hub, line)
  })
}
