import type { Paid } from './paid.js'

/** What every error tells a person: what was being done, what was found, what to do next, and which ids are concerned. No secrets. */
export interface Report {
  /** What was being done, e.g. `generate C/0,1/multiply/2`. */
  readonly doing: string
  /** What was found. */
  readonly because: string
  /** What the reader can do now. */
  readonly next: string
  /** The ids concerned, by name. */
  readonly ids?: { readonly [name: string]: string }
  /** What was paid before it failed, where anything was. */
  readonly paid?: Paid
}

/** Whether the effect may have happened although it failed: `unknown` when the answer was lost on the way. */
export type Applied = 'no' | 'yes' | 'unknown'

interface Member<Tag extends string, Retryable extends boolean, A extends Applied> extends Report {
  readonly _tag: Tag
  /** May the same effect be tried again as it is? */
  readonly retryable: Retryable
  /** May the effect have been applied (or the call paid for)? */
  readonly applied: A
}

/** The other side cannot be reached or went away; `retryAfterMs` where it is known when it may be back. */
export type Unavailable = Member<'Unavailable', true, 'no' | 'unknown'> & { readonly retryAfterMs?: number }
/** No answer within the time allowed. */
export type TimedOut = Member<'TimedOut', true, 'no' | 'unknown'>
/** The other side asks for a pause; `retryAfterMs` is its own word on how long, where it gave one. */
export type Throttled = Member<'Throttled', true, 'no'> & { readonly retryAfterMs?: number }
/** Who we are or what we may do was not accepted. */
export type Denied = Member<'Denied', false, 'no'>
/** The request is wrong and will be wrong again. */
export type Rejected = Member<'Rejected', false, 'no'>
/** A model declined to answer (a refusal, a content filter). */
export type Declined = Member<'Declined', false, 'yes'>
/** An answer came that breaks its contract; `reason` is the contract's code, e.g. `missing_key:text`. */
export type BadAnswer = Member<'BadAnswer', boolean, 'yes'> & { readonly reason: string; readonly attempts: number }
/** The adapter has not got this capability. */
export type Unsupported = Member<'Unsupported', false, 'no'>
/** What was asked for does not exist. */
export type NotFound = Member<'NotFound', false, 'no'>
/** The state on the other side is not the one expected: somebody else was faster. */
export type Conflict = Member<'Conflict', false, 'no'>
/** It would cost more than is allowed; nothing was sent. The runner pauses on it, and goes on when it is given a larger budget. */
export type OverBudget = Member<'OverBudget', false, 'no'> & { readonly retryAfterMs?: number }
/** What a store holds is not what was written to it; the ids say where. */
export type Damaged = Member<'Damaged', false, 'no'>
/** The caller's AbortSignal ended the effect. */
export type Cancelled = Member<'Cancelled', false, 'no' | 'unknown'>
/** A handler threw or answered outside of its type: a bug to report. */
export type Defect = Member<'Defect', false, 'unknown'>

/** The closed family of what can go wrong with an effect. Architecture 4. */
export type EffectError =
  | Unavailable
  | TimedOut
  | Throttled
  | Denied
  | Rejected
  | Declined
  | BadAnswer
  | Unsupported
  | NotFound
  | Conflict
  | OverBudget
  | Damaged
  | Cancelled
  | Defect

/** The same error with its message as one line, for logs and exceptions. */
export const describe = (error: Report & { readonly _tag: string }): string =>
  `${error._tag}: ${error.doing}: ${error.because}. ${error.next}`

/** A member whose answers to "retry?" and "applied?" are fixed by its tag. */
const fixed =
  <E extends EffectError>(facts: Pick<E, '_tag' | 'retryable' | 'applied'>) =>
  (report: Omit<E, '_tag' | 'retryable' | 'applied'>): E =>
    // A cast in a constructor: the parts of the member are exactly the facts and the rest.
    ({ ...facts, ...report }) as E

/** A member for which the adapter knows, case by case, whether it was applied. */
const judged =
  <E extends EffectError>(facts: Pick<E, '_tag' | 'retryable'>) =>
  (report: Omit<E, '_tag' | 'retryable'>): E =>
    // A cast in a constructor, as above.
    ({ ...facts, ...report }) as E

/** {@link Unavailable} */
export const unavailable = judged<Unavailable>({ _tag: 'Unavailable', retryable: true })
/** {@link TimedOut} */
export const timedOut = judged<TimedOut>({ _tag: 'TimedOut', retryable: true })
/** {@link Throttled} */
export const throttled = fixed<Throttled>({ _tag: 'Throttled', retryable: true, applied: 'no' })
/** {@link Denied} */
export const denied = fixed<Denied>({ _tag: 'Denied', retryable: false, applied: 'no' })
/** {@link Rejected} */
export const rejected = fixed<Rejected>({ _tag: 'Rejected', retryable: false, applied: 'no' })
/** {@link Declined} */
export const declined = fixed<Declined>({ _tag: 'Declined', retryable: false, applied: 'yes' })
/** {@link BadAnswer}: `retryable` says whether another attempt is worth its price. */
export const badAnswer = (report: Omit<BadAnswer, '_tag' | 'applied'>): BadAnswer => ({
  _tag: 'BadAnswer',
  applied: 'yes',
  ...report,
})
/** {@link Unsupported} */
export const unsupported = fixed<Unsupported>({ _tag: 'Unsupported', retryable: false, applied: 'no' })
/** {@link NotFound} */
export const notFound = fixed<NotFound>({ _tag: 'NotFound', retryable: false, applied: 'no' })
/** {@link Conflict} */
export const conflict = fixed<Conflict>({ _tag: 'Conflict', retryable: false, applied: 'no' })
/** {@link OverBudget} */
export const overBudget = fixed<OverBudget>({ _tag: 'OverBudget', retryable: false, applied: 'no' })
/** {@link Damaged} */
export const damaged = fixed<Damaged>({ _tag: 'Damaged', retryable: false, applied: 'no' })
/** {@link Cancelled} */
export const cancelled = judged<Cancelled>({ _tag: 'Cancelled', retryable: false })
/** {@link Defect} */
export const defect = fixed<Defect>({ _tag: 'Defect', retryable: false, applied: 'unknown' })
