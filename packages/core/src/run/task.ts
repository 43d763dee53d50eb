import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { contentOf, type Effect, type Labels } from '../kit/effect/index.js'
import type { Hash } from '../kit/base/index.js'
import { nothingPaid, paidCodec, type EffectError, type Paid } from '../kit/fault/index.js'
import type { Mark } from '../ports/journal/index.js'
import type { Terms } from '../ports/index.js'

/** An effect on its way through the runner. */
export interface Task {
  readonly effect: Effect
  readonly terms: Terms
  /** What it asks, as canonical JSON, and the marks it leaves in a journal; only where somebody looks at them. */
  readonly content: string
  readonly mark: Mark | undefined
  /** What a budget has set aside for it; without a budget one call of unknown price. */
  readonly reserved: Paid
  /** Called once its intent is recorded. */
  readonly recorded?: () => void
}

/** How an effect becomes a task. */
export interface Naming {
  readonly termsOf: (tag: string) => Terms
  /** Left out where neither a journal nor earlier answers need a digest. */
  readonly marks?: { readonly hash: Hash; readonly labelsOf: (effect: Effect) => Labels }
}

/** One call, and nobody has said what it may take. */
const unpriced: Paid = { ...nothingPaid, costMicroUsd: null, attempts: 1 }

/** A task for an effect that a machine asked for. */
export const taskOf = (effect: Effect, { termsOf, marks }: Naming): Task => {
  const terms = termsOf(effect._tag)
  const reserved = terms.isPaid ? unpriced : nothingPaid
  if (marks === undefined) return { effect, terms, content: '', mark: undefined, reserved }
  const content = contentOf(effect)
  const mark: Mark = {
    key: effect.key,
    tag: effect._tag,
    digest: marks.hash(content),
    labels: marks.labelsOf(effect),
  }
  return { effect, terms, content, mark, reserved }
}

/** What an outcome says was paid for it; where it says nothing, what was set aside unless nothing can have been applied. */
export const paidFor = (outcome: Either<EffectError, unknown>, reserved: Paid): Paid => {
  if (E.isRight(outcome)) return statedBy(outcome.right) ?? reserved
  const { paid, applied } = outcome.left
  return paid ?? (applied === 'no' ? { ...nothingPaid, attempts: 1 } : reserved)
}

/** What a result says of its payment, as those of the model port do; one that counts no attempts took one. */
const statedBy = (result: unknown): Paid | undefined => {
  if (typeof result !== 'object' || result === null || !('usage' in result)) return undefined
  const { usage, costMicroUsd, attempts = 1 } = result as { readonly [K in keyof Paid]?: unknown }
  const stated = { usage, costMicroUsd, attempts }
  return paidCodec.is(stated) ? stated : undefined
}
