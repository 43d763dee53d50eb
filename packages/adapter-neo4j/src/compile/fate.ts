import type { NodeWrite, Properties, Property } from '@chorale/core/ports/graph'

/** What becomes of a node: it is left as it is, it gets these properties, or it is there with another value. */
export type Fate =
  | { readonly _tag: 'left' }
  | { readonly _tag: 'laid'; readonly properties: Properties }
  | { readonly _tag: 'other'; readonly name: string }

/**
 * The rules of a write, decided here: for the rare write that only breaks a uniqueness on its way, such as two nodes that change their values
 * round. Statements decide all others.
 */
export const fateOf = (
  there: Properties | undefined,
  { id, properties, existing = { _tag: 'merge' } }: NodeWrite,
): Fate => {
  const laid: Fate = { _tag: 'laid', properties: { ...there, ...properties } }
  if (there === undefined) return laid
  switch (existing._tag) {
    case 'merge':
      return laid
    case 'keep':
      return { _tag: 'left' }
    case 'newer':
      return ageOf(properties, existing.by) >= ageOf(there, existing.by) ? laid : { _tag: 'left' }
    case 'equal': {
      const at = (held: Properties, name: string) => JSON.stringify(name === 'id' ? id : propertyIn(held, name))
      const name = existing.on.find((each) => at(there, each) !== at(properties, each))
      return name === undefined ? { _tag: 'left' } : { _tag: 'other', name }
    }
  }
}

const propertyIn = (properties: Properties, name: string): Property =>
  Object.hasOwn(properties, name) ? (properties[name] ?? null) : null

const ageOf = (properties: Properties, name: string): number => {
  const value = propertyIn(properties, name)
  return typeof value === 'number' ? value : -Infinity
}
