/**
 * Placeholders for texts that nobody has written yet. They are made of private-use characters, so that whatever contains a part of one is known
 * to depend on an answer, and how many answers of which kind a text contains can be counted. A text of the host's that uses U+E000 to U+E800
 * itself would be taken for one.
 */

/** Kinds of texts that a placeholder's first character can tell apart. */
export const KINDS = 1024
const FIRST = 0xe000
const DIGIT = 0xe400
const FILL = '\uE800'

const anyMark = /[\uE000-\uE800]/u
const allMarks = /[\uE000-\uE800]+/gu
const firstMarks = /[\uE000-\uE3FF]/gu

/** A placeholder of so many characters: its kind (below {@link KINDS}), its number (different for a million of them), and filling. */
export const placeholder = (kind: number, turn: number, length: number): string => {
  const digits = [Math.floor(turn / KINDS) % KINDS, turn % KINDS].map((digit) => String.fromCharCode(DIGIT + digit))
  const head = String.fromCharCode(FIRST + kind) + digits.join('')
  return head.padEnd(length, FILL).slice(0, Math.max(1, length))
}

/** Whether a text depends on an answer that is not known. */
export const isMarked = (text: string): boolean => anyMark.test(text)

/** What is known of a text. */
export const withoutMarks = (text: string): string => text.replace(allMarks, '')

/** The kind of each placeholder in a text. */
export const kindsIn = (text: string): readonly number[] =>
  (text.match(firstMarks) ?? []).map((first) => first.charCodeAt(0) - FIRST)
