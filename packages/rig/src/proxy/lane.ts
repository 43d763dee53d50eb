import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Switch } from './switch.js'

/** One direction of a connection. */
export interface Lane {
  readonly from: Socket
  readonly to: Socket
  readonly switch: Switch
  /** Resolves when the other side may be written to. */
  readonly ready: Promise<void>
  /** Takes an answer that is swallowed; undefined in the direction of the requests, where nothing is. */
  readonly swallow: ((bytes: number) => void) | undefined
}

/** Pieces that are held before no more are read. */
const MOST_HELD = 64

interface Piece {
  readonly bytes: Buffer
  readonly since: number
}

/** Carries bytes, and the end of them, from one socket to the other as the mode says at the time. */
export const carry = (lane: Lane): void => {
  const { from, to } = lane
  const held: Piece[] = []
  let isBusy = false
  let isOver = false
  const work = async (): Promise<void> => {
    if (isBusy) return
    isBusy = true
    await lane.ready
    for (let piece = held.shift(); piece !== undefined; piece = held.shift()) {
      await deliver(piece, lane)
      if (held.length === 0) from.resume()
    }
    isBusy = false
    if (isOver) to.end()
  }
  from.on('data', (bytes: Buffer) => {
    held.push({ bytes, since: performance.now() })
    if (held.length > MOST_HELD) from.pause()
    void work()
  })
  from.on('end', () => {
    isOver = true
    void work()
  })
}

const deliver = async ({ bytes, since }: Piece, lane: Lane): Promise<void> => {
  for (let rest = bytes; rest.length > 0 && !lane.to.destroyed;) rest = await advance({ bytes: rest, since }, lane)
}

const nothing = Buffer.alloc(0)

/** Does with the bytes what the mode says now; what is left of them afterwards. */
const advance = async ({ bytes, since }: Piece, { to, switch: at, swallow }: Lane): Promise<Buffer> => {
  const mode = at.now()
  switch (mode._tag) {
    case 'Pass':
      return write(to, bytes)
    case 'Delay': {
      const wait = since + mode.ms - performance.now()
      if (wait <= 0) return write(to, bytes)
      await Promise.race([pause(wait), at.changed()])
      return bytes
    }
    case 'Drip':
      await write(to, bytes.subarray(0, mode.bytesPerTick))
      await pause(1)
      return bytes.subarray(mode.bytesPerTick)
    case 'DropAnswer':
      if (swallow === undefined) return write(to, bytes)
      swallow(bytes.length)
      return nothing
    case 'HalfOpen':
      await at.changed()
      return bytes
    case 'Reset':
    case 'Refuse':
      return nothing
  }
}

/** Resolves when the other side takes more, or is gone. */
const write = (to: Socket, bytes: Buffer): Promise<Buffer> =>
  new Promise((resolve) => {
    const done = () => {
      to.off('drain', done)
      to.off('close', done)
      resolve(nothing)
    }
    to.on('drain', done)
    to.on('close', done)
    if (to.write(bytes)) done()
  })
