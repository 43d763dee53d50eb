import type { Effect, Handler } from '../kit/effect/index.js'

/** A sequence of numbers in [0, 1) from a seed (mulberry32): the same everywhere. */
export const seededRandom = (seed: number): (() => number) => {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = a
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/**
 * The same handler, but what is under way at once settles in an order drawn from a seed.
 * Answers are held until the host's next turn and then let go one by one, so no clock is involved.
 */
export const shuffled = <E extends Effect>(handler: Handler<E>, seed: number): Handler<E> => {
  const random = seededRandom(seed)
  const held: (() => void)[] = []
  const letGo = (): void => {
    const [release] = held.splice(Math.floor(random() * held.length), 1)
    release?.()
    if (held.length > 0) setImmediate(letGo)
  }
  return (effect, context) => async () => {
    const outcome = await handler(effect, context)()
    await new Promise<void>((resolve) => {
      held.push(resolve)
      if (held.length === 1) setImmediate(letGo)
    })
    return outcome
  }
}
