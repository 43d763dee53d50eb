import { addPaid, nothingPaid, type Paid } from '@chorale/core/fault'
import type { Entry } from '@chorale/core/ports/journal'

/** What the entries of a run add up to. */
export interface Sums {
  /** Calls that were answered, well or badly, those that were taken over from another run included. */
  readonly answered: number
  readonly failed: number
  /** Answers that were taken over from another run. */
  readonly reused: number
  /** Calls that were sent and whose outcome is not there. */
  readonly out: number
  readonly paid: Paid
  /** Time in which a worker was at it, in ms. */
  readonly activeMs: number
}

/** The tag of a valley's calls. */
export const callTag = 'model/generate'

/** Adds up entries. */
export const sumsOf = (entries: readonly Entry[]): Sums => {
  let [answered, failed, reused, activeMs, before] = [0, 0, 0, 0, 0]
  let paid = nothingPaid
  const out = new Set<string>()
  for (const { kind, about, source, amount, payload, at, sequence } of entries) {
    if (sequence > 0 && kind !== 'resumed') activeMs += Math.max(0, at - before)
    before = at
    if (amount !== null && kind === 'settled') paid = addPaid(paid, amount)
    if (about?.tag !== callTag) continue
    if (kind === 'sent') out.add(about.key)
    else out.delete(about.key)
    if (kind !== 'settled') continue
    answered += 1
    if (source !== null) reused += 1
    if (payload?.startsWith('{"_tag":"Left"') === true) failed += 1
  }
  return { answered, failed, reused, out: out.size, paid, activeMs }
}
