import type { Either } from 'fp-ts/lib/Either.js'
import type { ResultOf } from '../../../kit/effect/index.js'
import type { EffectError } from '../../../kit/fault/index.js'
import type {
  Hit,
  Metric,
  PayloadIndex,
  Payload,
  Point,
  PointHead,
  VectorCollection,
  VectorCount,
  VectorDelete,
  VectorDrop,
  VectorEffect,
  VectorGet,
  VectorPage,
  VectorPayload,
  VectorScroll,
  VectorSearch,
  VectorUpsert,
} from '../../../ports/vector/index.js'
import { casesOf, type Spoken } from '../cases-of.js'
import { notes, type Notes, type Refusal } from '../notes.js'
import type { Trial } from '../trial.js'

/** What of an effect is the case's own. */
export type Saying<A> = Partial<Omit<A, '_tag' | 'key'>>

/** How a collection is made: of two dimensions and compared by dot product, unless told otherwise. */
export interface Making {
  readonly name?: string
  readonly dimension?: number
  readonly metric?: Metric
  readonly indexes?: readonly PayloadIndex[]
}

/** Vectors spoken to in short: in one collection of the case's own unless told otherwise; results are those of effects that must succeed. */
export interface VectorTalk extends Notes {
  readonly trial: Trial
  readonly named: (name?: string) => string
  readonly make: (making?: Making) => Promise<boolean>
  readonly drop: (name?: string) => Promise<boolean>
  readonly write: (points: readonly Point[], name?: string) => Promise<number>
  readonly get: (ids: readonly string[], vectors?: 'with' | 'without') => Promise<readonly (Point | PointHead)[]>
  readonly lay: (ids: readonly string[], set: Payload) => Promise<void>
  readonly remove: (ids: readonly string[]) => Promise<void>
  /** The ten nearest to [1, 0], unless told otherwise. */
  readonly search: (saying?: Saying<VectorSearch>) => Promise<readonly Hit[]>
  /** Ids and scores of a search. */
  readonly hits: (saying?: Saying<VectorSearch>) => Promise<readonly (readonly [string, number])[]>
  readonly scroll: (saying?: Saying<VectorScroll>) => Promise<VectorPage>
  /** The ids on all pages, in the order of code units. */
  readonly ids: (saying?: Saying<VectorScroll>) => Promise<readonly string[]>
  readonly count: (saying?: Saying<VectorCount>) => Promise<number>
  /** An effect that must fail. */
  readonly fails: (effect: VectorEffect, refusal: Refusal) => Promise<void>
}

/** A point of two dimensions, along the first unless told otherwise. */
export const point = (id: string, payload: Payload = {}, vector: readonly number[] = [1, 0]): Point => ({
  ...{ id, vector, payload },
})

const key = 'v/1'

/** Effects in one collection; what is left out has a plain value. */
export const effectsOn = (collection: string) => ({
  make: ({ dimension = 2, metric = 'dot', indexes }: Making = {}): VectorCollection => ({
    ...{ _tag: 'vector/collection', key, collection, dimension, metric },
    ...(indexes === undefined ? {} : { indexes }),
  }),
  drop: (): VectorDrop => ({ _tag: 'vector/drop', key, collection }),
  write: (points: readonly Point[]): VectorUpsert => ({ _tag: 'vector/upsert', key, collection, points }),
  get: (ids: readonly string[], vectors: 'with' | 'without' = 'without'): VectorGet => ({
    ...{ _tag: 'vector/get', key, collection, ids, vectors },
  }),
  lay: (ids: readonly string[], set: Payload): VectorPayload => ({ _tag: 'vector/payload', key, collection, ids, set }),
  remove: (ids: readonly string[]): VectorDelete => ({ _tag: 'vector/delete', key, collection, ids }),
  search: (saying: Saying<VectorSearch> = {}): VectorSearch => ({
    ...{ _tag: 'vector/search', key, collection, vector: [1, 0], limit: 10, ...saying },
  }),
  scroll: (saying: Saying<VectorScroll> = {}): VectorScroll => ({
    ...{ _tag: 'vector/scroll', key, collection, limit: 100, vectors: 'without', ...saying },
  }),
  count: (saying: Saying<VectorCount> = {}): VectorCount => ({ _tag: 'vector/count', key, collection, ...saying }),
})

const speak = (trial: Trial): Spoken<VectorTalk> => {
  const noted = notes()
  const made = new Set<string>()
  const named = (name = 'points'): string => `${trial.prefix}${name}`
  const on = (name?: string) => effectsOn(named(name))
  const done = async <A extends VectorEffect>(effect: A, otherwise: ResultOf<A>): Promise<ResultOf<A>> => {
    const outcome: Either<EffectError, ResultOf<A>> = await trial.ask(effect)()
    return noted.taken(effect._tag, outcome, otherwise)
  }
  const talk: VectorTalk = {
    ...noted,
    ...{ trial, named },
    make: async ({ name, ...making } = {}) => {
      made.add(named(name))
      return (await done(on(name).make(making), { created: false })).created
    },
    drop: async (name) => (await done(on(name).drop(), { dropped: false })).dropped,
    write: async (points, name) => (await done(on(name).write(points), { points: 0 })).points,
    get: async (ids, vectors) => (await done(on().get(ids, vectors), { points: [] })).points,
    lay: async (ids, set) =>
      noted.same('vector/payload', await done(on().lay(ids, set), { changed: true }), { changed: true }),
    remove: async (ids) =>
      noted.same('vector/delete', await done(on().remove(ids), { deleted: true }), { deleted: true }),
    search: async (saying) => (await done(on().search(saying), { hits: [] })).hits,
    hits: async (saying) => (await talk.search(saying)).map(({ id, score }) => [id, score]),
    scroll: (saying) => done(on().scroll(saying), { points: [], after: null }),
    ids: async (saying) => (await pagesOf(talk, saying)).flat().sort(),
    count: async (saying) => (await done(on().count(saying), { count: -1 })).count,
    fails: async (effect, refusal) => noted.refused(effect._tag, await trial.ask(effect)(), refusal),
  }
  const cleanUp = async (): Promise<void> => {
    for (const collection of made) await done(effectsOn(collection).drop(), { dropped: false })
  }
  return { talk, cleanUp }
}

/** More pages than any case has: a store that goes round in circles must not do so for ever. */
const mostPages = 100

/** The ids of each page, in the order in which they came. */
export const pagesOf = async (talk: VectorTalk, saying: Saying<VectorScroll> = {}): Promise<readonly string[][]> => {
  const pages: string[][] = []
  for (let after: string | null | undefined = saying.after; after !== null && pages.length < mostPages;) {
    const page: VectorPage = await talk.scroll(after === undefined ? saying : { ...saying, after })
    pages.push(page.points.map(({ id }) => id))
    after = page.after
  }
  return pages
}

/** A case of the vector port. */
export const vectorCase = casesOf('vector', speak)
