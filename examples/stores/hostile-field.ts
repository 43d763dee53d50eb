import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Context, Interpreter, ResultOf } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'
import type { GraphEffect } from '@chorale/core/ports/graph'
import type { JournalEffect } from '@chorale/core/ports/journal'
import type { VectorEffect } from '@chorale/core/ports/vector'

type StoreEffect = GraphEffect | JournalEffect | VectorEffect
type Of<T extends StoreEffect['_tag']> = Extract<StoreEffect, { readonly _tag: T }>

/** What came of an effect. */
export type Outcome<A = unknown> = Either<EffectError, A>

/** A store spoken to in short. */
export type Ask = <T extends StoreEffect['_tag']>(
  tag: T,
  given: Omit<Of<T>, '_tag' | 'key'>,
) => Promise<Outcome<ResultOf<Of<T>>>>

const context: Context = { run: 'hostile', attempt: 1, signal: new AbortController().signal }

/** Speaks to stores in short. */
export const asking =
  (stores: Interpreter<GraphEffect> & Interpreter<JournalEffect> & Interpreter<VectorEffect>): Ask =>
  <T extends StoreEffect['_tag']>(tag: T, given: Omit<Of<T>, '_tag' | 'key'>) => {
    // Casts at the seam: the handler under a tag takes the effect of that tag.
    const effect = { ...given, _tag: tag, key: 'hostile' } as unknown as Of<T>
    const handler = stores[tag] as unknown as (
      effect: Of<T>,
      context: Context,
    ) => () => Promise<Outcome<ResultOf<Of<T>>>>
    return handler(effect, context)()
  }

/** One field of a port that reaches a statement or a request. */
export interface Field {
  /** The port and the path. */
  readonly name: string
  /** What a refusal must say: where the value stands. */
  readonly path: RegExp
  /** Whether values are tried one by one, as names are, which most of them are not. */
  readonly share: 'alone' | 'together'
  /**
   * Sends different values and takes away what it wrote. Left where the store refuses them; otherwise what is wrong with what came back,
   * one sentence for each.
   */
  readonly put: (values: readonly string[]) => Promise<Outcome<readonly string[]>>
}

/** What came of the values of a field. */
export interface Tally {
  readonly refused: number
  readonly taken: number
  readonly violations: readonly string[]
}

/** The sum of tallies. */
export const summed = (tallies: readonly Tally[]): Tally => ({
  refused: tallies.reduce((sum, { refused }) => sum + refused, 0),
  taken: tallies.reduce((sum, { taken }) => sum + taken, 0),
  violations: tallies.flatMap(({ violations }) => violations),
})

/** Tries values in a field: all that look harmless to a store at once, the others one by one, and whatever is refused by halves. */
export const tried = async (field: Field, values: readonly string[]): Promise<Tally> => {
  const isAlone = (value: string): boolean => field.share === 'alone' || isOdd(value)
  const groups = [values.filter((value) => !isAlone(value)), ...values.filter(isAlone).map((value) => [value])]
  const tallies: Tally[] = []
  for (const group of groups) if (group.length > 0) tallies.push(await halved(field, group))
  return summed(tallies)
}

/** What a port may refuse wherever it stands: nothing, half a character, and what is longer than an index of Neo4j takes. */
const isOdd = (value: string): boolean => value === '' || value.length > longest / 4 || /\p{Surrogate}/u.test(value)

const longest = 8000

const halved = async (field: Field, values: readonly string[]): Promise<Tally> => {
  const outcome = await field.put(values)
  if (E.isRight(outcome)) {
    const violations = outcome.right.map((what) => `${field.name}: ${what}`)
    return { refused: 0, taken: values.length, violations }
  }
  const [only = ''] = values
  if (values.length === 1) return refusal(field, only, outcome.left)
  const middle = values.length >> 1
  return summed([await halved(field, values.slice(0, middle)), await halved(field, values.slice(middle))])
}

const refusal = (field: Field, value: string, { _tag, applied, because }: EffectError): Tally => {
  const isNamed = field.path.test(because) || (value.length > longest / 4 && tooLong.test(because))
  const isRight = _tag === 'Rejected' && isNamed
  const violation = `${field.name}: ${shown(value)} ended as ${_tag}, applied: ${applied}: ${because}`
  return { refused: 1, taken: 0, violations: isRight ? [] : [violation] }
}

/** Only the server knows which of the texts was too long for its index. */
const tooLong = /^an id, or a value that the schema indexes, is longer/u

/** A value in a message, on one line. */
export const shown = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 100 ? `${text.slice(0, 100)}... (${text.length})` : text
}

/** For each value, so many at once, what is wrong with it; the first refusal is that of all. */
export const eachOf = async <A>(
  values: readonly A[],
  look: (value: A) => Promise<Outcome<readonly string[]>>,
): Promise<Outcome<readonly string[]>> => {
  const found: string[] = []
  const lanes = 6
  for (let i = 0; i < values.length; i += lanes)
    for (const outcome of await Promise.all(values.slice(i, i + lanes).map(look))) {
      if (E.isLeft(outcome)) return outcome
      found.push(...outcome.right)
    }
  return E.right(found)
}
