import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts/lib/index.js'
import { effectDigest, type Effect } from '../../kit/effect/index.js'
import type { EffectError } from '../../kit/fault/index.js'

/** One outcome on a tape: what was asked, as a digest, and how it ended. */
export interface Recorded {
  readonly v: 1
  readonly tag: string
  readonly digest: string
  readonly outcome: Either<EffectError, unknown>
}

/** An outcome as one line of JSON, its end of line included. */
export const lineOf = (effect: Effect, outcome: Either<EffectError, unknown>): string => {
  const recorded: Recorded = { v: 1, tag: effect._tag, digest: effectDigest(effect), outcome }
  return `${JSON.stringify(recorded)}\n`
}

const errorCodec = t.type({
  _tag: t.keyof({
    Unavailable: null,
    TimedOut: null,
    Throttled: null,
    Denied: null,
    Rejected: null,
    Declined: null,
    BadAnswer: null,
    Unsupported: null,
    NotFound: null,
    Conflict: null,
    OverBudget: null,
    Damaged: null,
    Cancelled: null,
    Defect: null,
  }),
  doing: t.string,
  because: t.string,
  next: t.string,
  retryable: t.boolean,
  applied: t.keyof({ no: null, yes: null, unknown: null }),
})

const recordedCodec = t.type({
  v: t.literal(1),
  tag: t.string,
  digest: t.string,
  outcome: t.union([t.type({ _tag: t.literal('Left'), left: errorCodec }), t.type({ _tag: t.literal('Right') })]),
})

/** What a line says; or why it is none of a tape's: `torn` where it is no JSON, `foreign` where it is something else. */
export const readLine = (line: string): Either<'torn' | 'foreign', Recorded> => {
  const parsed = E.tryCatch(
    (): unknown => JSON.parse(line),
    () => 'torn' as const,
  )
  if (E.isLeft(parsed)) return parsed
  if (!recordedCodec.is(parsed.right)) return E.left('foreign')
  const { v, tag, digest, outcome } = parsed.right
  // A cast after a check: the codec has looked at what every error has; JSON has no undefined result, hence a missing one.
  const told = outcome._tag === 'Left' ? outcome : { right: undefined, ...outcome }
  return E.right({ v, tag, digest, outcome: told as Either<EffectError, unknown> })
}
