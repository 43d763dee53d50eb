import type { Property } from './graph/node.js'

/**
 * What must hold of one named property. A property that is absent is null. Values of different kinds are never equal and never in an order;
 * texts are ordered by code point, and one that others are compared with has at most 2,000 characters. `not` is the exact opposite of `eq`, so an
 * absent property is not equal to any value but null.
 */
export type Condition =
  | { readonly _tag: 'eq' | 'not'; readonly name: string; readonly value: Property }
  | { readonly _tag: 'in'; readonly name: string; readonly values: readonly (string | number | boolean)[] }
  | { readonly _tag: 'lt' | 'lte' | 'gt' | 'gte'; readonly name: string; readonly value: number | string }
  /** A text that holds a text, letter by letter. */
  | { readonly _tag: 'contains'; readonly name: string; readonly value: string }

/** Whether a condition holds of a property's value: the reference for every store. */
export const holds = (condition: Condition, value: Property): boolean => {
  switch (condition._tag) {
    case 'eq':
      return same(condition.value, value)
    case 'not':
      return !same(condition.value, value)
    case 'in':
      return condition.values.some((each) => same(each, value))
    case 'contains':
      return typeof value === 'string' && value.includes(condition.value)
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return inOrder(condition._tag, value, condition.value)
  }
}

const same = (a: Property, b: Property): boolean => {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, i) => each === b[i])
  return a === b
}

const inOrder = (how: 'lt' | 'lte' | 'gt' | 'gte', value: Property, bound: number | string): boolean => {
  if (typeof value !== typeof bound) return false
  // A cast after a check: they are two texts or two numbers.
  const order = compareValues(value, bound)
  switch (how) {
    case 'lt':
      return order < 0
    case 'lte':
      return order <= 0
    case 'gt':
      return order > 0
    case 'gte':
      return order >= 0
  }
}

/**
 * The order of two property values, the same in every store: lists, then texts by code point, then booleans, then numbers; null is always last.
 * Negative where the first comes first.
 */
export const compareValues = (a: Property, b: Property): number => {
  const rank = rankOf(a) - rankOf(b)
  if (rank !== 0) return rank
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  if (isList(a) && isList(b)) return compareLists(a, b)
  // Casts after the ranks: both are numbers, both booleans or both null.
  return Number(a) - Number(b)
}

type List = readonly string[] | readonly number[]

const isList = (value: Property): value is List => Array.isArray(value)

const compareLists = (a: List, b: List): number => {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const order = compareValues(a[i] ?? null, b[i] ?? null)
    if (order !== 0) return order
  }
  return a.length - b.length
}

const rankOf = (value: Property): number => {
  if (value === null) return 4
  if (isList(value)) return 0
  return typeof value === 'string' ? 1 : typeof value === 'boolean' ? 2 : 3
}

/** Two texts by code point; `<` compares code units, which differs behind U+FFFF. */
export const compareText = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i += 1) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x !== y) return weight(x) - weight(y)
  }
  return a.length - b.length
}

/** Halves of a pair stand for code points behind all others. */
const weight = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit)
