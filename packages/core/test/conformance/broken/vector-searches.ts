import * as E from 'fp-ts/lib/Either.js'
import type { Condition } from '../../../src/ports/condition.js'
import type { Hit } from '../../../src/ports/vector/index.js'
import { asking, broken, redone, telling, without, type Broken, type Spoil } from './spoil.js'

const vector = broken('vector')

const hits = (change: (hits: readonly Hit[]) => readonly Hit[]): Spoil =>
  telling('vector/search', (found) => ({ hits: change(found.hits) }))

type Filtered = { readonly filter?: readonly Condition[] }

/** Other filters for every question that has one. */
const filters = (change: (filter: readonly Condition[]) => readonly Condition[]): readonly Spoil[] => {
  const changed = <A extends Filtered>(effect: A): A => ({
    ...effect,
    ...(effect.filter === undefined ? {} : { filter: change(effect.filter) }),
  })
  return [asking('vector/search', changed), asking('vector/scroll', changed), asking('vector/count', changed)]
}

const eachCondition = (change: (condition: Condition) => readonly Condition[]): readonly Spoil[] =>
  filters((filter) => filter.flatMap(change))

const byWhenWritten: Spoil = (store) => {
  const order: string[] = []
  const written = redone('vector/upsert', (effect, right) => {
    order.push(...effect.points.map(({ id }) => id))
    return right.ask('vector/upsert', effect)
  })
  const sorted = hits((list) =>
    [...list].sort((a, b) => (a.score === b.score ? order.indexOf(a.id) - order.indexOf(b.id) : 0)),
  )
  return { ...written(store), ...sorted(store) }
}

/** A limit is applied before equally near points are put in order. */
const cutFirst = redone('vector/search', async (effect, right) => {
  const all = await right.ask('vector/search', { ...effect, limit: 10_000 })
  if (E.isLeft(all) || effect.limit > 10_000 || effect.limit < 1) return right.ask('vector/search', effect)
  const turned = [...all.right.hits].reverse().sort((a, b) => b.score - a.score)
  const kept = new Set(turned.slice(0, effect.limit).map(({ id }) => id))
  return E.right({ hits: all.right.hits.filter(({ id }) => kept.has(id)) })
})

const filterAfterwards = redone('vector/search', async (effect, right) => {
  const unfiltered = without('filter', effect)
  const [all, fitting] = [await right.ask('vector/search', unfiltered), await right.ask('vector/search', effect)]
  if (E.isLeft(all) || E.isLeft(fitting)) return fitting
  const ids = new Set(fitting.right.hits.map(({ id }) => id))
  return E.right({ hits: all.right.hits.filter(({ id }) => ids.has(id)) })
})

/** Stores of vectors that search, filter or page wrongly. */
export const vectorSearches: readonly Broken[] = [
  vector('equally near points come in the order in which they were written', byWhenWritten),
  vector(
    'the oldest of equally near points comes first',
    hits((list) =>
      [...list].sort((a, b) =>
        a.score === b.score ? Number(a.payload['created_at'] ?? 99) - Number(b.payload['created_at'] ?? 99) : 0,
      ),
    ),
  ),
  vector('equally near points are cut off before they are put in order', cutFirst),
  vector(
    'ids of equally near points are ordered by code unit',
    hits((list) =>
      [...list].sort((a, b) =>
        a.score === b.score && a.payload['created_at'] === b.payload['created_at'] ? (a.id < b.id ? -1 : 1) : 0,
      ),
    ),
  ),
  vector(
    'a threshold is turned round',
    redone('vector/search', async (effect, right) => {
      const { threshold, ...plain } = effect
      const all = await right.ask('vector/search', plain)
      return E.isLeft(all) || threshold === undefined
        ? right.ask('vector/search', effect)
        : E.right({ hits: all.right.hits.filter(({ score }) => score <= threshold) })
    }),
  ),
  vector(
    'a threshold is ignored',
    asking('vector/search', ({ threshold, ...effect }) =>
      Number.isFinite(threshold ?? 0) ? effect : { ...effect, threshold: NaN },
    ),
  ),
  vector(
    'a threshold leaves out what is just as good',
    telling('vector/search', ({ hits: list }, { threshold }) => ({
      hits: list.filter(({ score }) => score !== threshold),
    })),
  ),
  vector(
    'scores are told as they were summed up',
    telling('vector/search', ({ hits: list }) => ({
      hits: list.map((hit) => ({ ...hit, score: Math.fround(hit.score) })),
    })),
  ),
  vector(
    'one hit too many',
    asking('vector/search', (effect) =>
      effect.limit >= 1 && effect.limit < 10_000 && Number.isInteger(effect.limit)
        ? { ...effect, limit: effect.limit + 1 }
        : effect,
    ),
  ),
  vector(
    'hits have no payload',
    hits((list) => list.map(({ id, score }) => ({ id, score, payload: {} }))),
  ),
  vector(
    'hits have a vector',
    hits((list) => list.map((hit) => ({ ...hit, vector: [] }))),
  ),
  vector('a filter is dropped', ...filters(() => [])),
  vector('a filter of several conditions is met by any', ...filters((filter) => filter.slice(0, 1))),
  vector('a filter is applied after the limit', filterAfterwards),
  vector(
    'a number is the text of it',
    ...eachCondition((each) =>
      each._tag === 'eq' && each.value === 5 ? [{ _tag: 'in', name: each.name, values: [5, '5'] }] : [each],
    ),
  ),
  vector(
    'null in a filter finds nothing',
    ...eachCondition((each) =>
      each._tag === 'eq' && each.value === null ? [{ _tag: 'in', name: each.name, values: [] }] : [each],
    ),
  ),
  vector(
    'what is absent is not unequal',
    ...eachCondition((each) =>
      each._tag === 'not' && each.value !== null ? [each, { _tag: 'not', name: each.name, value: null }] : [each],
    ),
  ),
  vector('gte is gt', ...eachCondition((each) => (each._tag === 'gte' ? [{ ...each, _tag: 'gt' }] : [each]))),
  vector(
    'a count ignores its filter',
    asking('vector/count', (effect) => without('filter', effect)),
  ),
  vector(
    'a page repeats the end of the one before',
    redone('vector/scroll', async (effect, right) => {
      const page = await right.ask('vector/scroll', effect)
      if (E.isLeft(page) || effect.after === undefined) return page
      const last = await right.ask('vector/get', {
        _tag: 'vector/get',
        key: 'g',
        collection: effect.collection,
        ids: [effect.after],
        vectors: effect.vectors,
      })
      return E.isLeft(last) ? page : E.right({ ...page.right, points: [...last.right.points, ...page.right.points] })
    }),
  ),
  vector(
    'a page loses its last point',
    telling('vector/scroll', (page) => (page.after === null ? page : { ...page, points: page.points.slice(0, -1) })),
  ),
  vector(
    'a last page that is full is not the last',
    telling('vector/scroll', (page, { limit }) => ({
      ...page,
      after: page.points.length === limit ? (page.points.at(-1)?.id ?? null) : page.after,
    })),
  ),
  vector(
    'pages are in the order of ids',
    telling('vector/scroll', (page) => ({ ...page, points: [...page.points].sort((a, b) => (a.id < b.id ? -1 : 1)) })),
  ),
  vector(
    'pages always have vectors',
    asking('vector/scroll', (effect) => ({ ...effect, vectors: 'with' })),
  ),
  vector(
    'nothing is near to a vector of another dimension',
    redone('vector/search', async (effect, right) => {
      const outcome = await right.ask('vector/search', effect)
      return E.isLeft(outcome) && outcome.left.because.startsWith('vector: ') ? E.right({ hits: [] }) : outcome
    }),
  ),
]
