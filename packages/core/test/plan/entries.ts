import { noUsage } from '@chorale/core/base'
import { contentOf, effectDigest, type Effect, type Labels } from '@chorale/core/effect'
import type { Paid } from '@chorale/core/fault'
import type { Entry, Mark, Source } from '@chorale/core/ports/journal'

const blank: Entry = {
  sequence: 0,
  at: 0,
  kind: 'settled',
  about: null,
  amount: null,
  source: null,
  payloadHash: '',
  payload: null,
  hash: '',
}

const markOf = (effect: Effect, labels: Labels): Mark => ({
  key: effect.key,
  tag: effect._tag,
  digest: effectDigest(effect),
  labels,
})

/** That an effect was sent, with what it asks. */
export const sent = (effect: Effect, at = 0, labels: Labels = {}): Entry => ({
  ...blank,
  at,
  kind: 'sent',
  about: markOf(effect, labels),
  payload: contentOf(effect),
})

/** How an effect may have been answered. */
export interface Answered {
  readonly at?: number
  readonly labels?: Labels
  readonly answer?: { readonly [field: string]: string | readonly string[] }
  readonly amount?: Paid
  readonly source?: Source
}

/** That an effect was answered. */
export const settled = (
  effect: Effect,
  { at = 0, labels = {}, answer = { text: 'yes' }, amount, source }: Answered = {},
): Entry => ({
  ...blank,
  at,
  about: markOf(effect, labels),
  amount: amount ?? null,
  source: source ?? null,
  payload: JSON.stringify({ _tag: 'Right', right: { answer } }),
})

/** A payment. */
export const paid = (usage: Partial<Paid['usage']>, attempts = 1, costMicroUsd: number | null = 0): Paid => ({
  usage: { ...noUsage, ...usage },
  attempts,
  costMicroUsd,
})
