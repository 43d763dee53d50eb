import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { noUsage, tokensOf } from '../kit/base/index.js'
import type { Effect } from '../kit/effect/index.js'
import { addPaid, nothingPaid, paidCodec, type EffectError, type Paid } from '../kit/fault/index.js'
import { termsOf, worstCase, type Embed, type Generate } from '../ports/index.js'
import { freeTariff, type Chat } from '../ports/model/index.js'

/** Whether an effect asks a model for an answer that keeps a contract. */
export const isGenerate = (effect: Effect): effect is Generate => effect._tag === 'model/generate'

/** Whether an effect asks a model to go on with a conversation. */
export const isChat = (effect: Effect): effect is Chat => effect._tag === 'model/chat'

/** Whether an effect asks a model for words, and so says which model and how many. */
export const isSampled = (effect: Effect): effect is Generate | Chat => isGenerate(effect) || isChat(effect)

/** Whether an effect asks a model for places of meaning. */
export const isEmbed = (effect: Effect): effect is Embed => effect._tag === 'model/embed'

/** Whether an amount can be booked: one that is no number would spoil every sum after it. */
export const isAmount = ({ usage, costMicroUsd, attempts }: Paid): boolean =>
  [usage.input, usage.cached, usage.output, usage.reasoning, costMicroUsd ?? 0, attempts].every(
    (count) => Number.isFinite(count) && count >= 0,
  )

/** What a result or an error says was paid; undefined where it says nothing that can be booked. */
export const statedIn = (outcome: Either<EffectError, unknown>): Paid | undefined => {
  if (E.isLeft(outcome))
    return outcome.left.paid !== undefined && isAmount(outcome.left.paid) ? outcome.left.paid : undefined
  // A result of one call need not say so: an embedding has no attempts.
  const stated: unknown =
    typeof outcome.right === 'object' && outcome.right !== null ? { attempts: 1, ...outcome.right } : undefined
  if (!paidCodec.is(stated)) return undefined
  const { usage, costMicroUsd, attempts } = stated
  return isAmount({ usage, costMicroUsd, attempts }) ? { usage, costMicroUsd, attempts } : undefined
}

/**
 * What to book for an outcome where so much was set aside. What nobody knows is booked as it was set aside: a lost answer, a price that
 * is missing, a paid effect that says nothing of its payment. An effect that was not applied and says nothing cost nothing.
 */
export const paidFor = (effect: Effect, outcome: Either<EffectError, unknown>, reserved: Paid): Paid => {
  const stated = statedIn(outcome)
  if (E.isLeft(outcome) && outcome.left.applied === 'unknown') return largest(stated ?? nothingPaid, reserved)
  if (stated !== undefined) return { ...stated, costMicroUsd: stated.costMicroUsd ?? reserved.costMicroUsd }
  if (E.isLeft(outcome)) return outcome.left.applied === 'no' ? nothingPaid : reserved
  return termsOf(effect._tag).isPaid ? reserved : { usage: noUsage, costMicroUsd: 0, attempts: 1 }
}

/** The larger one of each limit's amount: tokens of all kinds together, as a limit counts them. */
const largest = (a: Paid, b: Paid): Paid => ({
  usage: tokensOf(a.usage) > tokensOf(b.usage) ? a.usage : b.usage,
  costMicroUsd: a.costMicroUsd === null ? b.costMicroUsd : Math.max(a.costMicroUsd, b.costMicroUsd ?? 0),
  attempts: Math.max(a.attempts, b.attempts),
})

/** The payments together; an earlier try that says nothing of its payment still counts as one call. */
export const sumOf = (earlier: readonly EffectError[]): Paid =>
  earlier.reduce((sum, { paid }) => addPaid(sum, paid ?? oneCall), nothingPaid)

const oneCall: Paid = { usage: noUsage, costMicroUsd: 0, attempts: 1 }

/** Tokens of one call by estimate: four characters to a token, as many back as are asked for. Resilience 15. */
export const estimatedTokens = (effect: Effect): number => {
  if (isGenerate(effect)) {
    const { prompt, sampling, contract } = effect
    const text = prompt.system.length + prompt.user.length + JSON.stringify(contract).length
    return Math.ceil(text / 4) + sampling.maxTokens
  }
  if (isChat(effect)) {
    const text = effect.messages.reduce((sum, { content }) => sum + content.length, 0)
    return Math.ceil(text / 4) + effect.sampling.maxTokens
  }
  if (isEmbed(effect)) return effect.texts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0)
  return 0
}

/** The most one call of an effect takes where nothing is known of prices: a limit in money refuses it. */
export const unpricedWorst = (effect: Effect): Paid => {
  const costMicroUsd = termsOf(effect._tag).isPaid ? null : 0
  if (!isSampled(effect) && !isEmbed(effect)) return { usage: noUsage, costMicroUsd, attempts: 1 }
  return { ...worstCase(effect, freeTariff), costMicroUsd }
}
