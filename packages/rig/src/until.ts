import { setTimeout as pause } from 'node:timers/promises'

/** Milliseconds between two looks. */
const BETWEEN = 25

/** Asks again until the answer is yes; false where it still was no when the milliseconds were over. */
export const until = async (holds: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> => {
  const end = performance.now() + withinMs
  for (;;) {
    if (await holds()) return true
    if (performance.now() > end) return false
    await pause(BETWEEN)
  }
}
