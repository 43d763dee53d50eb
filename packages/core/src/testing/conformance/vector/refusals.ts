import type { Condition } from '../../../ports/condition.js'
import { mostHits, type Point, type VectorEffect } from '../../../ports/vector/index.js'
import type { Case } from '../case.js'
import { effectsOn, point, vectorCase } from './talk.js'

type On = ReturnType<typeof effectsOn>

const half = 'half \ud83d of a pair'

/** Hosts without types send anything: casts on purpose. */
const odd = (value: unknown): never => value as never

const filterOf = (condition: Condition) => (on: On) => on.count({ filter: [condition] })

const refused: readonly (readonly [what: string, at: string, effect: (on: On) => VectorEffect])[] = [
  ['a name of a collection that is none', 'collection', () => effectsOn('9 lives').count()],
  ['a dimension of 0', 'dimension', (on) => on.make({ dimension: 0 })],
  ['a dimension that is not whole', 'dimension', (on) => on.make({ dimension: 1.5 })],
  ['a dimension beyond the limit', 'dimension', (on) => on.make({ dimension: 65_537 })],
  ['a metric that is none', 'metric', (on) => on.make({ metric: odd('manhattan') })],
  ['an index of a name that is none', 'indexes[0].name', (on) => on.make({ indexes: [{ name: 'a b', kind: 'text' }] })],
  ['an empty id', 'points[1].id', (on) => on.write([point('a'), point('')])],
  ['an id with half of a surrogate pair', 'points[0].id', (on) => on.write([point(half)])],
  ['the same id twice', 'points[2].id', (on) => on.write([point('a'), point('b'), point('a')])],
  ['a component that is no number', 'points[0].vector[1]', (on) => on.write([point('a', {}, [1, NaN])])],
  ['a component that is not finite', 'points[0].vector[0]', (on) => on.write([point('a', {}, [Infinity, 1])])],
  ['a component beyond 32-bit floats', 'points[0].vector[0]', (on) => on.write([point('a', {}, [3.5e38, 1])])],
  ['a payload under a name that is none', 'points[0].payload."a b"', (on) => on.write([point('a', { 'a b': 1 })])],
  ['a payload under the name of the id', 'points[0].payload.ext_id', (on) => on.write([point('a', { ext_id: 1 })])],
  [
    'half of a surrogate pair in a payload',
    'points[0].payload.v[0].x',
    (on) => on.write([point('a', { v: [{ x: half }] })]),
  ],
  ['a number in a payload that is not finite', 'points[0].payload.v', (on) => on.write([point('a', { v: NaN })])],
  ['what is no JSON in a payload', 'points[0].payload.v', (on) => on.write([point('a', { v: odd(1n) })])],
  ['an empty id in a reading', 'ids[1]', (on) => on.get(['a', ''])],
  ['an empty id in a deletion', 'ids[0]', (on) => on.remove([''])],
  ['an empty id in a change of payloads', 'ids[0]', (on) => on.lay([''], {})],
  ['a payload to lay over under a name that is none', 'set."1"', (on) => on.lay(['a'], { 1: 1 })],
  ['a payload to lay over under the name of the id', 'set.ext_id', (on) => on.lay(['a'], { ext_id: 'b' })],
  ['a search for a component that is no number', 'vector[1]', (on) => on.search({ vector: [0, NaN] })],
  ['a search for no hits', 'limit', (on) => on.search({ limit: 0 })],
  ['a search for half a hit', 'limit', (on) => on.search({ limit: 0.5 })],
  ['a search for too many hits', 'limit', (on) => on.search({ limit: mostHits + 1 })],
  ['a threshold that is no number', 'threshold', (on) => on.search({ threshold: NaN })],
  ['a page of no points', 'limit', (on) => on.scroll({ limit: 0 })],
  ['a page of too many points', 'limit', (on) => on.scroll({ limit: mostHits + 1 })],
  ['a page behind half of a surrogate pair', 'after', (on) => on.scroll({ after: half })],
  ['a filter by a name that is none', 'filter[0].name', filterOf({ _tag: 'eq', name: 'a.b', value: 1 })],
  ['a filter by a list', 'filter[0].value', filterOf({ _tag: 'eq', name: 'v', value: ['x'] })],
  ['a filter by a part of a text', 'filter[0]', filterOf({ _tag: 'contains', name: 'v', value: 'x' })],
  ['a filter by the order of texts', 'filter[0].value', filterOf({ _tag: 'lt', name: 'v', value: 'x' })],
  ['a filter by null in a list', 'filter[0].values[1]', filterOf({ _tag: 'in', name: 'v', values: ['x', odd(null)] })],
  ['a filter by a condition that is none', 'filter[0]._tag', filterOf(odd({ _tag: 'like', name: 'v', value: 'x' }))],
  ['a search by a bad filter', 'filter[0].name', (on) => on.search({ filter: [{ _tag: 'eq', name: '', value: 1 }] })],
  ['a page by a bad filter', 'filter[0].name', (on) => on.scroll({ filter: [{ _tag: 'eq', name: '', value: 1 }] })],
]

/** What is refused, with the path to it, before anything is done. */
export const refusals: readonly Case[] = refused.map(([what, at, effect]) =>
  vectorCase(`${what} is refused, with the path to it`, async (v) => {
    await v.make({ name: '' })
    const there: Point = point('there', { n: 1 })
    await v.write([there], '')
    const on = effectsOn(v.named(''))
    await v.fails(effect(on), { tag: 'Rejected', at })
    const { points } = v.taken('a page', await v.trial.ask(on.scroll({ vectors: 'with' }))(), {
      points: [],
      after: null,
    })
    v.same('the points', points, [there])
  }),
)
