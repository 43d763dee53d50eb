import type { Usage } from '../../kit/base/index.js'
import type { Labels } from '../../kit/effect/index.js'
import type { Entry } from '../../ports/journal/index.js'
import { hasMembers, memberOf, readPayload } from './payload.js'
import { estimatedTokens, writtenForm } from './tokens.js'

/** What was seen of a quantity: how often, and between which bounds. All zero where it was never seen. */
export interface Spread {
  readonly count: number
  readonly low: number
  readonly mean: number
  readonly high: number
}

/** What was seen of one kind of effect. */
export interface Prior {
  /** Tokens written for one effect, reasoning and every attempt included. */
  readonly outputTokens: Spread
  /** What part of the tokens read came from the provider's cache, 0 to 1. */
  readonly cachedShare: Spread
  /** Milliseconds from the moment it was sent to its outcome; never seen of effects that cost nothing, which leave no trace when they are sent. */
  readonly latencyMs: Spread
  /** Calls made for one effect. */
  readonly attempts: Spread
  /** Tokens of each text of an answer, by the field it stands in. */
  readonly textTokens: { readonly [field: string]: Spread }
}

/** What earlier runs teach, by the label `stage` of an effect (its tag where it has none) and once more by its tag, for stages never seen. Plain data. */
export type Priors = { readonly [stage: string]: Prior }

/** The word an effect is learned under. */
export const stageOf = (labels: Labels, tag: string): string =>
  Object.hasOwn(labels, 'stage') ? (labels['stage'] ?? tag) : tag

/** What is known of a stage, or of all effects of its tag. */
export const priorOf = (priors: Priors, stage: string, tag: string): Prior | undefined =>
  Object.hasOwn(priors, stage) ? priors[stage] : Object.hasOwn(priors, tag) ? priors[tag] : undefined

/**
 * What the journals of runs teach about each stage. Answers that were taken over from another run teach nothing: they took no time and no money.
 * Texts are measured with the counter that plans will use.
 */
export const priorsOf = (entries: readonly Entry[], tokens: (text: string) => number = estimatedTokens): Priors => {
  const sentAt = new Map<string, number>()
  const seen = new Map<string, Prior>()
  for (const entry of entries) {
    if (entry.about === null || entry.source !== null) continue
    const { key, tag, labels } = entry.about
    if (entry.kind === 'sent') sentAt.set(key, entry.at)
    if (entry.kind !== 'settled') continue
    const prior = sample(entry, sentAt.get(key), tokens)
    if (isNothing(prior)) continue
    for (const name of new Set([stageOf(labels, tag), tag])) seen.set(name, both(seen.get(name) ?? nothing, prior))
  }
  return Object.fromEntries(seen)
}

/** What two sets of runs teach together. */
export const mergePriors = (a: Priors, b: Priors): Priors => gathered(a, b, both)

const never: Spread = { count: 0, low: 0, mean: 0, high: 0 }
const nothing: Prior = { outputTokens: never, cachedShare: never, latencyMs: never, attempts: never, textTokens: {} }

const once = (amount: number): Spread => ({ count: 1, low: amount, mean: amount, high: amount })

const isNothing = ({ textTokens, ...spreads }: Prior): boolean =>
  Object.keys(textTokens).length === 0 && Object.values(spreads).every(({ count }) => count === 0)

const sample = (entry: Entry, sentAt: number | undefined, tokens: (text: string) => number): Prior => ({
  outputTokens: entry.amount === null ? never : once(entry.amount.usage.output + entry.amount.usage.reasoning),
  cachedShare: entry.amount === null ? never : shareOf(entry.amount.usage),
  latencyMs: sentAt === undefined ? never : once(Math.max(0, entry.at - sentAt)),
  attempts: entry.amount === null ? never : once(entry.amount.attempts),
  textTokens: textsOf(entry, tokens),
})

const shareOf = ({ input, cached }: Usage): Spread => (input + cached === 0 ? never : once(cached / (input + cached)))

const both = (a: Prior, b: Prior): Prior => ({
  outputTokens: spread(a.outputTokens, b.outputTokens),
  cachedShare: spread(a.cachedShare, b.cachedShare),
  latencyMs: spread(a.latencyMs, b.latencyMs),
  attempts: spread(a.attempts, b.attempts),
  textTokens: gathered(a.textTokens, b.textTokens, spread),
})

const spread = (a: Spread, b: Spread): Spread => {
  if (a.count === 0 || b.count === 0) return a.count === 0 ? b : a
  const count = a.count + b.count
  return {
    count,
    low: Math.min(a.low, b.low),
    mean: (a.mean * a.count + b.mean * b.count) / count,
    high: Math.max(a.high, b.high),
  }
}

type ByName<A> = { readonly [name: string]: A }

const gathered = <A>(a: ByName<A>, b: ByName<A>, join: (a: A, b: A) => A): ByName<A> => {
  const joined = new Map(Object.entries(a))
  for (const [name, value] of Object.entries(b)) {
    const known = joined.get(name)
    joined.set(name, known === undefined ? value : join(known, value))
  }
  return Object.fromEntries(joined)
}

/** The texts of an answer, field by field; nothing where the payload holds none. The text of a conversation is one, as it was said. */
const textsOf = ({ about, payload }: Entry, tokens: (text: string) => number): ByName<Spread> => {
  if (about?.tag === 'model/chat') {
    const text = memberOf(memberOf(readPayload(payload), 'right'), 'text')
    return typeof text === 'string' ? { text: once(tokens(text)) } : {}
  }
  if (about?.tag !== 'model/generate') return {}
  const answer = answerIn(payload)
  const sizes = Object.entries(answer).map(([field, value]): readonly [string, Spread] => {
    const texts = (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string')
    return [field, texts.reduce((sum, text) => spread(sum, once(tokens(writtenForm(text)))), never)]
  })
  return Object.fromEntries(sizes)
}

const answerIn = (payload: string | null): ByName<unknown> => {
  const answer = memberOf(memberOf(readPayload(payload), 'right'), 'answer')
  return hasMembers(answer) ? answer : {}
}
