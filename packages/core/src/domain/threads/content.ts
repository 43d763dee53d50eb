import { normalise } from '../../kit/base/index.js'

/** Code points after NFC. */
export const lengthOf = (text: string): number => Array.from(text.normalize('NFC')).length

/** Nothing but white space. */
export const isBlank = (text: string): boolean => normalise(text) === ''

/** Half of a pair without the other: no store keeps such a text as it is. */
export const isBroken = (text: string): boolean => /\p{Surrogate}/u.test(text)
