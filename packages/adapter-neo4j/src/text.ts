/**
 * How the journal's texts look in the store, so that every text comes back exactly as it was given, and ordinary ones are plain to read. The
 * graph needs none of this: its port takes well-formed Unicode alone.
 */

/** Begins a text that is kept as JSON, because a half of a surrogate pair does not travel. */
const escaped = '\u0001'

/** A method of every Node that is supported, which the language level of the types does not know yet. */
interface Formed {
  isWellFormed(): boolean
}

/** A text for the store. */
export const textIn = (text: string): string =>
  // A cast as above.
  (text as unknown as Formed).isWellFormed() && !text.startsWith(escaped) ? text : escaped + JSON.stringify(text)

/** The text that was given. What is no text throws, and is told as damage where rows are decoded. */
export const textOut = (found: unknown): string => {
  // Casts after the law above: what is no text has no `startsWith`, and JSON of a text is a text.
  const text = found as string
  return text.startsWith(escaped) ? (JSON.parse(text.slice(1)) as string) : text
}

const shift = 0xd7ff

/**
 * The id of a run for the store: as it is, but for units from U+D7FF on, which become two below. So it is well-formed, and the store's order,
 * whatever it is by, is that of the ids by code unit.
 */
export const runIn = (run: string): string =>
  run.replaceAll(/[\ud7ff-\uffff]/g, (unit) => `\ud7ff${String.fromCharCode(unit.charCodeAt(0) - shift)}`)

/** The id that was given. */
export const runOut = (found: unknown): string =>
  // A cast as in `textOut`: what is no text throws.
  (found as string).replaceAll(/\ud7ff(.)/gs, (_, unit: string) => String.fromCharCode(unit.charCodeAt(0) + shift))
