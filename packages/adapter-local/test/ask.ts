import type { Either } from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import type { EffectError } from '@chorale/core/fault'
import type { Said } from './said.js'

/** One thing asked of a store. */
export type Ask = (store: Said) => Promise<Either<EffectError, unknown>>

const hostile = ['', "it's", '"', "'; DROP TABLE runs; --", 'a\0b', '\0', '\u0001', '\u0001"x"', '=1', 'null', '%_']
const strange = ['😀', '\ufffd', '\uffff', '\ufeff', '\u{10ffff}', 'é', 'e\u0301', '\u2028', '{"n":"-0"}']
const halves = ['\ud800', 'x\udc00', '\ud83d']

/** Texts that have misled stores before. */
export const text = fc.oneof(
  fc.constantFrom('a', 'b', '__proto__', 'constructor', ...hostile, ...strange, ...halves),
  fc.string({ unit: 'binary', maxLength: 4 }),
)

/** The same without those that the graph and the vector port refuse. */
export const formed = fc.oneof(
  fc.constantFrom('a', 'b', '__proto__', 'constructor', ...hostile, ...strange),
  fc.string({ unit: 'binary', maxLength: 4 }).filter((each) => !/\p{Surrogate}/u.test(each)),
)
