/** What the server answered, member by member; nothing of it is taken for granted. */
export interface Reply {
  readonly [member: string]: unknown
}

/** An object's members; none where it is no object. */
export const membersOf = (value: unknown): Reply =>
  // A cast after a check: members of an object are read as unknown.
  typeof value === 'object' && value !== null ? (value as Reply) : {}

/** A list's members; undefined where it is no list. */
export const listOf = (value: unknown): readonly unknown[] | undefined =>
  // A cast that only says "unknown" where the platform's guard says "any".
  Array.isArray(value) ? (value as readonly unknown[]) : undefined

/** All made from their originals; undefined where one cannot be. */
export const all = <A>(
  list: readonly unknown[] | undefined,
  make: (each: unknown) => A | undefined,
): readonly A[] | undefined => {
  const made: A[] = []
  for (const each of list ?? []) {
    const one = make(each)
    if (one === undefined) return undefined
    made.push(one)
  }
  return list === undefined ? undefined : made
}
