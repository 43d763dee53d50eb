import type { Effect } from '../../kit/effect/index.js'
import type { Embed, Generate } from '../../ports/index.js'
import { costOf, type Chat, type Tariff } from '../../ports/model/index.js'
import type { Blanks } from './blanks.js'
import { isMarked, withoutMarks } from './mark.js'
import type { Prior, Spread } from './priors.js'
import { exactly, plus, times, whole, type Span } from './span.js'

/** What one effect is expected to take. */
export interface Size {
  readonly attempts: Span
  readonly inputTokens: Span
  /** What part of them comes from the provider's cache. */
  readonly cachedShare: Span
  readonly outputTokens: Span
  /** Tokens of what is asked once, where that is known to the letter. */
  readonly knownTokens: number | undefined
}

/** An effect of the model port. */
export type ModelEffect = Generate | Embed | Chat

/** The effect where a model carries it out. */
export const asModelEffect = (effect: Effect): ModelEffect | undefined =>
  // A cast after a check: the tag says which effect it is.
  modelTags.has(effect._tag) ? (effect as ModelEffect) : undefined

const modelTags: ReadonlySet<string> = new Set<ModelEffect['_tag']>(['model/generate', 'model/embed', 'model/chat'])

/** The texts of an effect: those that many effects share, and its own. */
const textsOf = (effect: ModelEffect): { readonly shared: readonly string[]; readonly own: readonly string[] } => {
  switch (effect._tag) {
    case 'model/generate':
      return { shared: [effect.prompt.system], own: [effect.prompt.user] }
    case 'model/embed':
      return { shared: [], own: effect.texts }
    case 'model/chat': {
      const saidBy = (isSystem: boolean) =>
        effect.messages.filter(({ role }) => (role === 'system') === isSystem).map(({ content }) => content)
      return { shared: saidBy(true), own: saidBy(false) }
    }
  }
}

/** Measures effects of a model; a system text that many of them share is counted once. */
export const scale = (tokens: (text: string) => number, blanks: Blanks) => {
  const counted = new Map<string, number>()
  const shared = (text: string): number => {
    const known = counted.get(text) ?? tokens(text)
    counted.set(text, known)
    return known
  }
  const weigh = (text: string): Span =>
    isMarked(text) ? plus(exactly(tokens(withoutMarks(text))), blanks.tokensIn(text)) : exactly(tokens(text))
  return (effect: ModelEffect, prior: Prior | undefined): Size => {
    const texts = textsOf(effect)
    const isKnown = ![...texts.shared, ...texts.own].some(isMarked)
    const first = texts.shared.reduce(
      (sum, text) => plus(sum, isMarked(text) ? weigh(text) : exactly(shared(text))),
      exactly(0),
    )
    const once = texts.own.reduce((sum, text) => plus(sum, weigh(text)), first)
    const attempts = seenOr(prior?.attempts, exactly(1))
    return {
      attempts,
      inputTokens: times(once, attempts),
      cachedShare: seenOr(prior?.cachedShare, { low: 0, middle: 0, high: 1 }),
      outputTokens: seenOr(prior?.outputTokens, unseenOutput(effect)),
      knownTokens: isKnown ? once.low : undefined,
    }
  }
}

const unseenOutput = (effect: ModelEffect): Span => {
  if (effect._tag === 'model/embed') return exactly(0)
  const most = effect.sampling.maxTokens
  return { low: 1, middle: (1 + most) / 2, high: most }
}

/** What was seen, or what is to be taken where nothing was. */
export const seenOr = (seen: Spread | undefined, otherwise: Span): Span =>
  seen === undefined || seen.count === 0 ? otherwise : { low: seen.low, middle: seen.mean, high: seen.high }

/** What an effect of that size costs; what comes from the provider's cache is rounded so that no bound is too narrow. */
export const priceOf = ({ inputTokens, cachedShare, outputTokens }: Size, tariff: Tariff): Span => {
  const { input, cached } = tariff.microUsdPerMTok
  const isCheaper = cached <= input
  const [least, most] = isCheaper ? [cachedShare.high, cachedShare.low] : [cachedShare.low, cachedShare.high]
  const [read, written] = [whole(inputTokens), whole(outputTokens)]
  const cost = (bound: keyof Span, share: number): number => {
    const fromCache = ((bound === 'low') === isCheaper ? Math.ceil : Math.floor)(read[bound] * share)
    const usage = { input: read[bound] - fromCache, cached: fromCache, output: written[bound], reasoning: 0 }
    return costOf(usage, tariff, bound === 'low' ? 'down' : 'up')
  }
  return { low: cost('low', least), middle: cost('middle', cachedShare.middle), high: cost('high', most) }
}
