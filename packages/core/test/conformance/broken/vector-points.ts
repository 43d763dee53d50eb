import * as E from 'fp-ts/lib/Either.js'
import type { Payload, Point, VectorEffect } from '../../../src/ports/vector/index.js'
import { asking, broken, redone, telling, eager, type Broken, type Right, type Spoil } from './spoil.js'

const vector = broken('vector')

const eachPoint = (change: (point: Point) => Point): Spoil =>
  asking('vector/upsert', (effect) => ({ ...effect, points: effect.points.map(change) }))

const payloadOf = async (right: Right, effect: VectorEffect, id: string): Promise<Payload | undefined> => {
  const found = await right.ask('vector/get', {
    _tag: 'vector/get',
    key: 'g',
    collection: effect.collection,
    ids: [id],
    vectors: 'without',
  })
  return E.isRight(found) ? found.right.points[0]?.payload : undefined
}

/** What was written last cannot be searched before something else is written. */
const lagging: Spoil = (store) => {
  const waiting = new Map<string, Point[]>()
  return {
    'vector/upsert': (effect, context) => async () => {
      const points = waiting.get(effect.collection) ?? []
      const outcome = await store['vector/upsert']({ ...effect, points }, context)()
      if (E.isLeft(outcome)) return outcome
      const check = await store['vector/upsert'](effect, context)()
      if (E.isLeft(check)) return check
      await store['vector/delete'](
        { _tag: 'vector/delete', key: 'd', collection: effect.collection, ids: effect.points.map(({ id }) => id) },
        context,
      )()
      await store['vector/upsert']({ ...effect, points }, context)()
      waiting.set(effect.collection, [...effect.points])
      return E.right({ points: effect.points.length })
    },
  }
}

const merging = redone('vector/upsert', async (effect, right) => {
  const points: Point[] = []
  for (const point of effect.points)
    points.push({ ...point, payload: { ...(await payloadOf(right, effect, point.id)), ...point.payload } })
  return right.ask('vector/upsert', effect.points.every(({ id }) => id !== '') ? { ...effect, points } : effect)
})

const replacing = redone('vector/payload', async (effect, right) => {
  for (const id of effect.ids) {
    const there = await payloadOf(right, effect, id)
    const gone = Object.fromEntries(Object.keys(there ?? {}).map((name): [string, null] => [name, null]))
    await right.ask('vector/payload', { ...effect, ids: [id], set: { ...gone, ...effect.set } })
  }
  return right.ask('vector/payload', effect)
})

const oneByOne = redone('vector/upsert', async (effect, right) => {
  for (const point of effect.points) {
    const outcome = await right.ask('vector/upsert', { ...effect, points: [point] })
    if (E.isLeft(outcome)) return right.ask('vector/upsert', effect)
  }
  return right.ask('vector/upsert', effect)
})

const everywhere = (['vector/search', 'vector/scroll', 'vector/count', 'vector/get'] as const).map((tag) =>
  redone(tag, async (effect, right) => {
    const outcome = await right.ask(tag, effect)
    const nothing = { hits: [], points: [], after: null, count: 0 }
    return E.isLeft(outcome) && outcome.left._tag === 'NotFound' ? E.right(nothing) : outcome
  }),
)

const intoNothing = (['vector/upsert', 'vector/payload', 'vector/delete'] as const).map((tag) =>
  redone(tag, async (effect, right) => {
    const outcome = await right.ask(tag, effect)
    const done = { points: 0, changed: true, deleted: true }
    return E.isLeft(outcome) && outcome.left._tag === 'NotFound' ? E.right(done) : outcome
  }),
)

/** Names that are none are left out, and halves of pairs exchanged. */
const mended = (payload: Payload): Payload =>
  Object.fromEntries(
    Object.entries(payload)
      .filter(([name]) => /^[A-Za-z_]+$/u.test(name) && name !== 'ext_id')
      .map(([name, value]) => [name, Array.isArray(value) && JSON.stringify(value).includes('\\ud') ? [] : value]),
  )

/** Stores of vectors that keep collections or points wrongly. */
export const vectorPoints: readonly Broken[] = [
  vector(
    'cosine is the dot product',
    asking('vector/collection', (effect) => (effect.metric === 'cosine' ? { ...effect, metric: 'dot' } : effect)),
  ),
  vector(
    'euclid is told squared',
    telling('vector/search', ({ hits: list }, { threshold }) => ({
      hits:
        threshold === undefined
          ? list.map((hit) => ({ ...hit, score: hit.score > 4 ? hit.score ** 2 : hit.score }))
          : list,
    })),
  ),
  vector(
    'another dimension is not noticed',
    redone('vector/collection', async (effect, right) => {
      const outcome = await right.ask('vector/collection', effect)
      return E.isLeft(outcome) && outcome.left._tag === 'Conflict' ? E.right({ created: false }) : outcome
    }),
  ),
  vector(
    'a collection is made anew',
    redone('vector/collection', async (effect, right) => {
      await right.ask('vector/drop', { _tag: 'vector/drop', key: 'd', collection: effect.collection })
      return right.ask('vector/collection', effect)
    }),
  ),
  vector(
    'a collection is always new',
    telling('vector/collection', () => ({ created: true })),
  ),
  vector(
    'a dropped collection stays',
    telling('vector/count', (result) => result),
    redone('vector/drop', () => Promise.resolve(E.right({ dropped: true }))),
  ),
  vector('a collection that is not there is empty', ...everywhere),
  vector(
    'names of collections are folded',
    ...(['vector/collection', 'vector/upsert', 'vector/search', 'vector/drop'] as const).map((tag) =>
      asking(tag, (effect) => ({ ...effect, collection: effect.collection.toLowerCase() })),
    ),
  ),
  vector(
    'points are read in the order in which they are kept',
    telling('vector/get', ({ points }) => ({ points: [...points].sort((a, b) => (a.id < b.id ? -1 : 1)) })),
  ),
  vector(
    'points are read without vectors',
    asking('vector/get', (effect) => ({ ...effect, vectors: 'without' })),
  ),
  vector('a payload is replaced instead of laid over', replacing),
  vector(
    'null is laid over',
    asking('vector/payload', (effect) => ({
      ...effect,
      set: Object.fromEntries(Object.entries(effect.set).map(([name, value]) => [name, value ?? 'null'])),
    })),
  ),
  vector('a point that is replaced keeps its payload', merging),
  vector('points are written one by one', oneByOne),
  vector(
    'ids are folded to small letters',
    eachPoint((point) => ({ ...point, id: point.id.toLowerCase() })),
  ),
  vector(
    'null is kept in a payload',
    telling('vector/get', ({ points }) => ({
      points: points.map((point) => ({ ...point, payload: { gone: null, ...point.payload } })),
    })),
  ),
  vector(
    'null is lost inside of a payload',
    eachPoint((point) => ({
      ...point,
      payload: JSON.parse(JSON.stringify(point.payload).replaceAll('null', '0')) as Payload,
    })),
  ),
  vector(
    'large numbers in a payload become texts',
    eachPoint((point) => ({
      ...point,
      payload: Object.fromEntries(
        Object.entries(point.payload).map(([name, value]) => [
          name,
          typeof value === 'number' && value > 2 ** 53 ? String(value) : value,
        ]),
      ),
    })),
  ),
  vector(
    'components are kept as 64-bit floats',
    telling('vector/get', ({ points }) => ({
      points: points.map((point) =>
        'vector' in point ? { ...point, vector: point.vector.map((each) => Number(each.toPrecision(7))) } : point,
      ),
    })),
  ),
  vector('what is acknowledged cannot be searched yet', lagging),
  vector(
    'points are not deleted',
    redone('vector/delete', async (effect, right) =>
      right.ask('vector/delete', { ...effect, ids: effect.ids.slice(0, 1) }),
    ),
  ),
  vector('a write to no collection is lost', ...intoNothing),
  vector(
    'odd points are mended instead of refused',
    eachPoint(({ id, vector: components, payload }) => ({
      id: Buffer.from(id).toString(),
      vector: components.map((each) => (Math.abs(each) < 3.4e38 ? each : 0)),
      payload: mended(payload),
    })),
  ),
  vector('a write is done before it is asked for', eager('vector/upsert')),
]
