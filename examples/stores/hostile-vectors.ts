import * as E from 'fp-ts/lib/Either.js'
import type { Json } from '@chorale/core/base'
import type { Condition } from '@chorale/core/ports'
import {
  fitsFilter,
  pointUuid,
  type Metric,
  type PayloadIndex,
  type Point,
  type PointHead,
} from '@chorale/core/ports/vector'
import { eachOf, type Ask, type Field, type Outcome } from './hostile-field.js'
import { differs } from './hostile-journal.js'

/** The collection in which values are tried. */
export const tried = 'tried'

const collection = tried

const point = (id: string, payload: Point['payload'] = {}): Point => ({ id, vector: [1, 0], payload })

/** In the order in which points are scrolled. */
const sorted = <P extends PointHead>(points: readonly P[]): readonly P[] => {
  const keyed = points.map((each) => [pointUuid(each.id), each] as const)
  return keyed.sort(([x], [y]) => (x < y ? -1 : 1)).map(([, each]) => each)
}

/** Writes points, looks, and takes them away. */
const around = async (
  ask: Ask,
  points: readonly Point[],
  look: () => Promise<Outcome<readonly string[]>>,
): Promise<Outcome<readonly string[]>> => {
  const wrote = await ask('vector/upsert', { collection, points })
  if (E.isLeft(wrote)) return wrote
  const seen = await look()
  const gone = await ask('vector/delete', { collection, ids: points.map(({ id }) => id) })
  const left = await ask('vector/count', { collection })
  if (E.isLeft(seen) || E.isLeft(gone) || E.isLeft(left)) return [seen, gone, left].find(E.isLeft) ?? seen
  return E.right([...seen.right, ...differs(left.right, { count: 0 })])
}

/** Points come back as they were written: by their ids, by scrolling, and by searching. */
const came = async (ask: Ask, points: readonly Point[]): Promise<Outcome<readonly string[]>> => {
  const page = await ask('vector/scroll', { collection, limit: 10_000, vectors: 'with' })
  const got = await ask('vector/get', { collection, ids: points.map(({ id }) => id), vectors: 'with' })
  const hits = await ask('vector/search', { collection, vector: [1, 0], limit: 10_000 })
  if (E.isLeft(page) || E.isLeft(got) || E.isLeft(hits)) return [page, got, hits].find(E.isLeft) ?? E.right([])
  return E.right([
    ...differs(page.right, { points: sorted(points), after: null }),
    ...differs(got.right.points, points),
    ...differs(
      sorted(hits.right.hits).map(({ payload }) => payload),
      sorted(points).map(({ payload }) => payload),
    ),
  ])
}

const ids =
  (ask: Ask): Field['put'] =>
  (values) => {
    const points = values.map((id) => point(id))
    return around(ask, points, async () => {
      const seen = await came(ask, points)
      if (E.isLeft(seen)) return seen
      const order = sorted(points).map(({ id }) => id)
      const behind = await eachOf(values, async (after) => {
        const page = await ask('vector/scroll', { collection, after, limit: 1, vectors: 'without' })
        const next = order.slice(order.indexOf(after) + 1, order.indexOf(after) + 2)
        return E.map((found: { readonly points: readonly PointHead[] }) =>
          differs(
            found.points.map(({ id }) => id),
            next,
          ),
        )(page)
      })
      return E.map((more: readonly string[]) => [...seen.right, ...more])(behind)
    })
  }

const payloads =
  (ask: Ask, of: (value: string) => Json): Field['put'] =>
  (values) => {
    const points = values.map((value, i) => point(`p${i}`, { a: of(value) }))
    return around(ask, points, () => came(ask, points))
  }

const laid =
  (ask: Ask): Field['put'] =>
  (values) => {
    const points = values.map((value, i) => point(`p${i}`, { a: value }))
    const bare = points.map(({ id }) => point(id))
    return around(ask, bare, async () => {
      const done = await eachOf(points, async ({ id, payload }) => {
        const set = await ask('vector/payload', { collection, ids: [id], set: payload })
        return E.map((answer: unknown) => differs(answer, { changed: true }))(set)
      })
      return E.isLeft(done) ? done : came(ask, points)
    })
  }

const filtered =
  (ask: Ask, where: (value: string) => Condition): Field['put'] =>
  (values) => {
    // Half a character is asked for, and not written.
    const whole = values.filter((value) => !/\p{Surrogate}/u.test(value))
    const points = whole.map((a, i) => point(`p${i}`, { a }))
    return around(ask, points, () =>
      eachOf(values, async (value) => {
        const filter = [where(value)]
        const found = await ask('vector/count', { collection, filter })
        const count = points.filter(({ payload }) => fitsFilter(payload, filter)).length
        return E.map((answer: unknown) => differs(answer, { count }))(found)
      }),
    )
  }

/** Makes a collection and drops it again. */
const made = async (
  ask: Ask,
  given: { readonly collection?: string; readonly metric?: Metric; readonly indexes?: readonly PayloadIndex[] },
): Promise<Outcome<readonly string[]>> => {
  const shape = { collection: 'made', dimension: 2, metric: 'dot', ...given } as const
  const done = await ask('vector/collection', shape)
  const gone = await ask('vector/drop', { collection: shape.collection })
  if (E.isLeft(done)) return done
  if (E.isLeft(gone)) return gone
  return E.right([...differs(done.right, { created: true }), ...differs(gone.right, { dropped: true })])
}

const named = async (ask: Ask, name: string): Promise<Outcome<readonly string[]>> => {
  const points = [point('p', Object.fromEntries([[name, 'x']]))]
  return around(ask, points, () => came(ask, points))
}

/** Every field of the vectors that takes a text or a name. */
export const vectorFields = (ask: Ask): readonly Field[] => {
  const field = (name: string, path: RegExp, put: Field['put']): Field => ({
    ...{ name: `vectors ${name}`, path, share: 'together', put },
  })
  const alone = (name: string, path: RegExp, put: (value: string) => ReturnType<Field['put']>): Field => ({
    ...{ name: `vectors ${name}`, path, share: 'alone', put: ([value = '']) => put(value) },
  })
  const value = /^filter\[0\]\.value/u
  return [
    alone('names of collections', /^collection: /u, (name) => made(ask, { collection: name })),
    // A cast for the host without types, who may pass anything.
    alone('metrics', /^metric: /u, (metric) => made(ask, { metric: metric as Metric })),
    alone('names of indexes', /^indexes\[0\]\.name: /u, (name) => made(ask, { indexes: [{ name, kind: 'text' }] })),
    alone('names in payloads', /^points\[0\]\.payload\./u, (name) => named(ask, name)),
    alone('names that are laid over payloads', /^set\./u, (name) =>
      around(ask, [point('p')], async () => {
        const payload = Object.fromEntries([[name, 'x']])
        const set = await ask('vector/payload', { collection, ids: ['p'], set: payload })
        return E.isLeft(set) ? set : came(ask, [point('p', payload)])
      }),
    ),
    alone('names in filters', /^filter\[0\]\.name: /u, async (name) => {
      const found = await ask('vector/count', { collection, filter: [{ _tag: 'eq', name, value: 'x' }] })
      return E.map((answer: unknown) => differs(answer, { count: 0 }))(found)
    }),
    field('ids', /^(points|ids)\[0\](\.id)?: /u, ids(ask)),
    field(
      'payloads',
      /^points\[0\]\.payload\.a: /u,
      payloads(ask, (text) => text),
    ),
    field(
      'payloads, nested names and texts',
      /^points\[0\]\.payload\.a/u,
      payloads(ask, (text) => [Object.fromEntries([[text, [text]]])]),
    ),
    field('what is laid over payloads', /^set\.a: /u, laid(ask)),
    ...(['eq', 'not'] as const).map((_tag) =>
      field(
        `filters, ${_tag}`,
        value,
        filtered(ask, (text) => ({ _tag, name: 'a', value: text })),
      ),
    ),
    field(
      'filters, in',
      value,
      filtered(ask, (text) => ({ _tag: 'in', name: 'a', values: [text, 'another'] })),
    ),
  ]
}
