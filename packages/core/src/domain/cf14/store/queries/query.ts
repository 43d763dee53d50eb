import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Context, Handler } from '../../../../kit/effect/index.js'
import { orReject, rejected, type EffectError } from '../../../../kit/fault/index.js'
import type { FoundNode, GraphFound, GraphQuery } from '../../../../ports/graph/index.js'

/** A question to the provenance graph as data: what is asked of the store at once, and what its answers mean, or what must be asked then. */
export interface Query<A> {
  readonly effects: readonly GraphQuery[]
  /** Answers in the order of the effects. */
  readonly read: (answers: readonly GraphFound[]) => Either<EffectError, A | Query<A>>
}

/** A question without a key: the place of its effect in the query gives it one. */
export type Asked = Omit<GraphQuery, '_tag' | 'key'>

/** A query of a name: `lineage`, `cost` ... */
export const query = <A>(name: string, asked: readonly Asked[], read: Query<A>['read']): Query<A> => ({
  effects: asked.map((each, i) => ({ ...each, _tag: 'graph/query', key: `${name}/${i}` })),
  read,
})

/** A query that asks nothing: what was wanted is not sensible. */
export const refused = <A>(doing: string, because: string, then: string): Query<A> => ({
  effects: [],
  read: () => E.left(rejected({ doing, because, next: then })),
})

/** All nodes of one answer as records. */
export const readAll = <A>(
  found: GraphFound | undefined,
  read: (node: FoundNode) => Either<EffectError, A>,
): Either<EffectError, readonly A[]> => {
  const records: A[] = []
  for (const node of found?.nodes ?? []) {
    const record = read(node)
    if (E.isLeft(record)) return record
    records.push(record.right)
  }
  return E.right(records)
}

/** What a query needs of a store. */
export interface Readable {
  readonly 'graph/query': Handler<GraphQuery>
}

const usual: Context = { run: 'query', attempt: 1, signal: new AbortController().signal }

/** Asks a store; nothing is asked before the task is run. */
export const askTask =
  <A>(store: Readable, first: Query<A>, context: Context = usual): TaskEither<EffectError, A> =>
  async () => {
    let asked = first
    for (;;) {
      const outcomes = await Promise.all(asked.effects.map((effect) => store['graph/query'](effect, context)()))
      const failed = outcomes.find(E.isLeft)
      if (failed !== undefined) return failed
      const read = asked.read(outcomes.flatMap((outcome) => (E.isRight(outcome) ? [outcome.right] : [])))
      if (E.isLeft(read)) return read
      if (!isQuery(read.right)) return E.right(read.right)
      asked = read.right
    }
  }

const isQuery = <A>(value: A | Query<A>): value is Query<A> =>
  typeof value === 'object' && value !== null && 'effects' in value && 'read' in value

/** Asks a store; rejects with the same tagged error that {@link askTask} gives. */
export const ask = <A>(store: Readable, asked: Query<A>, context: Context = usual): Promise<A> =>
  orReject(askTask(store, asked, context)())
