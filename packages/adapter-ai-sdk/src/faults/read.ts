/** Reads members of values of unknown origin: a thrown value may be anything, even an object whose getters throw. */

import * as O from 'fp-ts/lib/Option.js'

/** A member of any value; undefined where there is none or reading it throws. */
export const member = (value: unknown, name: string | number): unknown =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'
    ? // A cast after a check: objects and functions have members of unknown type.
      O.toUndefined(O.tryCatch(() => (value as { readonly [name: string | number]: unknown })[name]))
    : undefined

/** A member deep inside. */
export const at = (value: unknown, path: readonly (string | number)[]): unknown => path.reduce<unknown>(member, value)

/** A member that is a text, otherwise undefined. */
export const textOf = (value: unknown, name: string): string | undefined => {
  const found = member(value, name)
  return typeof found === 'string' ? found : undefined
}

/** A member that is a finite number, otherwise undefined. */
export const numberOf = (value: unknown, name: string): number | undefined => {
  const found = member(value, name)
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined
}

/** The entries of a value that is an array, otherwise undefined. */
export const entriesOf = (value: unknown): readonly unknown[] | undefined =>
  O.toUndefined(
    O.tryCatch((): readonly unknown[] | undefined => (Array.isArray(value) ? Array.from<unknown>(value) : undefined)),
  )

/** The first thing that can be read out of some values. */
export const firstOf = <A>(values: readonly unknown[], read: (value: unknown) => A | undefined): A | undefined => {
  for (const value of values) {
    const found = read(value)
    if (found !== undefined) return found
  }
  return undefined
}

/** A thrown value and its causes, outermost first; at most eight, as a chain may bite its tail. */
export const causesOf = (thrown: unknown): readonly unknown[] => {
  const causes: unknown[] = []
  let cause = thrown
  while (cause !== undefined && cause !== null && causes.length < 8) {
    causes.push(cause)
    cause = member(cause, 'cause')
  }
  return causes
}
