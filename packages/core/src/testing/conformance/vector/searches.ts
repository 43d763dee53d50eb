import type { Metric } from '../../../ports/vector/index.js'
import type { Case } from '../case.js'
import { effectsOn, point, vectorCase } from './talk.js'

type Scored = readonly (readonly [string, number])[]

/** The same four points by each metric, asked for what is near to [1, 0]. */
const four = [
  point('far', {}, [-3, 4]),
  point('near', {}, [3, 4]),
  point('same', {}, [2, 0]),
  point('across', {}, [0, 1]),
]

const ranked: readonly (readonly [metric: Metric, all: Scored])[] = [
  [
    'cosine',
    [
      ['same', 1],
      ['near', 0.6],
      ['across', 0],
      ['far', -0.6],
    ],
  ],
  [
    'dot',
    [
      ['near', 3],
      ['same', 2],
      ['across', 0],
      ['far', -3],
    ],
  ],
  [
    'euclid',
    [
      ['same', 1],
      ['across', 1.414214],
      ['near', 4.472136],
      ['far', 5.656854],
    ],
  ],
]

const thresholds: readonly (readonly [metric: Metric, threshold: number, ids: readonly string[]])[] = [
  ['cosine', 0.6, ['same', 'near']],
  ['cosine', 0.600_01, ['same']],
  ['cosine', -0.5, ['same', 'near', 'across']],
  ['dot', 2, ['near', 'same']],
  ['dot', 2.5, ['near']],
  ['dot', -3, ['near', 'same', 'across', 'far']],
  ['euclid', 1, ['same']],
  ['euclid', 1.414_22, ['same', 'across']],
  ['euclid', 0.5, []],
]

/** Points that are equally near, in the order that must come out. */
const ties = [
  point('z', { created_at: 30 }),
  point('y', { created_at: 20 }),
  point('A', { created_at: 10 }),
  point('a', { created_at: 10 }),
  point('\uffee', { created_at: 10 }),
  point('😀', { created_at: 10 }),
  point('B'),
  point('b', { created_at: null }),
  point('c', { created_at: [40] }),
]

const turned = <A>(list: readonly A[]): readonly A[] => [...list].reverse()

/** What a search finds, in which order. */
export const searches: readonly Case[] = [
  ...ranked.map(([metric, all]) =>
    vectorCase(`the nearest by ${metric} come first, with their scores`, async (v) => {
      await v.make({ metric })
      await v.write(four)
      v.near('the hits', await v.hits(), all)
      v.near('the best two', await v.hits({ limit: 2 }), all.slice(0, 2))
      v.same(
        'their ids',
        (await v.hits({ limit: 3 })).map(([id]) => id),
        all.slice(0, 3).map(([id]) => id),
      )
    }),
  ),

  ...thresholds.map(([metric, threshold, ids]) =>
    vectorCase(`a threshold of ${threshold} by ${metric} leaves out what is worse`, async (v) => {
      await v.make({ metric })
      await v.write(four)
      v.same(
        'the ids',
        (await v.hits({ threshold })).map(([id]) => id),
        ids,
      )
    }),
  ),

  vectorCase('a threshold is compared with the score as it is told, not as it was summed up', async (v) => {
    await v.make({ metric: 'cosine' })
    // As 32-bit floats, 0.7 is a little less than 0.7.
    await v.write([point('a', {}, [0.7, Math.sqrt(0.51)])])
    v.same('the hits', await v.hits({ threshold: 0.7 }), [['a', 0.7]])
  }),

  vectorCase('scores have six decimals', async (v) => {
    await v.make()
    await v.write([point('a', {}, [1 / 3, 0]), point('b', {}, [2 / 3, 0]), point('c', {}, [-1e-9, 0])])
    v.same('the hits', await v.hits(), [
      ['b', 0.666_667],
      ['a', 0.333_333],
      ['c', 0],
    ])
  }),

  vectorCase('points whose scores differ behind the sixth decimal are equally near', async (v) => {
    await v.make()
    await v.write([point('b', {}, [0.500_000_1, 0]), point('a', {}, [0.5, 0])])
    v.same('the hits', await v.hits(), [
      ['a', 0.5],
      ['b', 0.5],
    ])
  }),

  vectorCase('a hit has id, payload and score, and no vector', async (v) => {
    await v.make()
    await v.write([point('a', { n: [1] })])
    v.same('the hits', await v.search(), [{ id: 'a', payload: { n: [1] }, score: 1 }])
  }),

  ...(['cosine', 'dot', 'euclid'] as const).map((metric) =>
    vectorCase(`equally near points by ${metric} come newest first, then by id`, async (v) => {
      await v.make({ metric })
      for (const each of turned(ties)) await v.write([each])
      v.same(
        'the ids',
        (await v.hits()).map(([id]) => id),
        ties.map(({ id }) => id),
      )
    }),
  ),

  vectorCase('a limit among equally near points takes those that come first', async (v) => {
    await v.make()
    await v.write([...turned(ties), point('best', {}, [2, 0])])
    const wanted = ['best', ...ties.map(({ id }) => id)]
    for (let limit = 1; limit <= wanted.length; limit += 1)
      v.same(
        `the first ${limit}`,
        (await v.hits({ limit })).map(([id]) => id),
        wanted.slice(0, limit),
      )
  }),

  vectorCase('a limit among two hundred equally near points takes the newest', async (v) => {
    await v.make()
    const many = Array.from({ length: 200 }, (_, n) => point(`p${n}`, { created_at: (n * 7) % 200 }))
    await v.write(many)
    const newest = [...many].sort((a, b) => Number(b.payload['created_at']) - Number(a.payload['created_at']))
    v.same(
      'the ids',
      (await v.hits({ limit: 5 })).map(([id]) => id),
      newest.slice(0, 5).map(({ id }) => id),
    )
  }),

  vectorCase('equally near points with texts for their age come in the falling order of the texts', async (v) => {
    await v.make()
    const at = ['2025-01-02', '2025-01-01', '2024-12-31']
    await v.write(turned(at).map((created_at, n) => point(`p${n}`, { created_at })))
    v.same(
      'the ages',
      (await v.search()).map(({ payload }) => payload['created_at']),
      at,
    )
  }),

  vectorCase('a limit beyond what there is gives all', async (v) => {
    await v.make()
    await v.write(four)
    v.same('their number', (await v.search({ limit: 10_000 })).length, 4)
  }),

  vectorCase('a filter is applied before the limit', async (v) => {
    await v.make()
    await v.write(Array.from({ length: 50 }, (_, n) => point(`p${n}`, { odd: n % 2 === 1 }, [n, 0])))
    const hits = await v.hits({ limit: 3, filter: [{ _tag: 'eq', name: 'odd', value: false }] })
    v.same('the hits', hits, [
      ['p48', 48],
      ['p46', 46],
      ['p44', 44],
    ])
  }),

  vectorCase('a filter and a threshold must both hold', async (v) => {
    await v.make()
    await v.write([1, 2, 3, 4].map((n) => point(`p${n}`, { n }, [n, 0])))
    const hits = await v.hits({ threshold: 2, filter: [{ _tag: 'lt', name: 'n', value: 4 }] })
    v.same('the hits', hits, [
      ['p3', 3],
      ['p2', 2],
    ])
  }),

  vectorCase('the length of what is asked for does not matter by cosine', async (v) => {
    await v.make({ metric: 'cosine' })
    await v.write(four)
    v.near('the hits', await v.hits({ vector: [250, 0] }), ranked[0]?.[1])
  }),

  vectorCase('a vector of zeros is taken by cosine, and is near to nothing', async (v) => {
    await v.make({ metric: 'cosine' })
    await v.write([point('none', {}, [0, 0]), point('a', {}, [1, 0])])
    v.same('the hits', await v.hits(), [
      ['a', 1],
      ['none', 0],
    ])
  }),

  vectorCase('a vector of another dimension is refused in a search', async (v) => {
    await v.make()
    for (const odd of [[1], [1, 2, 3]])
      await v.fails(effectsOn(v.named()).search({ vector: odd }), { tag: 'Rejected', at: 'vector' })
  }),

  vectorCase('vectors of 384 dimensions are compared in all of them', async (v) => {
    await v.make({ dimension: 384 })
    const along = (axis: number) => Array.from({ length: 384 }, (_, i) => (i === axis ? 1 : 0))
    await v.write([0, 191, 383].map((axis) => point(`a${axis}`, {}, along(axis))))
    for (const axis of [0, 191, 383])
      v.same('the best', (await v.hits({ vector: along(axis), limit: 1 }))[0], [`a${axis}`, 1])
  }),

  vectorCase(
    'the best of many are the best of all',
    async (v) => {
      await v.make({ metric: 'euclid' })
      await v.write(Array.from({ length: 500 }, (_, n) => point(`p${n}`, {}, [(n * 37) % 500, 0])))
      const hits = await v.hits({ vector: [-1, 0], limit: 5 })
      v.same(
        'the distances',
        hits.map(([, score]) => score),
        [1, 2, 3, 4, 5],
      )
    },
    ['exact'],
  ),
]
