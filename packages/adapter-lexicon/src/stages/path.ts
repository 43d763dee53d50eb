import * as E from 'fp-ts/lib/Either.js'
import { membersOf } from '../meaning/index.js'
import type { Stage } from './ask.js'
import { nounFor, phraseFor, pullsTo } from './phrase.js'

const LABELS = 0.45
const LONGEST_HEADING = 48

/** The left thought as a heading over two sides of it that the right one opens: "Objectives: shared safety, careful planning". Spec cf14 2.6. */
export const expand: Stage = ({ terms, reader, problem, place }) => {
  const [left, right] = terms
  if (left === undefined || right === undefined) return E.right({ text: '', warnings: [] })
  const avoid = [...left.words, ...right.words]
  const heading =
    left.text.length <= LONGEST_HEADING
      ? left.text
      : nounFor({ meet: [left], balance: 0, pulls: [], problem: undefined, place, avoid: [] }, reader)
  const first = phraseFor({ meet: [left, right], balance: 0.6, pulls: [], problem, place, avoid }, reader)
  const used = [...avoid, ...(reader.read(first)?.words ?? [])]
  const second = phraseFor(
    { meet: [right], balance: 0, pulls: pullsTo([left], 0.4), problem, place, avoid: used },
    reader,
  )
  return E.right({ text: `${heading}: ${first}, ${second}`, warnings: [] })
}

/** The expanded content read along its labels, as one phrase. Spec cf14 2.6. */
export const interpretPath: Stage = ({ question, terms, reader, problem, place }) => {
  const [whole, ...labels] = terms
  const members = membersOf(question.terms[0]?.text ?? '').flatMap((member) => reader.read(member) ?? [])
  const meet = members.length > 0 ? members : [whole].flatMap((meaning) => meaning ?? [])
  const theme = {
    meet,
    balance: 0.2,
    pulls: pullsTo(labels, LABELS / Math.max(1, labels.length)),
    problem,
    place,
    avoid: labels.flatMap(({ words }) => words),
  }
  return E.right({ text: phraseFor(theme, reader), warnings: [] })
}
