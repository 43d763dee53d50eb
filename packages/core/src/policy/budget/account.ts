import type { Paid } from '../../kit/fault/index.js'
import type { Clock } from '../../ports/index.js'
import { line, type Line } from '../line.js'
import { allowing, books, turnedTo, type Allowance, type Books } from './books.js'

/** What handlers of any number of runs spend from together. */
export interface Account {
  /** What is allowed, spent and set aside now. */
  readonly books: () => Books
  /** Allows another amount: those who wait try again. */
  readonly allow: (allowance: Allowance) => void
  /** For the policy: changes the books in one go. */
  readonly change: (by: (open: Books) => Books) => void
  /** For the policy: where those wait whom others under way may give something back. */
  readonly line: Line
}

/** An account with an allowance, and what was spent of its total before. */
export const account = (
  allowance: Allowance,
  { clock, spent }: { readonly clock: Clock; readonly spent?: Paid },
): Account => {
  let open = books(allowance, clock.now(), spent)
  const waiting = line()
  const change: Account['change'] = (by) => {
    open = by(open)
    waiting.changed()
  }
  return {
    books: () => turnedTo(open, clock.now()),
    allow: (next) => change((before) => allowing(before, next)),
    change,
    line: waiting,
  }
}
