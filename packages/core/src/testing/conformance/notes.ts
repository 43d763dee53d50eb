import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { describe, type EffectError } from '../../kit/fault/index.js'
import { difference, shown } from './same.js'

/** What a refusal must be. */
export interface Refusal {
  readonly tag: EffectError['_tag']
  /** What its message begins with: the path, where the request itself is wrong. */
  readonly at?: string
}

/** What a case has found wrong so far. */
export interface Notes {
  /** Both must be equal, by value. */
  readonly same: (what: string, got: unknown, wanted: unknown) => void
  /** The same, but numbers may be 2e-6 apart: scores are rounded, and stores add up in single precision. */
  readonly near: (what: string, got: unknown, wanted: unknown) => void
  /** The result of an effect that must succeed; where it does not, that is noted and `otherwise` stands for it. */
  readonly taken: <A>(what: string, outcome: Either<EffectError, A>, otherwise: A) => A
  /** An effect that must fail, and how. */
  readonly refused: (what: string, outcome: Either<EffectError, unknown>, refusal: Refusal) => void
  readonly found: () => string | undefined
}

/** Nothing found wrong yet. */
export const notes = (): Notes => {
  const list: string[] = []
  const compare = (what: string, values: readonly [unknown, unknown], apart: number): void => {
    const found = difference(what, values, apart)
    if (found !== undefined) list.push(found)
  }
  return {
    same: (what, got, wanted) => compare(what, [got, wanted], 0),
    near: (what, got, wanted) => compare(what, [got, wanted], 2e-6),
    taken: (what, outcome, otherwise) => {
      if (E.isRight(outcome)) return outcome.right
      list.push(`${what} failed: ${describe(outcome.left)}`)
      return otherwise
    },
    refused: (what, outcome, { tag, at }) => {
      if (E.isRight(outcome)) return void list.push(`${what} was taken, wanted ${tag}: ${shown(outcome.right)}`)
      const { _tag, because, retryable, applied } = outcome.left
      if (_tag !== tag) list.push(`${what} was refused as ${_tag}, wanted ${tag}: ${because}`)
      else if (retryable || applied !== 'no')
        list.push(`${what} was refused as retryable: ${String(retryable)}, applied: ${applied}; wanted false and no`)
      else if (at !== undefined && !because.startsWith(`${at}: `))
        list.push(`${what} was refused because of "${because}", wanted a fault at ${at}`)
    },
    found: () => (list.length === 0 ? undefined : list.slice(0, 3).join('; ')),
  }
}
