import type { Json } from '@chorale/core/base'

/**
 * JSON as the port knows it. On newer platforms the client reads an integer beyond 2^53 as a BigInt, which is no JSON; a number it was, and a number
 * it becomes again.
 */
export const json = (value: unknown): Json => {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(json)
  if (typeof value === 'object' && value !== null)
    // Not assigned member by member: one that is called `__proto__` would change what the copy inherits.
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, json(member)]))
  // A cast at the seam: what is left was read from JSON.
  return value as Json
}
