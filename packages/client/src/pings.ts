import type { Clock } from './clock.js'
import { newId } from './wire.js'

/** Pings of the host's that wait for their pongs. */
export interface Pings {
  /** `send` says whether the ping went out. */
  readonly ask: (send: (nonce: string) => boolean) => Promise<number>
  readonly answer: (nonce: string) => void
  readonly fail: () => void
}

/** {@link Pings} */
export const pings = (clock: Clock): Pings => {
  const waiting = new Map<string, { readonly since: number; settle: (ms: number) => void; fail: () => void }>()
  return {
    ask: (send) =>
      new Promise((settle, reject) => {
        const nonce = newId()
        const fail = () => reject(new Error('ping: the connection was lost before the answer came'))
        waiting.set(nonce, { since: clock.now(), settle, fail })
        if (send(nonce)) return
        waiting.delete(nonce)
        fail()
      }),
    answer: (nonce) => {
      const found = waiting.get(nonce)
      waiting.delete(nonce)
      found?.settle(clock.now() - found.since)
    },
    fail: () => {
      const all = [...waiting.values()]
      waiting.clear()
      all.forEach(({ fail }) => fail())
    },
  }
}
