import { WebSocket } from 'ws'
import type { SocketConstructor, SocketLike } from '@chorale/client'

/** What was done to messages and connections. */
export interface Faults {
  cut: number
  lost: number
  doubled: number
  swapped: number
}

/** Faults in all. */
export const sumOf = ({ cut, lost, doubled, swapped }: Faults): number => cut + lost + doubled + swapped

/** Chances out of one, from a seed. */
export const chanceOf = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Opaque: it is only passed on. */
interface Message {
  readonly data: unknown
}

/**
 * A WebSocket with bad luck: it loses messages of the server's, doubles them, exchanges neighbours, and breaks; what the client sends it doubles,
 * or breaks instead of sending it. While `isCalm` it does nothing of the kind.
 */
export const stormSocket = (
  chance: () => number,
): { readonly Socket: SocketConstructor; readonly faults: Faults; readonly weather: { isCalm: boolean } } => {
  const faults: Faults = { cut: 0, lost: 0, doubled: 0, swapped: 0 }
  const weather = { isCalm: false }
  class Stormy implements SocketLike {
    onopen: SocketLike['onopen'] = null
    onmessage: SocketLike['onmessage'] = null
    onerror: SocketLike['onerror'] = null
    onclose: SocketLike['onclose'] = null
    private readonly inner: WebSocket
    private held: Message | null = null

    constructor(url: string) {
      this.inner = new WebSocket(url)
      this.inner.onopen = (event) => this.onopen?.(event as never)
      this.inner.onerror = (event) => this.onerror?.(event as never)
      this.inner.onclose = (event) => this.onclose?.(event as never)
      this.inner.onmessage = (event) => this.arrive({ data: event.data })
    }

    get readyState(): number {
      return this.inner.readyState
    }

    send(data: string): void {
      const luck = weather.isCalm ? 1 : chance()
      if (luck < 0.01) return this.cut()
      this.inner.send(data)
      if (luck > 0.05) return
      faults.doubled += 1
      this.inner.send(data)
    }

    close(code?: number, reason?: string): void {
      this.inner.close(code, reason)
    }

    private cut(): void {
      faults.cut += 1
      this.inner.terminate()
    }

    private arrive(message: Message): void {
      const luck = weather.isCalm ? 1 : chance()
      if (luck < 0.02) return this.cut()
      if (luck < 0.04) return void (faults.lost += 1)
      if (luck < 0.08 && this.held === null) {
        faults.swapped += 1
        this.held = message
        // The last one has no neighbour to be exchanged with.
        return void setTimeout(() => this.release(), 5)
      }
      this.onmessage?.(message as never)
      if (luck < 0.12) {
        faults.doubled += 1
        this.onmessage?.(message as never)
      }
      this.release()
    }

    private release(): void {
      const { held } = this
      this.held = null
      if (held !== null) this.onmessage?.(held as never)
    }
  }
  return { Socket: Stormy, faults, weather }
}
