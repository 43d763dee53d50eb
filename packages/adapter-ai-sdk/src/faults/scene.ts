/** What is being done, and the ids concerned: the beginning of every fault. */
export interface Scene {
  readonly doing: string
  readonly ids: { readonly [name: string]: string }
}
