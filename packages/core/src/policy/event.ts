import type { Instant } from '../kit/base/index.js'
import type { EffectError } from '../kit/fault/index.js'
import type { Measure } from './budget/ladder.js'

/** What one link of a chain came to. */
export interface Tried {
  readonly name: string
  /** Absent for the link that answered. */
  readonly error?: EffectError['_tag']
  readonly ms: number
}

/** What a policy did, for metrics, logs and health. Never a prompt, a content or a secret. */
export type PolicyEvent =
  | {
      readonly _tag: 'retrying'
      readonly effect: string
      readonly keys: readonly string[]
      /** The number of the try that comes. */
      readonly attempt: number
      readonly delayMs: number
      readonly error: EffectError['_tag']
    }
  /** Nobody answers; it is asked again after the wait. */
  | {
      readonly _tag: 'waiting'
      readonly effect: string
      readonly keys: readonly string[]
      readonly delayMs: number
      readonly error: EffectError['_tag']
    }
  | { readonly _tag: 'opened'; readonly until: Instant }
  | { readonly _tag: 'closed' }
  /** The answer came from another link than the first. */
  | { readonly _tag: 'fellBack'; readonly key: string; readonly source: string; readonly tried: readonly Tried[] }
  /** An answer past its time was given: because it is being refreshed, or because the source failed. */
  | { readonly _tag: 'stale'; readonly key: string; readonly why: 'refreshing' | 'failed' }
  /** A budget's ladder changed what was asked, or answered it. */
  | { readonly _tag: 'lessened'; readonly key: string; readonly measure: Measure['_tag']; readonly share: number }

/** Takes what policies tell. What it throws is swallowed: a listener cannot break a call. */
export type Tell = (event: PolicyEvent) => void

/** A listener that cannot break the one who tells. */
export const quietly =
  (tell: Tell | undefined): Tell =>
  (event) => {
    try {
      tell?.(event)
    } catch {
      // A listener's own business.
    }
  }
