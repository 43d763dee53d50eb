import type { Effect, Handler } from '../kit/effect/index.js'

/**
 * Takes a handler and gives a handler of the same kind back; policies compose with `pipe`. A policy value keeps its state: handlers wrapped
 * with one value share its breaker, its places, its tokens. Nothing it gives throws: what breaks inside is a `Defect`. Architecture 4.
 */
export type Policy = <E extends Effect>(handler: Handler<E>) => Handler<E>

/** Does nothing: the left and right unit of composition. */
export const identity: Policy = (handler) => handler

/** For each handler of a record, what may be put round it. */
export type Policies<I> = {
  readonly [T in keyof I]?: I[T] extends Handler<infer E> ? (handler: Handler<E>) => Handler<E> : never
}

/**
 * The same record of handlers, each with its policy round it: one policy for all, which then share its state, or one for each tag.
 * Tags without a policy keep their handler.
 *
 * @example
 * const guarded = applyTo(interpreter, { 'model/generate': policyOf(presets.ai, { clock, random: Math.random }) })
 */
export const applyTo = <I extends object>(interpreter: I, policies: Policy | Policies<I>): I => {
  const policyFor = (tag: string): Policy | undefined =>
    // A cast after a check: what is no function is a record by tag.
    typeof policies === 'function' ? policies : (policies as { readonly [tag: string]: Policy | undefined })[tag]
  const wrapped = Object.entries(interpreter).map(([tag, handler]) => [
    tag,
    // A cast at the seam: the type of the record says that its members are handlers.
    (policyFor(tag) ?? identity)(handler as Handler<Effect>),
  ])
  // A cast in a constructor: every member is replaced by one of its own kind.
  return Object.fromEntries(wrapped) as I
}
