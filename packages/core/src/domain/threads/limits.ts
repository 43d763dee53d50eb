/** How large things may get. Lengths are code points after NFC. */
export interface ThreadLimits {
  readonly contentLength: number
  readonly nameLength: number
  readonly coAuthors: number
  readonly messages: number
  /** From the moment a message becomes pending until it expires, in milliseconds. */
  readonly pendingMs: number
}

/** Spec chorus 10.1, 10.3. */
export const defaultLimits: ThreadLimits = {
  contentLength: 10_000,
  nameLength: 200,
  coAuthors: 100,
  messages: 10_000,
  pendingMs: 7 * 24 * 60 * 60 * 1000,
}

/** The last millisecond of the year 9999: later instants have no ISO text of the usual length, by which stores keep them in order. */
const lastInstant = 253_402_300_799_999

/** An instant that stores keep in order. */
export const isInstant = (at: number): boolean => Number.isInteger(at) && at >= 0 && at <= lastInstant

/** An amount: a whole number from 0 to 2^53-1. */
export const isTokens = (amount: number): boolean => Number.isSafeInteger(amount) && amount >= 0

/** What a public key looks like. */
export const isKey = (key: string): boolean => /^[\w:-]{1,128}$/u.test(key)

/** What an id looks like; UUIDs are. */
export const isId = (id: string): boolean => /^[\w:.#-]{1,128}$/u.test(id)
