import type { Clock } from '@chorale/core/ports'

/** A clock that does not wait: it moves its hands on and tells how long it would have waited. */
export const instantly = (): Clock & { readonly waits: () => readonly number[] } => {
  let at = 0
  const waits: number[] = []
  return {
    now: () => at,
    wait: async (ms) => {
      await new Promise(setImmediate)
      waits.push(ms)
      at += ms
    },
    waits: () => waits,
  }
}
