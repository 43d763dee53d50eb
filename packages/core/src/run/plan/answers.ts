import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { noUsage } from '../../kit/base/index.js'
import type { Effect, ResultOf } from '../../kit/effect/index.js'
import type { Report } from '../../kit/fault/index.js'
import type { Ask, Embed, Generate, Wake } from '../../ports/index.js'
import type { GraphEffect } from '../../ports/graph/index.js'
import type { VectorEffect } from '../../ports/vector/index.js'
import type { Chat, Field } from '../../ports/model/index.js'

/**
 * Makes a text that nobody has written yet, for a field of an answer: of the length that is expected there and marked, so that whatever a program
 * makes of it is known to depend on an answer.
 */
export type Unwritten = (field: string, most?: { readonly tokens?: number; readonly length?: number }) => string

/** Makers of placeholder answers by tag. */
export type Answers<E extends Effect> = {
  readonly [T in E['_tag']]?: (
    effect: Extract<E, { readonly _tag: T }>,
    unwritten: Unwritten,
  ) => ResultOf<Extract<E, { readonly _tag: T }>>
}

/** A plan that cannot be made: an effect for which there is no placeholder answer, or a program that does not come to an end. */
export interface Unplannable extends Report {
  readonly _tag: 'Unplannable'
}

/** {@link Unplannable} */
export const unplannable = (report: Omit<Unplannable, '_tag'>): Unplannable => ({ _tag: 'Unplannable', ...report })

/** A placeholder answer: the host's, or the usual one. */
export const placeholderFor = (
  effect: Effect,
  answers: { readonly [tag: string]: unknown },
  unwritten: Unwritten,
): Either<Unplannable, unknown> => {
  const { _tag: tag, key } = effect
  // A cast at the seam: both records are typed by tag, which the fold has forgotten.
  const make = (
    Object.hasOwn(answers, tag) ? answers[tag] : Object.hasOwn(usual, tag) ? usual[tag as UsualTag] : undefined
  ) as ((effect: Effect, unwritten: Unwritten) => unknown) | undefined
  return make === undefined ? E.left(unanswered(tag, key)) : E.right(make(effect, unwritten))
}

const unanswered = (tag: string, key: string): Unplannable =>
  unplannable({
    doing: `plan ${tag} ${key}`,
    because: `nobody said what ${tag} is answered with`,
    next: `Give a maker of placeholder answers: answers: { '${tag}': () => ... }.`,
    ids: { effect: key },
  })

type Usual = Generate | Embed | Chat | GraphEffect | VectorEffect | Wake | Ask
type UsualTag = Usual['_tag']

/** Numbers of a placeholder vector: few, because nobody looks at them, and none of them zero. */
const DIMENSION = 8
/** Characters of an entry of a list. */
const ENTRY = 24

const usual: Required<Answers<Usual>> = {
  'model/generate': ({ contract, sampling }, unwritten) => {
    const answer = Object.fromEntries(
      contract.fields.map((field) => [field.name, fieldOf(field, sampling.maxTokens, unwritten)]),
    )
    return { answer, resolver, usage: noUsage, costMicroUsd: 0, attempts: 1, latencyMs: 0, rawLength: 0 }
  },
  'model/embed': ({ texts }) => {
    const vectors = texts.map(() => Array<number>(DIMENSION).fill(DIMENSION ** -0.5))
    return { vectors, dimension: DIMENSION, resolver, usage: noUsage, costMicroUsd: 0, warnings: [] }
  },
  // Whole, and a text of nobody's form: a program that reads one needs a maker of its own.
  'model/chat': ({ sampling }, unwritten) => {
    const text = unwritten('text', { tokens: sampling.maxTokens })
    return { text, finish: 'stop', resolver, usage: noUsage, costMicroUsd: 0, attempts: 1, latencyMs: 0 }
  },
  'graph/upsert': ({ nodes, relationships }) => ({ nodes: nodes.length, relationships: relationships.length }),
  'graph/delete': ({ nodes, relationships }) => ({ nodes: nodes.length, relationships: relationships.length }),
  'graph/query': () => ({ nodes: [], count: 0 }),
  'graph/relationships': () => ({ relationships: [], count: 0 }),
  'graph/migrate': ({ steps }) => ({ from: 0, to: steps.length }),
  'vector/collection': () => ({ created: true }),
  'vector/drop': () => ({ dropped: true }),
  'vector/upsert': ({ points }) => ({ points: points.length }),
  'vector/payload': () => ({ changed: true }),
  'vector/delete': () => ({ deleted: true }),
  'vector/get': () => ({ points: [] }),
  'vector/search': () => ({ hits: [] }),
  'vector/scroll': () => ({ points: [], after: null }),
  'vector/count': () => ({ count: 0 }),
  'clock/wake': ({ until }) => ({ at: until }),
  // A program may refuse what is none of its choices: the first one stands, and what depends on it is not known to.
  'person/ask': ({ choices }, unwritten) => ({ answer: choices?.[0] ?? unwritten('answer') }),
}

const resolver = { type: 'custom', model: null } as const

/** A character takes six bytes of JSON at most, and a token is one byte at least. */
const fieldOf = (field: Field, maxTokens: number, unwritten: Unwritten): string | readonly string[] => {
  if (field.kind === 'text')
    return unwritten(field.name, { tokens: Math.min(maxTokens, 6 * field.most), length: field.most })
  return field.most < 1 ? [] : [unwritten(field.name, { tokens: maxTokens, length: ENTRY })]
}
