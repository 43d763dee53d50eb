import * as E from 'fp-ts/lib/Either.js'
import { chances, type Reader } from '../compose/index.js'
import { cosine, validations, type Meaning } from '../meaning/index.js'
import type { Ask, Stage } from './ask.js'

const CONTENT = 0.7
/** Two cells with like labels should not say it alike. */
const VARIETY = 2.2

/** The same content said as a validation statement; the way of saying it follows the labels and the content. Spec cf14 2.10. */
export const shift: Stage = (ask) => {
  const content = (ask.question.terms[0]?.text ?? '').replace(/[.;,\s]+$/u, '')
  return E.right({ text: formFor(ask).replace('{}', () => content), warnings: [] })
}

const formFor = (ask: Ask): string => {
  const [content] = ask.terms
  const pulls = [
    ...[ask.row, ask.column].flatMap((label) => (label === undefined ? [] : [{ meaning: label, weight: 1 }])),
    ...(content === undefined ? [] : [{ meaning: content, weight: CONTENT }]),
  ]
  const nearness = pulls.map(({ meaning, weight }) =>
    standardised(formNearness(meaning, ask.reader)).map((value) => value * weight),
  )
  const chance = chances(ask.place.at)
  const scores = validations.map((_, i) => nearness.reduce((sum, near) => sum + (near[i] ?? 0), VARIETY * chance(i)))
  return validations[scores.indexOf(Math.max(...scores))]?.form ?? '{}'
}

const formNearness = (meaning: Meaning, reader: Reader): readonly number[] =>
  validations.map(({ when }) => {
    const read = reader.read(when)
    return read === undefined ? 0 : cosine(meaning, read)
  })

const standardised = (values: readonly number[]): readonly number[] => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length)
  return deviation === 0 ? values.map(() => 0) : values.map((value) => (value - mean) / deviation)
}
