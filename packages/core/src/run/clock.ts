import type { Clock } from '../ports/index.js'

/** The longest a timer of the platform can wait, in ms. */
const LONGEST = 2 ** 31 - 1

/** The system's time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wait: async (ms, signal) => {
    const until = Date.now() + ms
    for (let left = ms; left > 0 && signal?.aborted !== true; left = until - Date.now())
      await pause(Math.min(left, LONGEST), signal)
  },
}

const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done, { once: true })
  })
