import { rejected, type EffectError } from '../kit/fault/index.js'
import type { Condition } from './condition.js'
import { nameRule } from './graph/node.js'

/** One fault in a request: where, and what is wrong there. */
export interface Flaw {
  readonly path: string
  readonly because: string
  readonly next: string
}

/** Flaws in the order in which they are met. */
export type Flaws = Iterable<Flaw>

/** The first flaw as an error. */
export const refusal = (doing: string, flaws: Flaws): EffectError | undefined => {
  for (const { path, because, next } of flaws) return rejected({ doing, because: `${path}: ${because}`, next })
  return undefined
}

/** Flaws of conditions, whatever they are asked of. */
export function* conditionFlaws(path: string, where: readonly Condition[]): Flaws {
  for (const [i, condition] of where.entries()) {
    const at = `${path}[${i}]`
    yield* nameFlaws(`${at}.name`, condition.name)
    switch (condition._tag) {
      case 'eq':
      case 'not':
        yield* valueFlaws(`${at}.value`, condition.value)
        break
      case 'in':
        for (const [k, value] of (condition.values as readonly unknown[]).entries()) {
          // Types rule it out; a host without them does not.
          if (Array.isArray(value) || value === null)
            yield { path: `${at}.values[${k}]`, because: `${said(value)} is no single value`, next: single }
          yield* valueFlaws(`${at}.values[${k}]`, value)
        }
        break
      case 'lt':
      case 'lte':
      case 'gt':
      case 'gte':
        if (typeof condition.value !== 'number' && typeof condition.value !== 'string')
          yield {
            path: `${at}.value`,
            because: `${said(condition.value)} has no order`,
            next: 'Use a number or a text.',
          }
        if (typeof condition.value === 'string' && condition.value.length > mostBound)
          yield { path: `${at}.value`, because: `it has ${condition.value.length} characters`, next: bounded }
        yield* valueFlaws(`${at}.value`, condition.value)
        break
      case 'contains':
        yield* textFlaws(`${at}.value`, condition.value)
        break
      default:
        yield {
          path: `${at}._tag`,
          // A cast: the types rule it out, a host without them does not.
          because: `there is no ${said((condition as { readonly _tag: unknown })._tag)}`,
          next: 'Use eq, not, in, lt, lte, gt, gte or contains.',
        }
    }
  }
}

/** Characters of a text that others are ordered by: a store may have to send its beginnings one by one. */
const mostBound = 2000
const bounded = `Compare with its first ${mostBound} characters.`

const single = 'Use texts, numbers and booleans.'

/** Flaws of a page's bounds. */
export function* pageFlaws(page: { readonly offset?: number | undefined; readonly limit?: number | undefined }): Flaws {
  for (const name of ['offset', 'limit'] as const) {
    const value = page[name]
    if (value !== undefined && !isWhole(value))
      yield { path: name, because: `${said(value)} is no whole number from 0 on`, next: 'Count from 0 in whole steps.' }
  }
}

/** Flaws of a property's value. */
export function* valueFlaws(path: string, value: unknown): Flaws {
  if (Array.isArray(value)) {
    const kinds = new Set(value.map((each: unknown) => typeof each))
    if (kinds.size > 1 || !(kinds.size === 0 || kinds.has('string') || kinds.has('number')))
      yield { path, because: 'a list holds texts alone or numbers alone', next: 'Keep anything else as JSON text.' }
    for (const [i, each] of value.entries()) yield* valueFlaws(`${path}[${i}]`, each)
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value))
      yield { path, because: `${value} is not finite`, next: 'Keep it as a text, or leave it out.' }
  } else if (typeof value === 'string') yield* textFlaws(path, value)
  else if (typeof value !== 'boolean' && value !== null)
    yield { path, because: `${said(value)} is no value of a property`, next: 'Keep anything else as JSON text.' }
}

/** Flaws of a text: half of a surrogate pair is no character, and no store could give it back. */
export function* textFlaws(path: string, value: unknown): Flaws {
  if (typeof value !== 'string') yield { path, because: `${said(value)} is no text`, next: 'Use a text.' }
  else if (half.test(value))
    yield { path, because: 'it holds half of a surrogate pair', next: 'Use well-formed Unicode.' }
}

const half = /\p{Surrogate}/u

/** Flaws of a name. */
export function* nameFlaws(path: string, name: unknown): Flaws {
  if (typeof name !== 'string' || !nameRule.test(name))
    yield {
      path,
      because: `${said(name)} is no name`,
      next: 'Use a letter, then letters, digits and "_", at most 64 in all.',
    }
}

/** A whole number from 0 on. */
export const isWhole = (value: unknown): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

/** A value in a message: short, and on one line. */
export const said = (value: unknown): string => {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
