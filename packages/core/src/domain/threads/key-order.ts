/** Texts in the order of their code units, each once: how sets are kept in records. */
export const keysOf = (keys: readonly string[]): readonly string[] => [...new Set(keys)].sort(byUnits)

const byUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Whether they are in that order already, none twice. */
export const isInKeyOrder = (keys: readonly string[]): boolean =>
  keys.every((key, i) => i === 0 || (keys[i - 1] ?? '') < key)
