import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '@chorale/core/fault'
import type { Question } from '@chorale/core/ports'
import type { Reader } from './compose/index.js'
import { emptyTerms, noQuestion, unknownText } from './faults.js'
import type { Meaning } from './meaning/index.js'
import { operations, type Draft } from './stages/index.js'

/** A question and the address of its call, which errors name. */
export interface Call {
  readonly doing: string
  readonly question: Question
  /** 0 to 2, as for a language model: how freely it may choose among words that are about as good. */
  readonly temperature: number
  readonly seed: number
}

/** The answer to a question: the same text for the same question, always. */
export const answer = ({ doing, question, temperature, seed }: Call, reader: Reader): Either<EffectError, Draft> => {
  const operation = operations.get(question.operation)
  if (operation === undefined)
    return E.left(noQuestion(doing, `"${question.operation}" is no operation of the lexicon`))
  const empty = question.terms.find(({ text }) => text.trim() === '')
  if (empty !== undefined) return E.left(emptyTerms(doing, `the term "${empty.role}" is empty`))
  if (question.terms.length < operation.terms)
    return E.left(
      emptyTerms(doing, `${question.operation} needs ${operation.terms} terms and has ${question.terms.length}`),
    )
  const terms: Meaning[] = []
  for (const { text } of question.terms) {
    const meaning = reader.read(text)
    if (meaning === undefined) return E.left(unknownText(doing, text))
    terms.push(meaning)
  }
  const problem = problemOf(question, reader)
  const place = {
    at: `${seed} ${question.matrix}[${question.index.join(',')}]#${question.slot ?? ''}`,
    freedom: temperature,
  }
  const ask = {
    question,
    reader,
    terms,
    row: reader.read(question.rowLabel),
    column: reader.read(question.columnLabel),
    problem: problem.meaning,
    place,
  }
  const read = terms.flatMap(({ warnings }) => warnings)
  return E.map((draft: Draft) => ({
    ...draft,
    warnings: [...new Set([...read, ...problem.warnings, ...draft.warnings])],
  }))(operation.stage(ask))
}

// The problem only tilts an answer: one that cannot be read is told, not refused. Its odd words are told where meaning enters the valley.
const problemOf = (
  question: Question,
  reader: Reader,
): { readonly meaning: Meaning | undefined; readonly warnings: readonly string[] } => {
  // A domain beside a problem would only blur its few telling words.
  const text = (question.problem ?? question.domain ?? '').trim()
  if (text === '') return { meaning: undefined, warnings: [] }
  const meaning = reader.read(text)
  if (meaning === undefined) return { meaning, warnings: ['unread_problem'] }
  return {
    meaning,
    warnings: question.operation === 'multiply' || question.operation === 'expand' ? meaning.warnings : [],
  }
}
