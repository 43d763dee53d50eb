import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { toIso, type Instant } from '../../../kit/base/index.js'
import { badAnswer, type EffectError } from '../../../kit/fault/index.js'
import { type GraphNode, type Properties, type Property } from '../../../ports/graph/index.js'
import { propertyOf } from '../../../ports/graph/rules/index.js'

/** How a value of one kind is kept as a property, and read again; undefined where the property is none of that kind. */
export interface Kind<A> {
  readonly write: (value: A) => Property
  readonly read: (value: Property) => A | undefined
}

/** One member of a record: the property's name and its kind. */
export type Column<A> = readonly [name: string, kind: Kind<A>]

/** Every member of a record with its property. */
export type Columns<R> = { readonly [K in keyof R]-?: Column<R[K]> }

const checked = <A extends Property>(is: (value: Property) => value is A): Kind<A> => ({
  write: (value) => value,
  read: (value) => (is(value) ? value : undefined),
})

/** A text. */
export const text = checked((value): value is string => typeof value === 'string')
/** A number. */
export const number = checked((value): value is number => typeof value === 'number')
/** True or false. */
export const flag = checked((value): value is boolean => typeof value === 'boolean')
/** A list of texts. */
export const texts = checked(
  (value): value is readonly string[] => Array.isArray(value) && value.every((each) => typeof each === 'string'),
)
/** A list of numbers. */
export const numbers = checked(
  (value): value is readonly number[] => Array.isArray(value) && value.every((each) => typeof each === 'number'),
)

/** One of a list of words. */
export const word = <A extends string>(words: readonly A[]): Kind<A> => ({
  write: (value) => value,
  read: (value) => words.find((each) => each === value),
})

/** An instant as ISO-8601 text. */
export const instant: Kind<Instant> = {
  write: toIso,
  read: (value) => {
    const at = typeof value === 'string' ? Date.parse(value) : NaN
    return Number.isNaN(at) ? undefined : at
  },
}

/** A value that may be absent. */
export const optional = <A>(kind: Kind<A>): Kind<A | null> => ({
  write: (value) => (value === null ? null : kind.write(value)),
  read: (value) => (value === null ? null : kind.read(value)),
})

/** A record's members as properties; `id` is kept beside them. */
export const propertiesOf = <R extends object>(columns: Columns<R>, record: R): Properties =>
  Object.fromEntries(
    // Casts at the seam: a column has the kind of its own member by the type of Columns.
    (Object.entries(columns) as [string, Column<unknown>][]).map(([member, [name, kind]]) => [
      name,
      kind.write((record as { readonly [member: string]: unknown })[member]),
    ]),
  )

/** A record from a node, or which property is not as it was written. */
export const recordOf = <R extends object>(columns: Columns<R>, node: GraphNode): Either<EffectError, R> => {
  const members: [string, unknown][] = []
  // A cast at the seam, as above.
  for (const [member, [name, kind]] of Object.entries(columns) as readonly [string, Column<unknown>][]) {
    const value = kind.read(propertyOf(node, name))
    if (value === undefined) return E.left(unreadable(node, name))
    members.push([member, value])
  }
  // A cast in a constructor: every member was read with its own kind.
  return E.right(Object.fromEntries(members) as R)
}

const unreadable = ({ label, id }: GraphNode, name: string): EffectError =>
  badAnswer({
    doing: `read ${label} ${id}`,
    because: `its ${name} is not as this program writes it`,
    next: 'Find out what else writes to this store.',
    ids: { node: id },
    reason: `wrong_type:${name}`,
    retryable: false,
    attempts: 1,
  })
