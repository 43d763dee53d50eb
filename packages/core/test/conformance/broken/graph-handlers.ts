import * as E from 'fp-ts/lib/Either.js'
import type { GraphFound } from '../../../src/ports/graph/index.js'
import { broken, redone, eager, type Broken, type Spoil } from './spoil.js'

const graph = broken('graph')

/** Answers are kept and given out again, and the host may write into them. */
const shared: Spoil = (store) => {
  const kept = new Map<string, Promise<E.Either<unknown, GraphFound>>>()
  return {
    'graph/query': (effect, context) => () => {
      const text = JSON.stringify(effect)
      const answer = kept.get(text) ?? store['graph/query'](effect, context)()
      kept.set(text, answer)
      return answer as ReturnType<ReturnType<(typeof store)['graph/query']>>
    },
    'graph/upsert': (effect, context) => () => {
      kept.clear()
      return store['graph/upsert'](effect, context)()
    },
    'graph/delete': (effect, context) => () => {
      kept.clear()
      return store['graph/delete'](effect, context)()
    },
  }
}

const batched =
  (turn: <A>(list: readonly A[]) => readonly A[]): Spoil =>
  (store) => {
    const one = store['graph/upsert']
    const many: NonNullable<typeof one.many> = (effects, context) => async () => {
      const outcomes = []
      for (const effect of turn(effects)) outcomes.push(await one(effect, context)())
      return outcomes
    }
    return { 'graph/upsert': Object.assign((...given: Parameters<typeof one>) => one(...given), { many }) }
  }

/** Graphs whose handlers behave wrongly. */
export const graphHandlers: readonly Broken[] = [
  graph('answers are shared', shared),
  graph('a write is done before it is asked for', eager('graph/upsert')),
  graph(
    'a batch is answered in its reverse',
    batched((list) => [...list].reverse()),
  ),
  graph(
    'a batch stops short',
    batched((list) => list.slice(0, 2)),
  ),
  graph(
    'a write throws where it should answer',
    redone('graph/upsert', async (effect, right) => {
      const outcome = await right.ask('graph/upsert', effect)
      return E.isLeft(outcome) ? Promise.reject(new Error(outcome.left.because)) : outcome
    }),
  ),
  graph(
    'conflicts are told as rejections',
    redone('graph/upsert', async (effect, right) => {
      const outcome = await right.ask('graph/upsert', effect)
      return E.isLeft(outcome) && outcome.left._tag === 'Conflict'
        ? E.left({ ...outcome.left, _tag: 'Rejected' as const })
        : outcome
    }),
  ),
  graph(
    'refusals may be retried',
    redone('graph/query', async (effect, right) => {
      const outcome = await right.ask('graph/query', effect)
      return E.isLeft(outcome)
        ? E.left({
            ...outcome.left,
            _tag: 'Unavailable' as const,
            retryable: true as const,
            applied: 'unknown' as const,
          })
        : outcome
    }),
  ),
]
