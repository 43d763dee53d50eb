import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { notFound, type EffectError } from '../../kit/fault/index.js'
import type { FoundNode, GraphFound, GraphQuery } from '../../ports/graph/index.js'
import type { Condition } from '../../ports/index.js'

/** A question to the graph as data: what is asked at once, and what the answers mean, or what must be asked then. */
export interface ThreadQuery<A> {
  readonly effects: readonly GraphQuery[]
  /** Answers in the order of the effects. */
  readonly read: (answers: readonly GraphFound[]) => Either<EffectError, A | ThreadQuery<A>>
}

/** Nodes of a label that meet conditions, as an effect. */
export const asking = (
  key: string,
  label: string,
  rest: Pick<GraphQuery, 'orderBy' | 'limit'> & { readonly where: readonly Condition[] },
): GraphQuery => {
  const { where, ...page } = rest
  return { _tag: 'graph/query', key, match: { label, where }, ...page }
}

/** All nodes of one answer as records. */
export const readAll = <A>(
  answer: GraphFound | undefined,
  read: (node: FoundNode) => Either<EffectError, A>,
): Either<EffectError, readonly A[]> => E.traverseArray(read)(answer?.nodes ?? [])

/** The only record of an answer. */
export const readOne = <A>(
  answer: GraphFound | undefined,
  read: (node: FoundNode) => Either<EffectError, A>,
  what: string,
): Either<EffectError, A> => {
  const [node] = answer?.nodes ?? []
  if (node !== undefined) return read(node)
  return E.left(
    notFound({
      doing: `read ${what}`,
      because: 'the store has none',
      next: 'Check the id and the schema of the store.',
    }),
  )
}
