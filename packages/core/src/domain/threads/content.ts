import { normalise, sha256Hex } from '../../kit/base/index.js'

/** SHA-256 of a text in NFC, as 64 lower-case hex digits: equal for texts that look the same. Spec chorus 10.2 (M3). */
export const contentHash = (text: string): string => sha256Hex(text.normalize('NFC'))

/** Code points after NFC. */
export const lengthOf = (text: string): number => Array.from(text.normalize('NFC')).length

/** Nothing but white space. */
export const isBlank = (text: string): boolean => normalise(text) === ''

/** Half of a pair without the other: no store keeps such a text as it is. */
export const isBroken = (text: string): boolean => /\p{Surrogate}/u.test(text)
