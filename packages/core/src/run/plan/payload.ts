/** The members of a JSON object, or of an array by index. */
export type Members = { readonly [name: string]: unknown }

/** A JSON text that a journal kept; undefined where it is none. */
export const readPayload = (text: string | null): unknown => {
  try {
    return text === null ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether a value has members. */
export const hasMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null

/** A member of a value, undefined where it has none of that name. */
export const memberOf = (value: unknown, name: string): unknown => (hasMembers(value) ? value[name] : undefined)
