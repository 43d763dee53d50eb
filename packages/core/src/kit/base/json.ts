import canonicalizeModule from 'canonicalize'

/** A value that survives `JSON.stringify` and `JSON.parse` unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

// The package is CommonJS with a default export in its types only; at run time the function is the module itself.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined

/** Canonical JSON (RFC 8785): keys sorted by code unit, no spaces, non-ASCII kept. Absent members are left out. Spec cf14 5.5. */
export const canonical = (value: Json): string =>
  // In its order already, a value's JSON text is the canonical one: sorting is what costs, and this is on the way of every effect.
  (isInOrder(value) ? JSON.stringify(value) : canonicalize(value)) ?? 'null'

/** Every object's names stand in the order of their code units, every number is finite. */
const isInOrder = (value: Json | undefined): boolean => {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isInOrder)
  const members = value as { readonly [name: string]: Json | undefined }
  let before = ''
  for (const name of Object.keys(members)) {
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
