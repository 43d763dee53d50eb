import canonicalizeModule from 'canonicalize'

/** A value that survives `JSON.stringify` and `JSON.parse` unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

// The package is CommonJS with a default export in its types only; at run time the function is the module itself.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined

/** Canonical JSON (RFC 8785): keys sorted by code unit, no spaces, non-ASCII kept. Absent members are left out. Spec cf14 5.5. */
export const canonical = (value: Json): string => {
  // In its order already, a value's JSON text is the canonical one, and the platform writes it at once: this is on the way of every effect.
  if (isInOrder(value)) return jsonText(value)
  const sorted = inOrder(value)
  // Names that are whole numbers stand first in every object, whatever the order they are put in.
  return isInOrder(sorted) ? jsonText(sorted) : (canonicalize(value) ?? 'null')
}

/** The same value with the names of every object in their order. */
const inOrder = (value: Json): Json => {
  if (typeof value !== 'object' || value === null) return value
  // A cast by construction: what is no list of JSON is an object of JSON.
  if (Array.isArray(value)) return (value as readonly Json[]).map(inOrder)
  const members = value as { readonly [name: string]: Json | undefined }
  const names = Object.keys(members).sort()
  return Object.fromEntries(
    names.flatMap((name) => {
      const member = members[name]
      return member === undefined ? [] : [[name, inOrder(member)] as const]
    }),
  )
}

/** Every object's names stand in the order of their code units, every number is finite. */
const isInOrder = (value: Json | undefined): boolean => {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isInOrder)
  const members = value as { readonly [name: string]: Json | undefined }
  let before = ''
  // What is inherited is met here too, which can only make an order that is looked at once more.
  for (const name in members) {
    if (name < before || !isInOrder(members[name])) return false
    before = name
  }
  return true
}

/** JSON text of plain data; `null` for what JSON leaves out. */
export const jsonText = (value: unknown): string => {
  // A cast at the seam: the library's type forgets that nothing has no text.
  const text = JSON.stringify(value) as string | undefined
  return text ?? 'null'
}
