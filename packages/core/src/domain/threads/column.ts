import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts/lib/index.js'
import { toIso, type Instant } from '../../kit/base/index.js'
import { isInKeyOrder } from './key-order.js'
import { isInstant, isTokens } from './limits.js'
import type { Approval } from './model.js'

const refined = <A, O>(name: string, codec: t.Type<A, O>, is: (value: A) => boolean): t.Type<A, O> =>
  new t.Type(
    name,
    (value): value is A => codec.is(value) && is(value),
    (value, context) =>
      pipe(
        codec.validate(value, context),
        E.chain((each) => (is(each) ? t.success(each) : t.failure(value, context))),
      ),
    codec.encode,
  )

/** An amount of tokens. */
export const tokens = refined('an amount of tokens', t.number, isTokens)

/** A version: a whole number from 1. */
export const version = refined('a version', t.number, (each) => Number.isSafeInteger(each) && each >= 1)

/** SHA-256 in lower-case hex. */
export const hash = refined('a SHA-256 in hex', t.string, (each) => /^[0-9a-f]{64}$/u.test(each))

/** Texts in the order of their code units, none twice. */
export const keySet = refined('texts in order, none twice', t.readonlyArray(t.string), isInKeyOrder)

/** An instant, kept as ISO 8601 in UTC with milliseconds, so that texts are in the order of times. */
export const instant = new t.Type<Instant, string>(
  'an instant in ISO 8601',
  (value): value is Instant => typeof value === 'number' && isInstant(value),
  (value, context) => {
    const at = typeof value === 'string' ? Date.parse(value) : NaN
    return isInstant(at) && toIso(at) === value ? t.success(at) : t.failure(value, context)
  },
  toIso,
)

/** What may be absent; a store keeps no property then. */
export const orAbsent = <A, O>(codec: t.Type<A, O>): t.Type<A | null, O | null> =>
  new t.Type(
    `${codec.name} or nothing`,
    (value): value is A | null => value === null || codec.is(value),
    (value, context) => (value === undefined || value === null ? t.success(null) : codec.validate(value, context)),
    (value) => (value === null ? null : codec.encode(value)),
  )

const stored = t.readonlyArray(
  t.type({
    co_author: t.string,
    decision: t.keyof({ approve: null, deny: null }),
    timestamp: instant,
    content_hash: hash,
  }),
)

const approvalsOf = (all: t.TypeOf<typeof stored>): readonly Approval[] =>
  all.map(({ co_author: coAuthor, decision, timestamp: at, content_hash: contentHash }) => ({
    ...{ coAuthor, decision, at, contentHash },
  }))

const jsonOf = (value: unknown): unknown => {
  try {
    return typeof value === 'string' ? (JSON.parse(value) as unknown) : undefined
  } catch {
    return undefined
  }
}

/** Votes, kept as JSON text: properties hold no nested values. */
export const approvals = new t.Type<readonly Approval[], string>(
  'votes as JSON text',
  // Nobody asks: the codec is used to write and to read.
  (value): value is readonly Approval[] => Array.isArray(value),
  (value, context) => {
    const json = jsonOf(value)
    return json === undefined
      ? t.failure(value, context, 'wanted votes as JSON text')
      : pipe(stored.validate(json, context), E.map(approvalsOf))
  },
  (all) =>
    JSON.stringify(
      all.map(({ coAuthor, decision, at, contentHash }) => ({
        ...{ co_author: coAuthor, decision, timestamp: toIso(at), content_hash: contentHash },
      })),
    ),
)
