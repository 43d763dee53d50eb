import * as E from 'fp-ts/lib/Either.js'
import { normalise, noUsage, sha256Hex } from '../kit/base/index.js'
import type { Handler } from '../kit/effect/index.js'
import { rejected, unavailable, unsupported, type EffectError } from '../kit/fault/index.js'
import type { Generate, Generated, Question, Resolver } from '../ports/index.js'

/** A handler for `model/generate` as a record, ready to be combined with others. */
export interface Resolving {
  readonly 'model/generate': Handler<Generate>
}

const answerWith = (resolver: Resolver, question: Question, text: string): Generated => ({
  answer: { text, terms_used: question.terms.map((term) => normalise(term.text)), warnings: [] },
  resolver,
  usage: noUsage,
  costMicroUsd: 0,
  attempts: 1,
  latencyMs: 0,
  rawLength: text.length,
})

const noQuestion = (effect: Generate): EffectError =>
  unsupported({
    doing: `answer ${effect.key}`,
    because: 'the call carries no question',
    next: 'Use a language model for free prompts.',
  })

const answering = (resolver: Resolver, textOf: (question: Question) => string | undefined): Resolving => ({
  'model/generate': (effect) => () => {
    const { question } = effect
    if (question === undefined) return Promise.resolve(E.left(noQuestion(effect)))
    const text = textOf(question)
    return Promise.resolve(
      text === undefined ? E.left(unknownEntry(effect, question)) : E.right(answerWith(resolver, question, text)),
    )
  },
})

const unknownEntry = (effect: Generate, question: Question): EffectError =>
  rejected({
    doing: `answer ${effect.key}`,
    because: `the table has no entry for ${tableKey(
      question.operation,
      question.terms.map((term) => term.text),
    )}`,
    next: 'Add the entry to the table.',
  })

/** `<stage>:<matrix>[<i,j>]<#slot>=<digest>`: pure, bounded in length, different for every call. Spec cf14 4.7. */
export const echoText = (question: Question): string => {
  const terms = question.terms.map((term) => normalise(term.text))
  const digest = sha256Hex([question.operation, ...terms].join('\n')).slice(0, 8)
  const slot = question.slot === undefined ? '' : `#${question.slot}`
  return `${question.operation}:${question.matrix}[${question.index.join(',')}]${slot}=${digest}`
}

/** Answers every question with its own echo. Spec cf14 4.7. */
export const echoResolver = (): Resolving => answering({ type: 'echo', model: null }, echoText)

/** How a table names a question: the operation and the normalised terms, e.g. `multiply:sufficient * reason`. */
export const tableKey = (operation: string, terms: readonly string[]): string =>
  `${operation}:${terms.map(normalise).join(' * ')}`

/** Answers from a table keyed as {@link tableKey} says; a missing entry is `Rejected`. Spec cf14 4.7. */
export const tableResolver = (table: { readonly [key: string]: string }): Resolving =>
  answering({ type: 'table', model: null }, (question) => {
    const key = tableKey(
      question.operation,
      question.terms.map((term) => term.text),
    )
    return Object.hasOwn(table, key) ? table[key] : undefined
  })

/**
 * Fails the calls that `fails` picks, for good unless told otherwise, and passes the rest on. Given a number n, it fails the first n calls. Spec cf14 4.7.
 */
export const failingResolver = (
  fails: number | ((effect: Generate) => boolean),
  rest: Resolving = echoResolver(),
  error = lost,
): Resolving => {
  let seen = 0
  return {
    'model/generate': (effect, context) => {
      seen += 1
      const failing = typeof fails === 'number' ? seen <= fails : fails(effect)
      return failing ? () => Promise.resolve(E.left(error(effect))) : rest['model/generate'](effect, context)
    },
  }
}

const lost = (effect: Generate): EffectError =>
  unavailable({
    doing: `answer ${effect.key}`,
    because: 'this resolver was told to fail',
    next: 'Use another resolver.',
    applied: 'no',
  })

/** Counts calls by matrix and stage while another resolver answers them. Spec cf14 4.7. */
export const countingResolver = (
  rest: Resolving = echoResolver(),
): Resolving & { readonly counts: () => { readonly [matrix: string]: { readonly [stage: string]: number } } } => {
  const counts = new Map<string, Map<string, number>>()
  return {
    'model/generate': (effect, context) => {
      const { matrix = '', operation = '' } = effect.question ?? {}
      const stages = counts.get(matrix) ?? new Map<string, number>()
      counts.set(matrix, stages.set(operation, (stages.get(operation) ?? 0) + 1))
      return rest['model/generate'](effect, context)
    },
    counts: () => Object.fromEntries([...counts].map(([matrix, stages]) => [matrix, Object.fromEntries(stages)])),
  }
}
