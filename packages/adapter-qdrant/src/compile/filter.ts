import type { Condition } from '@chorale/core/ports'
import { spanOf } from './number.js'
import { nullMark } from './payload.js'

/** A condition as the server reads it. */
export interface Clause {
  readonly [member: string]: unknown
}

/** What a server's filter must hold, all of it. */
export interface Filter {
  readonly must: readonly Clause[]
}

/** A filter in the server's words, with exactly the meaning of the port's; none where there is nothing to filter by. */
export const filterOf = (conditions: readonly Condition[] = []): { readonly filter?: Filter } =>
  conditions.length === 0 ? {} : { filter: { must: conditions.map(clauseOf) } }

const clauseOf = (condition: Condition): Clause => {
  const { name } = condition
  switch (condition._tag) {
    case 'eq':
      return equal(name, condition.value)
    case 'not':
      return { must_not: [equal(name, condition.value)] }
    case 'in':
      return condition.values.length === 0 ? nothing : { should: condition.values.map((value) => equal(name, value)) }
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return { key: name, range: { [condition._tag]: bound(condition._tag, condition.value) } }
    case 'contains':
      // The port's check refuses it.
      return nothing
  }
}

/** Fits no point; an empty `should` would fit every one. */
const nothing: Clause = { has_id: [] }

/** `match` knows integers, not numbers: 5 would not be 5.0, and 5.5 is refused. A range is compared as a float, whatever the point holds. */
const equal = (name: string, value: unknown): Clause => {
  if (value === null) return { should: [{ is_empty: { key: name } }, { key: nullMark(name), match: { value: true } }] }
  if (typeof value !== 'number') return { key: name, match: { value } }
  const { least, most } = spanOf(value)
  return { key: name, range: { gte: least, lte: most } }
}

/** A number that the server may have kept with another last bit counts as what it was, on either side of a bound. */
const bound = (how: 'lt' | 'lte' | 'gt' | 'gte', value: number | string): number | string => {
  // The port's check refuses texts.
  if (typeof value === 'string') return value
  const { least, most } = spanOf(value)
  return how === 'lt' || how === 'gte' ? least : most
}
