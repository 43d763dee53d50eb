import type { Condition } from '@chorale/core/ports'
import type { Match, Property } from '@chorale/core/ports/graph'
import type { Value } from '../driver.js'
import { numberIn, valueIn } from '../value.js'
import type { Parameters } from './parameters.js'
import { quoted } from './quoted.js'

/** A node's pattern: `(n:`Label`)`. */
export const pattern = (node: string, { label }: Match): string =>
  label === undefined ? `(${node})` : `(${node}:${quoted(label)})`

/** What must hold of a node besides its label, joined by AND; empty for nothing. Without a label: all that is of the graph. */
export const predicates = (node: string, { label, where = [] }: Match, values: Parameters): readonly string[] => [
  ...(label === undefined ? [`${node}.id IS NOT NULL`] : []),
  ...where.map((condition) => predicate(`${node}.${quoted(condition.name)}`, condition, values)),
]

/** `WHERE` and what must hold; empty for nothing. */
export const whereText = (holding: readonly string[]): string =>
  holding.length === 0 ? '' : `WHERE ${holding.join(' AND ')}`

const predicate = (property: string, condition: Condition, values: Parameters): string => {
  switch (condition._tag) {
    case 'eq':
      return condition.value === null ? `${property} IS NULL` : equal(property, condition.value, values)
    case 'not':
      return condition.value === null
        ? `${property} IS NOT NULL`
        : `NOT coalesce(${equal(property, condition.value, values)}, false)`
    case 'in':
      return `${property} IN ${values.take(condition.values.flatMap((value) => scalarsIn(value)))}`
    case 'contains':
      return `${property} CONTAINS ${values.take(condition.value)}`
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return typeof condition.value === 'number'
        ? `${property} ${signs[condition._tag]} ${values.take(boundIn(condition._tag, condition.value))}`
        : textOrder(property, condition._tag, { bound: condition.value, values })
  }
}

type Sign = 'lt' | 'lte' | 'gt' | 'gte'
const signs = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

const equal = (property: string, value: Property, values: Parameters): string =>
  value === 0 ? `${property} IN ${values.take(zeros)}` : `${property} = ${values.take(valueIn(value))}`

/** An index, unlike the comparison of values, tells zero from negative zero. */
const zeros: Value = [0n, -0]

const scalarsIn = (value: string | number | boolean): readonly Value[] => {
  if (value === 0) return [0n, -0]
  return [typeof value === 'number' ? numberIn(value) : value]
}

/** The zero that an index has on the right side of the bound: it puts negative zero before zero. */
const boundIn = (sign: Sign, value: number): Value => {
  if (value !== 0) return numberIn(value)
  return sign === 'gte' || sign === 'lt' ? -0 : 0n
}

/**
 * Texts in the order of their code points. An index has that order; the comparison of values has that of UTF-16, in which U+E000 to U+FFFF come
 * behind all that lies above them. The two differ only where the bound itself holds a character from U+E000 on, at the place where such a one
 * stands: there, texts that go on with the other kind are told by name.
 */
const textOrder = (
  property: string,
  sign: Sign,
  { bound, values }: { readonly bound: string; readonly values: Parameters },
): string => {
  const plain = `${property} ${signs[sign]} ${values.take(bound)}`
  const isUp = sign === 'gt' || sign === 'gte'
  // Behind the bound, though UTF-16 says before: and the other way round.
  const { above, below } = misplaced(bound)
  if (above.length === 0 && below.length === 0) return plain
  const among = (spans: readonly Span[]) =>
    `any(span IN ${values.take(spans)} WHERE ${property} STARTS WITH span.prefix AND ${property} >= span.from AND (span.to IS NULL OR ${property} < span.to))`
  const [added, removed] = isUp ? [above, below] : [below, above]
  return `((${plain} OR ${among(added)}) AND NOT ${among(removed)})`
}

/** Texts with a beginning that lie, in UTF-16, from a text on and before another. */
type Span = { readonly prefix: string; readonly from: string; readonly to: string | null }

const misplaced = (bound: string): { readonly above: readonly Span[]; readonly below: readonly Span[] } => {
  const above: Span[] = []
  const below: Span[] = []
  let prefix = ''
  for (const character of bound) {
    if (character.length === 2) below.push({ prefix, from: `${prefix}\ue000`, to: null })
    else if (character >= '\ue000') above.push({ prefix, from: `${prefix}\u{10000}`, to: `${prefix}\ue000` })
    prefix += character
  }
  return { above, below }
}
