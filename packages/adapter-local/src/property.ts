import type { Properties, Property } from '@chorale/core/ports/graph'

/**
 * Properties as JSON text. A property holds no maps, so a map is free to say what JSON's numbers cannot: `{"n":"-0"}`. JSON escapes what a
 * TEXT column could not hold.
 */
export const propertiesIn = (properties: Properties): string =>
  JSON.stringify(properties, (_name, value: unknown) => (isOdd(value) ? { n: oddText(value) } : value))

/** The properties that were given. */
export const propertiesOut = (text: string): Properties => {
  // A cast at the seam: the text was written above. Few texts hold what is odd, and none can look as if it did: JSON escapes its quotes.
  const read = JSON.parse(text) as { readonly [name: string]: Property | Odd }
  if (!text.includes('{"n":')) return read as Properties
  return Object.fromEntries(Object.entries(read).map(([name, value]) => [name, propertyOut(value)]))
}

/** How a value stands in the text. */
export const propertyText = (value: Property): string => {
  const text = propertiesIn({ v: value })
  return text.slice('{"v":'.length, -1)
}

interface Odd {
  readonly n: string
}

const isOdd = (value: unknown): value is number =>
  typeof value === 'number' && (Object.is(value, -0) || !Number.isFinite(value))

const oddText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

const propertyOut = (value: Property | Odd): Property => {
  if (typeof value !== 'object' || value === null) return value
  // A cast after a check: what is a list of both was a list of numbers.
  if (Array.isArray(value)) return value.map(propertyOut) as unknown as Property
  return Number((value as Odd).n)
}
