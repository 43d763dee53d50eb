import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'

/** Which state may follow which. */
export type Moves = { readonly [state: string]: readonly string[] }

/** A move the table does not hold. Spec cf14 3 and 6.11. */
export interface InvalidTransition {
  readonly _tag: 'InvalidTransition'
  readonly doing: string
  readonly because: string
  readonly next: string
  readonly from: string
  readonly to: string
}

/** A state name the table does not hold. */
export interface UnknownState {
  readonly _tag: 'UnknownState'
  readonly doing: string
  readonly because: string
  readonly next: string
  readonly name: string
}

/** `To` where the table allows the move, otherwise a type whose text names it. */
export type Legal<M extends Moves, From extends keyof M, To> = To extends M[From][number]
  ? To
  : `illegal transition: ${From & string} -> ${To & string}`

/** A table of legal moves with its two faces: `move` is checked by the compiler, `check` at run time. */
export interface Lifecycle<M extends Moves> {
  readonly moves: M
  /** The successor, where the compiler knows both states; an illegal pair does not compile. */
  readonly move: <From extends keyof M & string, To extends string>(from: From, to: Legal<M, From, To>) => To
  /** The successor, where the states come from outside; names are folded to lower case. */
  readonly check: (from: string, to: string) => Either<InvalidTransition | UnknownState, keyof M & string>
}

/** A lifecycle of the given moves, e.g. `lifecycle({ open: ['closed'], closed: [] })`. */
export const lifecycle = <const M extends Moves>(moves: M): Lifecycle<M> => ({
  moves,
  // A cast after a check by the compiler: an illegal pair does not get here.
  move: (_from, to) => to as never,
  check: (from, to) => {
    const [a, b] = [from.toLowerCase(), to.toLowerCase()]
    const unknown = [a, b].find((name) => !Object.hasOwn(moves, name))
    if (unknown !== undefined) return E.left(unknownState(unknown, Object.keys(moves)))
    // A cast after a check: `b` is a key of the table.
    return moves[a]?.includes(b) === true ? E.right(b) : E.left(invalidTransition(a, b))
  },
})

const invalidTransition = (from: string, to: string): InvalidTransition => ({
  _tag: 'InvalidTransition',
  doing: 'move a state',
  because: `Invalid transition: ${from} -> ${to}`,
  next: 'Move one state at a time, in the order of the table.',
  from,
  to,
})

const unknownState = (name: string, known: readonly string[]): UnknownState => ({
  _tag: 'UnknownState',
  doing: 'move a state',
  because: `Unknown state: ${name}`,
  next: `Use one of ${known.join(', ')}.`,
  name,
})
