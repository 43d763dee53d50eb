import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Instant } from '../../kit/base/index.js'
import { contentOf, type Effect, type Labels } from '../../kit/effect/index.js'
import type { EffectError } from '../../kit/fault/index.js'
import { termsOf, type Terms, type Wake } from '../../ports/index.js'
import type { Tariff } from '../../ports/model/index.js'
import type { Known } from '../known.js'
import { placeholderFor, type Unplannable, type Unwritten } from './answers.js'
import { blanks, type Blanks } from './blanks.js'
import { isMarked } from './mark.js'
import { priorOf, stageOf, type Prior, type Priors } from './priors.js'
import { asModelEffect, priceOf, scale, seenOr, type ModelEffect } from './size.js'
import { exactly, type Span } from './span.js'
import { tally, type Sums, type Tally } from './tally.js'

/** What a survey works with. */
export interface Surveying {
  readonly labels: (effect: Effect) => Labels
  readonly answers: { readonly [tag: string]: unknown }
  readonly terms: { readonly [tag: string]: Partial<Terms> }
  readonly tokens: (text: string) => number
  readonly hash: (text: string) => string
  readonly priors: Priors
  readonly known: Known | undefined
  readonly tariffOf: (effect: ModelEffect) => Tariff | undefined
  /** Whether the run will be gone through again: only then is kept what was seen. */
  readonly isRetraced: boolean
}

/** How an effect will end, and how long it will have been under way by then. */
export interface Surveyed {
  readonly outcome: Either<EffectError, unknown>
  readonly ms: Span
  /** The instant it waits for, where it waits for one. */
  readonly until: Instant | undefined
}

/** Looks at effects before they are carried out. */
export interface Survey {
  /** The answer of an earlier run to the same question, counted as reused. */
  readonly known: (effect: Effect) => Either<EffectError, unknown> | undefined
  /** Looks at an effect and adds up what it will take. */
  readonly visit: (effect: Effect) => Either<Unplannable, Surveyed>
  /** The same for another way through the same run: what was seen at an effect's address stands, and nothing is added. */
  readonly again: Pick<Survey, 'known' | 'visit'>
  readonly sums: () => Sums
}

/** Tokens of a text that an effect gives no bound for. */
const UNBOUNDED = 256

/** A survey that has seen nothing yet. */
export const survey = (how: Surveying): Survey => {
  const seen = new Map<string, Surveyed>()
  const reused = new Map<string, Either<EffectError, unknown>>()
  const total = tally()
  const look = looking(how)
  return {
    known: (effect) => {
      const outcome = knownOutcome(effect, how)
      if (outcome === undefined) return undefined
      total.effect(effect._tag)
      total.reused()
      if (how.isRetraced) reused.set(effect.key, outcome)
      return outcome
    },
    visit: (effect) => {
      const looked = look(effect, total)
      if (how.isRetraced && E.isRight(looked)) seen.set(effect.key, looked.right)
      return looked
    },
    again: {
      known: ({ key }) => reused.get(key),
      visit: (effect) => {
        const known = seen.get(effect.key)
        return known === undefined ? look(effect, tally()) : E.right(known)
      },
    },
    sums: total.sums,
  }
}

/** Looks at one effect and adds it to sums. */
const looking = (how: Surveying) => {
  const unwritten = blanks()
  const sized = scale(how.tokens, unwritten)
  const answerOf = answering(how.answers, unwritten)

  return (effect: Effect, sums: Tally): Either<Unplannable, Surveyed> => {
    const { _tag: tag, key } = effect
    const { isPaid, isReusable } = termsFor(tag, how.terms)
    sums.effect(tag)
    if (isReusable) sums.recomputed(key)
    const labels = how.labels(effect)
    const stage = stageOf(labels, tag)
    const prior = priorOf(how.priors, stage, tag)
    if (isPaid) {
      const model = asModelEffect(effect)
      const size = model === undefined ? undefined : sized(model, prior)
      const tariff = model === undefined ? undefined : how.tariffOf(model)
      sums.call(labels, size, size === undefined || tariff === undefined ? undefined : priceOf(size, tariff))
    }
    return E.map((answer: unknown): Surveyed => ({
      outcome: E.right(answer),
      ms: seenOr(prior?.latencyMs, exactly(0)),
      until: untilOf(effect),
    }))(answerOf(effect, { stage, prior }))
  }
}

/** What the host states of a tag goes before what its port declares. */
const termsFor = (tag: string, stated: Surveying['terms']): Terms =>
  Object.hasOwn(stated, tag) ? { ...termsOf(tag), ...stated[tag] } : termsOf(tag)

/** What is known of the stage that an effect belongs to. */
interface Place {
  readonly stage: string
  readonly prior: Prior | undefined
}

const answering =
  (answers: Surveying['answers'], unwritten: Blanks) =>
  (effect: Effect, place: Place): Either<Unplannable, unknown> => {
    const usual = maxTokensOf(effect)
    const blank: Unwritten = (field, most = {}) => {
      const { tokens: mostTokens = usual, length: mostLength = Number.MAX_SAFE_INTEGER } = most
      return unwritten.text({ ...place, field, mostTokens, mostLength })
    }
    return placeholderFor(effect, answers, blank)
  }

/** What depends on an answer that is not known was asked in no earlier run. */
const knownOutcome = (effect: Effect, { known, terms, hash }: Surveying): Surveyed['outcome'] | undefined => {
  if (known === undefined || !termsFor(effect._tag, terms).isReusable) return undefined
  const content = contentOf(effect)
  return isMarked(content) ? undefined : known.get(hash(content))?.outcome
}

// Casts after a check, here and below: the tag says which effect it is.
const untilOf = (effect: Effect): Instant | undefined =>
  effect._tag === 'clock/wake' ? (effect as Wake).until : undefined

const maxTokensOf = (effect: Effect): number => {
  const model = asModelEffect(effect)
  return model === undefined || model._tag === 'model/embed' ? UNBOUNDED : model.sampling.maxTokens
}
