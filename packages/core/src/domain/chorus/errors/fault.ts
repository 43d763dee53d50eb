import type { EffectError } from '../../../kit/fault/index.js'
import type { ChorusEffect } from '../effect.js'
import type { LoopError, Unreadable } from '../model.js'

/** An error with what is needed to correct it. */
export interface Fault {
  readonly error: LoopError
  /** Another attempt may help. */
  readonly isRetried: boolean
  /** Why the answer could not be read, line by line: what the next attempt is told. */
  readonly repair?: readonly string[]
  /** The answer was cut off: the next attempt gets more room. */
  readonly isTruncated?: true
  /** How long the other side wants to be left alone, in ms. */
  readonly retryAfterMs?: number
}

type Said = Pick<LoopError, 'code' | 'message'>

const aiFault = (said: Said, isRetried: boolean): Fault => ({
  error: { class: 'AIError', ...said, retryable: isRetried },
  isRetried,
})

const networkFault = (said: Said): Fault => ({
  error: { class: 'NetworkError', ...said, retryable: true },
  isRetried: true,
})

/** A fault of the loop's own state. */
export const stateFault = (said: Said): Fault => ({
  error: { class: 'StateError', ...said, retryable: false },
  isRetried: false,
})

/**
 * The loop's class of an effect that failed. StateError comes before NetworkError, and that before AIError; what fits none is a StateError.
 * Messages hold no content. Spec chorus 7 and 12.
 */
export const faultOf = (effect: Pick<ChorusEffect, '_tag' | 'key'>, failure: EffectError): Fault => {
  const isAnswer = effect._tag === 'model/chat'
  const said = (code: string, what: string): Said => ({ code, message: `${effect._tag} ${effect.key}: ${what}` })
  switch (failure._tag) {
    case 'Unavailable':
    case 'Throttled':
      return withPause(networkFault(said('NETWORK_UNAVAILABLE', 'the other side cannot be reached')), failure)
    case 'TimedOut':
      return isAnswer
        ? aiFault(said('AI_TIMEOUT', 'the model did not answer in time'), true)
        : networkFault(said('NETWORK_TIMEOUT', 'no answer came in time'))
    case 'Declined':
      return aiFault(said('AI_REFUSED', 'the model declined to answer'), false)
    case 'BadAnswer':
      return aiFault(said('AI_UNPARSABLE', 'the answer breaks its contract'), true)
    case 'Denied':
    case 'Rejected':
    case 'Unsupported':
    case 'NotFound':
    case 'OverBudget':
      return aiFault(said('AI_UNAVAILABLE', `it was refused: ${failure._tag}`), false)
    case 'Conflict':
    case 'Damaged':
    case 'Cancelled':
    case 'Defect':
      return unclassified(effect, failure._tag)
  }
  return unclassified(effect, 'an unknown failure')
}

const withPause = (fault: Fault, { retryAfterMs }: { readonly retryAfterMs?: number }): Fault =>
  retryAfterMs === undefined ? fault : { ...fault, retryAfterMs }

/** What fits no other class. */
export const unclassified = (effect: Pick<ChorusEffect, '_tag' | 'key'>, what: string): Fault =>
  stateFault({ code: 'STATE_UNCLASSIFIED', message: `${effect._tag} ${effect.key}: ${what}` })

/** A model's answer that declines. */
export const refusedFault = (key: string): Fault =>
  aiFault({ code: 'AI_REFUSED', message: `model/chat ${key}: the model declined to answer` }, false)

/** A model's answer that cannot be read; one that was cut off is told apart. Spec chorus 5. */
export const unreadableFault = (
  key: string,
  { code, faults }: Unreadable,
  answer: { readonly finish: string },
): Fault =>
  answer.finish === 'length'
    ? {
        ...aiFault({ code: 'AI_TRUNCATED', message: `model/chat ${key}: the answer was cut off` }, true),
        isTruncated: true,
      }
    : {
        ...aiFault({ code, message: `model/chat ${key}: the answer cannot be read` }, true),
        repair: faults,
      }
