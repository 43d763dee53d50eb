import canonicalizeModule from 'canonicalize'

/** A value that survives `JSON.stringify` and `JSON.parse` unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

// The package is CommonJS with a default export in its types only; at run time the function is the module itself.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined

/** Canonical JSON (RFC 8785): keys sorted by code unit, no spaces, non-ASCII kept. Absent members are left out. Spec cf14 5.5. */
export const canonical = (value: Json): string => canonicalize(value) ?? 'null'

/** JSON text of plain data; `null` for what JSON leaves out. */
export const jsonText = (value: unknown): string => {
  // A cast at the seam: the library's type forgets that nothing has no text.
  const text = JSON.stringify(value) as string | undefined
  return text ?? 'null'
}
