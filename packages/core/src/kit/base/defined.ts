/** The members that are there: absent ones are left out instead of being kept as `undefined`. */
export const defined = <T extends object>(members: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } =>
  // A cast in a constructor: the filter removes exactly what the type excludes.
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: Exclude<T[K], undefined>
  }
