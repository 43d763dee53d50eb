import * as E from 'fp-ts/lib/Either.js'
import { membersOf, type Meaning } from '../meaning/index.js'
import type { Ask, Stage } from './ask.js'
import { adjectiveFor, nounFor, pullsTo, type Theme } from './phrase.js'
import { united } from './synthesize.js'

const LABEL = 0.75
const OTHER_LABEL = 0.12
const BALANCE = 0.2

/** The content as one noun, read through the column label. Spec cf14 2.11. */
export const columnLens: Stage = (ask) =>
  E.right({ text: nounFor(through(ask, ask.terms[1], ask.row), ask.reader), warnings: [] })

/** The content as one adjective, read through the row label. Spec cf14 2.11. */
export const rowLens: Stage = (ask) =>
  E.right({ text: adjectiveFor(through(ask, ask.terms[1], ask.column), ask.reader), warnings: [] })

/** Both readings and their synthesis in one call. Spec cf14 2.11, option `single`. */
export const lens: Stage = (ask) => {
  const [, row, column] = ask.terms
  const noun = nounFor(through(ask, column, row), ask.reader)
  const adjective = adjectiveFor(through(ask, row, column), ask.reader)
  return E.right({ text: united({ noun, adjective }, ask), warnings: [] })
}

const through = (ask: Ask, label: Meaning | undefined, other: Meaning | undefined): Theme => {
  const members = membersOf(ask.question.terms[0]?.text ?? '').flatMap((member) => ask.reader.read(member) ?? [])
  const isSentence = ask.question.matrix === 'D'
  return {
    meet: members.length > 0 ? members : ask.terms.slice(0, 1),
    balance: BALANCE,
    pulls: [...pullsTo([label], LABEL), ...pullsTo([other], OTHER_LABEL)],
    problem: ask.problem,
    place: ask.place,
    avoid: [...(isSentence ? members.flatMap(({ words }) => words) : []), ...(label?.words ?? [])],
  }
}
