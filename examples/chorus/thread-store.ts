import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Interpreter } from '@chorale/core/effect'
import { orReject, type EffectError } from '@chorale/core/fault'
import type { GraphFound, GraphQuery, GraphUpsert } from '@chorale/core/ports/graph'
import {
  newUser,
  queries,
  transition,
  upsertOf,
  type ThreadOperation,
  type ThreadQuery,
  type User,
} from '@chorale/core/threads'
import type { Refused } from '@chorale/server-ws'
import { contextOf } from './asking.js'

/** Threads as a graph keeps them: asked by queries, changed by operations. */
export interface ThreadStore {
  readonly ask: <A>(query: ThreadQuery<A>) => Promise<Either<EffectError, A>>
  /** The same; what fails rejects. */
  readonly have: <A>(query: ThreadQuery<A>) => Promise<A>
  /** Carries an operation out, or says why not. */
  readonly carryOut: (operation: ThreadOperation) => Promise<Refused | undefined>
  /** The user of a key, made where there is none yet. */
  readonly meet: (publicKey: string, at: number) => Promise<User>
}

/** How often a write is tried that others get in the way of. */
const TRIES = 5

/** {@link ThreadStore} */
export const threadStore = (graph: Interpreter<GraphQuery> & Interpreter<GraphUpsert>): ThreadStore => {
  const write = (effect: GraphUpsert) => graph['graph/upsert'](effect, contextOf('threads'))()
  const ask = <A>(query: ThreadQuery<A>): Promise<Either<EffectError, A>> => asked(graph, query)
  const have = async <A>(query: ThreadQuery<A>): Promise<A> => orReject(ask(query))
  const carryOut = async (operation: ThreadOperation): Promise<Refused | undefined> => {
    for (let tries = 1; ; tries += 1) {
      const done = transition(await have(queries.load(operation)), operation)
      if (E.isLeft(done)) {
        const { code, because, next, retryable } = done.left
        return { _tag: 'refused', code, message: `${because}. ${next}`, retryable }
      }
      const written = await write(upsertOf(done.right.transitions, namesOf(operation._tag)))
      if (E.isRight(written)) return undefined
      if (written.left._tag !== 'Conflict' || tries === TRIES) return orReject(Promise.resolve(written))
    }
  }
  const meet = async (publicKey: string, at: number): Promise<User> => {
    const known = await ask(queries.user(publicKey))
    if (E.isRight(known)) return known.right
    if (known.left._tag !== 'NotFound') return orReject(Promise.resolve(known))
    const entity = newUser({ id: publicKey, publicKey, tokenBalance: 0, at })
    const written = await write(upsertOf([{ _tag: 'Created', entity }], namesOf('user')))
    // Whoever was faster has made the same user.
    if (E.isLeft(written) && written.left._tag !== 'Conflict') return orReject(Promise.resolve(written))
    return have(queries.user(publicKey))
  }
  return { ask, have, carryOut, meet }
}

/** No write is the repetition of another: whoever comes second reads again. */
const namesOf = (key: string) => ({ key, change: globalThis.crypto.randomUUID() })

const asked = async <A>(graph: Interpreter<GraphQuery>, query: ThreadQuery<A>): Promise<Either<EffectError, A>> => {
  const answers: GraphFound[] = []
  for (const effect of query.effects) {
    const answer = await graph['graph/query'](effect, contextOf('threads'))()
    if (E.isLeft(answer)) return answer
    answers.push(answer.right)
  }
  const read = query.read(answers)
  if (E.isLeft(read)) return read
  return isQuery(read.right) ? asked(graph, read.right) : E.right(read.right)
}

const isQuery = <A>(value: A | ThreadQuery<A>): value is ThreadQuery<A> =>
  typeof value === 'object' && value !== null && 'effects' in value && 'read' in value
