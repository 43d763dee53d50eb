import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'

const rule = /^[A-Za-z0-9_.-]{1,120}$/u

/** A run's id, or what is wrong with it. */
export const readRunId = (text: string): Either<string, string> =>
  rule.test(text)
    ? E.right(text)
    : E.left(`${JSON.stringify(text)} is no id of a run: wanted 1 to 120 letters, digits, "_", "." or "-".`)

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** Without letters and digits that are taken for one another. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** An id that a person can read out: `21nov-0847-kf3x`. `chance` gives numbers from 0 to below 1. */
export const newRunId = (now: Date, chance: () => number): string => {
  const two = (number: number): string => String(number).padStart(2, '0')
  const tail = Array.from({ length: 4 }, () => letters[Math.floor(chance() * letters.length)] ?? 'a').join('')
  return `${two(now.getDate())}${months[now.getMonth()] ?? ''}-${two(now.getHours())}${two(now.getMinutes())}-${tail}`
}
