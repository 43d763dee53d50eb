import * as E from 'fp-ts/lib/Either.js'
import type { Meaning } from '../meaning/index.js'
import type { Ask, Stage } from './ask.js'
import { adjectiveFor, nounFor } from './phrase.js'

/** The column reading as a noun under the row reading as an adjective: "lasting protection". Spec cf14 2.11, 2.12. */
export const synthesize: Stage = (ask) => {
  const [column, row] = ask.terms
  if (column === undefined || row === undefined) return E.right({ text: '', warnings: [] })
  const theme = { meet: [column], balance: 0, pulls: [], problem: undefined, place: ask.place, avoid: [] }
  const noun = isOneWord(column.text) ? column.text : nounFor(theme, ask.reader)
  return E.right({ text: united({ noun, adjective: row.text }, ask), warnings: [] })
}

interface Readings {
  readonly noun: string
  readonly adjective: string
}

/** The phrase of both; an adjective that repeats the noun, or is none, gives way to the one nearest to it. */
export const united = ({ noun, adjective }: Readings, { reader, place }: Ask): string => {
  const [thing, quality] = [reader.read(noun), reader.read(adjective)]
  if (thing === undefined || quality === undefined) return `${adjective} ${noun}`
  const theme = {
    meet: [quality],
    balance: 0,
    pulls: [],
    problem: undefined,
    place: { ...place, freedom: 1 },
    beside: thing,
    avoid: thing.words,
  }
  return `${adjectiveFor(theme, reader)} ${noun}`
}

const isOneWord = (text: Meaning['text']): boolean => /^\p{L}+$/u.test(text)
