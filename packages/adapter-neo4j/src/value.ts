import type { Property, Properties } from '@chorale/core/ports/graph'
import type { Value } from './driver.js'

/** A number as the store shall keep it: whole ones as integers, all others, and negative zero, as floats. */
export const numberIn = (value: number): number | bigint => (isInteger(value) ? BigInt(value) : value)

const isInteger = (value: number): boolean => Number.isSafeInteger(value) && !Object.is(value, -0)

/** A property's value as a parameter. A list of numbers holds integers alone or floats alone: the store keeps no other. */
export const valueIn = (value: Property): Value => {
  if (typeof value === 'number') return numberIn(value)
  if (!Array.isArray(value)) return value
  // A cast after a check: a list holds texts alone or numbers alone.
  const list = value as readonly (string | number)[]
  return list.every((each) => typeof each === 'number' && isInteger(each)) ? list.map((each) => BigInt(each)) : list
}

/** Properties as a parameter. */
export const propertiesIn = (properties: Properties): { readonly [name: string]: Value } =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, valueIn(value)]))
