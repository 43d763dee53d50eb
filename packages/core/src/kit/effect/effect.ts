/** The type of an effect's result, carried by the type alone: no value has this member. */
declare const result: unique symbol
/** The type of what an effect tells before it settles (a stream's pieces), carried by the type alone. */
declare const partial: unique symbol

interface Settling<Tag extends string, Result> {
  readonly _tag: Tag
  /** Address inside its run, chosen by the machine, the same in every replay; never part of the digest. */
  readonly key: string
  readonly [result]?: Result
}

interface Telling<Partial> {
  readonly [partial]?: Partial
}

/**
 * A request to the outside, as plain data. The tag names port and verb (`graph/upsert`); it fixes the type of the result.
 * `Partial` is what the effect may tell before it settles; `never` for effects that only settle. Architecture 3.
 */
export type Effect<Tag extends string = string, Result = unknown, Partial = never> = Settling<Tag, Result> &
  ([Partial] extends [never] ? unknown : Telling<Partial>)

/** The result an effect is answered with. */
export type ResultOf<E> = E extends { readonly [result]?: infer R } ? Exclude<R, undefined> : never

/** What an effect may tell before it settles. */
export type PartialOf<E> = typeof partial extends keyof E
  ? E extends { readonly [partial]?: infer P }
    ? Exclude<P, undefined>
    : never
  : never

/** Words to find effects and add them up by, e.g. station, matrix, cell, stage, tenant. */
export type Labels = { readonly [name: string]: string }
