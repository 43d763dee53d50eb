import type { ClientOptions, SocketConstructor, SocketLike } from '../src/index.js'

/** A socket of the client, as the other side sees it. */
export interface FakeSocket extends SocketLike {
  readonly url: string
  readonly sent: { readonly type: string; readonly id: string; readonly data: { readonly [name: string]: unknown } }[]
  readonly open: () => void
  readonly tell: (type: string, seq: number, data?: object) => void
  readonly drop: (code?: number) => void
}

/** A clock that stands still until it is moved, and sockets that do what the test says. */
export const fakePlatform = () => {
  const timers = new Set<{ readonly at: number; readonly act: () => void }>()
  const time = { now: 1_000_000 }
  const sockets: FakeSocket[] = []
  const clock = {
    now: () => time.now,
    after: (ms: number, act: () => void) => {
      const timer = { at: time.now + ms, act }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
  }
  const pass = (ms: number) => {
    const end = time.now + ms
    for (;;) {
      const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
      if (next === undefined) break
      timers.delete(next)
      time.now = next.at
      next.act()
    }
    time.now = end
  }
  const Socket = fakeSocket(sockets)
  const options: ClientOptions = { url: 'ws://here/ws', publicKey: 'k', WebSocket: Socket, clock, random: () => 0.5 }
  /** Milliseconds until the next timers act. */
  const due = () => [...timers].map(({ at }) => at - time.now).sort((a, b) => a - b)
  return { options, sockets, pass, due, last: () => sockets.at(-1) as FakeSocket }
}

const fakeSocket = (sockets: FakeSocket[]): SocketConstructor =>
  class implements FakeSocket {
    readyState = 0
    onopen: SocketLike['onopen'] = null
    onmessage: SocketLike['onmessage'] = null
    onerror: SocketLike['onerror'] = null
    onclose: SocketLike['onclose'] = null
    readonly sent: FakeSocket['sent'] = []
    constructor(readonly url: string) {
      sockets.push(this)
    }
    send(text: string): void {
      this.sent.push(JSON.parse(text) as FakeSocket['sent'][number])
    }
    close(): void {
      this.readyState = 3
    }
    open(): void {
      this.readyState = 1
      this.onopen?.({} as never)
    }
    tell(type: string, seq: number, data: object = {}): void {
      const message = { v: 1, type, id: `s${seq}`, seq, ts: '2026-01-01T00:00:00.000Z', thread_id: null, data }
      this.onmessage?.({ data: JSON.stringify(message) } as never)
    }
    drop(code = 1006): void {
      this.readyState = 3
      this.onclose?.({ code, reason: '' } as never)
    }
  }

/** Lets everything that waits for a promise go on. */
export const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
