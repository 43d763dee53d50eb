import type { Json } from '../../../kit/base/index.js'
import type { Case } from '../case.js'
import { effectsOn, point, vectorCase } from './talk.js'

const kept: readonly (readonly [what: string, value: Json])[] = [
  ['an empty text', ''],
  ['a text beyond U+FFFF with a NUL', 'Zürich 😀\u0000\n\u{10ffff}'],
  ['a text that looks like a number', '5'],
  ['a whole number', 5],
  ['a fraction', 0.1 + 0.2],
  ['the largest safe whole number', Number.MAX_SAFE_INTEGER],
  ['a whole number beyond the safe ones', 2 ** 60],
  ['a large number', 1.5e300],
  ['a number below zero', -3],
  ['true', true],
  ['false', false],
  ['a list of all kinds', ['x', 1, true, null, [1, [2]], { a: null }]],
  ['an empty list', []],
  ['an empty object', {}],
  ['an object in an object', { a: { b: { 'any name, even ""': [1], '': null } } }],
]

const oddIds = [
  ' x',
  'x ',
  'x',
  ' ',
  'A',
  'a',
  'ä',
  'a\u0308',
  '😀',
  'line\nend',
  'nul\u0000',
  '../%20',
  '0',
  '17',
  '-1',
  'x'.repeat(1000),
]
const uuid = '0b5f0c8e-7d5a-4d6e-9c3b-2f1a6e8d4c7b'

/** What points keep, and how they are written, read and deleted. */
export const points: readonly Case[] = [
  vectorCase('a point is read back with its vector and its payload', async (v) => {
    await v.make()
    const given = point('a', { text: 'tide', n: 1 }, [0.5, -2])
    v.same('what was taken', await v.write([given]), 1)
    v.same('what is read', await v.get(['a'], 'with'), [given])
    v.same('what is read without vectors', await v.get(['a']), [{ id: 'a', payload: given.payload }])
  }),

  vectorCase('components are kept as 32-bit floats', async (v) => {
    await v.make()
    await v.write([point('a', {}, [0.1, 1e-40]), point('b', {}, [16_777_217, 3.4028234663852886e38])])
    const read = await v.get(['a', 'b'], 'with')
    v.same(
      'the vectors',
      read.map((each) => ('vector' in each ? each.vector : null)),
      [
        [Math.fround(0.1), Math.fround(1e-40)],
        [16_777_216, 3.4028234663852886e38],
      ],
    )
  }),

  vectorCase('by cosine, only the direction of a vector is kept', async (v) => {
    await v.make({ metric: 'cosine' })
    await v.write([point('a', {}, [3, 4]), point('b', {}, [0.000_3, -0.000_4])])
    v.near('what is read', await v.get(['a', 'b'], 'with'), [point('a', {}, [0.6, 0.8]), point('b', {}, [0.6, -0.8])])
  }),

  ...kept.map(([what, value]) =>
    vectorCase(`a payload keeps ${what}`, async (v) => {
      await v.make()
      await v.write([point('a', { v: value, other: 1 })])
      v.same('the payload', (await v.get(['a']))[0]?.payload, { v: value, other: 1 })
      v.same('the payload of the hit', (await v.search())[0]?.payload, { v: value, other: 1 })
    }),
  ),

  vectorCase('a payload keeps minus zero as a zero', async (v) => {
    await v.make()
    await v.write([point('a', { v: -0 })])
    v.same('the payload', (await v.get(['a']))[0]?.payload, { v: 0 })
    v.same('points with zero', await v.ids({ filter: [{ _tag: 'eq', name: 'v', value: 0 }] }), ['a'])
  }),

  vectorCase('a payload is kept without what is null in it', async (v) => {
    await v.make()
    await v.write([point('a', { gone: null, there: 1 })])
    v.same('what is read', await v.get(['a']), [{ id: 'a', payload: { there: 1 } }])
  }),

  vectorCase('a payload keeps a text of 100 KB', async (v) => {
    await v.make()
    const text = 'wörd 😀 '.repeat(10_000)
    await v.write([point('a', { text })])
    v.same('whether it is the same', (await v.get(['a']))[0]?.payload['text'] === text, true)
  }),

  vectorCase('names that every object inherits are names in a payload', async (v) => {
    await v.make()
    await v.write([point('a', { constructor: 'x' }), point('b')])
    v.same('the payload', (await v.get(['a']))[0]?.payload, { constructor: 'x' })
    v.same('without one', await v.ids({ filter: [{ _tag: 'eq', name: 'constructor', value: null }] }), ['b'])
  }),

  vectorCase('ids may hold any character, and each is an id of its own', async (v) => {
    await v.make()
    const ids = [...oddIds, uuid, uuid.toUpperCase()]
    await v.write(ids.map((id, n) => point(id, { n })))
    v.same('their number', await v.count(), ids.length)
    v.same(
      'what is read',
      await v.get(ids),
      ids.map((id, n) => ({ id, payload: { n } })),
    )
  }),

  vectorCase('a point that exists is replaced, its payload too', async (v) => {
    await v.make()
    await v.write([point('a', { old: 1, both: 1 }, [1, 0]), point('b', {}, [2, 0])])
    await v.write([point('a', { both: 2 }, [5, 0])])
    v.same('what is read', await v.get(['a'], 'with'), [point('a', { both: 2 }, [5, 0])])
    v.same('what is found', await v.hits(), [
      ['a', 5],
      ['b', 2],
    ])
    v.same('their number', await v.count(), 2)
  }),

  vectorCase('writing the same twice answers the same and changes nothing', async (v) => {
    await v.make()
    const once = () => v.write([point('a', { n: 1 }, [0.1, 0.7]), point('b')])
    const first = await once()
    const before = await v.scroll({ vectors: 'with' })
    v.same('the second answer', await once(), first)
    v.same('what is there afterwards', await v.scroll({ vectors: 'with' }), before)
  }),

  vectorCase('a write of nothing is taken', async (v) => {
    await v.make()
    v.same('what was taken', await v.write([]), 0)
  }),

  vectorCase('points are read in the order asked for, without those that are not there', async (v) => {
    await v.make()
    await v.write(['a', 'b', 'c'].map((id) => point(id)))
    v.same(
      'the ids',
      (await v.get(['c', 'nobody', 'a', 'b'])).map(({ id }) => id),
      ['c', 'a', 'b'],
    )
    v.same('none asked for', await v.get([]), [])
  }),

  vectorCase('a point asked for twice is read once', async (v) => {
    await v.make()
    await v.write([point('a'), point('b')])
    v.same(
      'the ids',
      (await v.get(['b', 'a', 'b'])).map(({ id }) => id),
      ['b', 'a'],
    )
  }),

  vectorCase(
    'a vector of another dimension is refused, and nothing is written',
    async (v) => {
      await v.make()
      const { write } = effectsOn(v.named())
      for (const odd of [[1], [1, 2, 3], []])
        await v.fails(write([point('a'), point('b', {}, odd)]), { tag: 'Rejected', at: 'points[1].vector' })
      v.same('the points', await v.ids(), [])
    },
    ['atomic'],
  ),

  vectorCase('points that are deleted are gone for every question', async (v) => {
    await v.make()
    await v.write(['a', 'b', 'c', 'd'].map((id, n) => point(id, { n }, [n, 0])))
    await v.remove(['b', 'nobody', 'd'])
    v.same(
      'what is left',
      [await v.ids(), await v.count(), await v.hits()],
      [
        ['a', 'c'],
        2,
        [
          ['c', 2],
          ['a', 0],
        ],
      ],
    )
    v.same(
      'what is read',
      (await v.get(['a', 'b', 'c', 'd'])).map(({ id }) => id),
      ['a', 'c'],
    )
    await v.remove(['b'])
    await v.remove([])
    v.same('what is left', await v.ids(), ['a', 'c'])
  }),

  vectorCase('a point that was deleted can be written again, without what it had', async (v) => {
    await v.make()
    await v.write([point('a', { old: 1 }), point('b')])
    await v.remove(['a'])
    await v.write([point('a', { n: 1 }, [2, 0])])
    v.same('what is read', await v.get(['a'], 'with'), [point('a', { n: 1 }, [2, 0])])
  }),

  vectorCase('what is acknowledged can be searched at once', async (v) => {
    await v.make()
    for (let n = 1; n <= 20; n += 1) {
      await v.write([point(`p${n}`, { n }, [n, 0])])
      v.same('the best', (await v.hits({ limit: 1 }))[0], [`p${n}`, n])
      v.same('their number', await v.count({ filter: [{ _tag: 'lte', name: 'n', value: n }] }), n)
    }
  }),

  vectorCase('a thousand points in one write are all there', async (v) => {
    await v.make()
    const all = Array.from({ length: 1000 }, (_, n) => point(`p${n}`, { n }, [n, 1]))
    v.same('what was taken', await v.write(all), 1000)
    v.same('their number', await v.count(), 1000)
    v.same('the best', await v.hits({ limit: 2 }), [
      ['p999', 999],
      ['p998', 998],
    ])
    v.same('the ids', await v.ids({ limit: 250 }), all.map(({ id }) => id).sort())
  }),

  vectorCase('effects in one batch are answered one by one, in their order', async (v) => {
    await v.make()
    const { write, search } = effectsOn(v.named())
    const written = await v.trial.askMany([write([point('a')]), write([point('b', {}, [1])]), write([point('c')])])()
    v.same(
      'the tags of writes',
      written.map(({ _tag }) => _tag),
      ['Right', 'Left', 'Right'],
    )
    const searched = await v.trial.askMany([search({ limit: 1 }), search({ limit: 5 }), search({ limit: 0 })])()
    const counts = searched.map((each) => (each._tag === 'Right' ? each.right.hits.length : each.left._tag))
    v.same('what searches found', counts, [1, 2, 'Rejected'])
  }),

  vectorCase('nothing is done before the task is run', async (v) => {
    const { make, write, drop } = effectsOn(v.named())
    v.trial.ask(make())
    await v.fails(write([point('a')]), { tag: 'NotFound' })
    await v.make()
    v.trial.ask(write([point('a')]))
    v.trial.ask(drop())
    v.same('the points', await v.ids(), [])
  }),

  vectorCase('what was read can be written into without changing the store', async (v) => {
    await v.make()
    await v.write([point('a', { list: [1] })])
    for (const read of [v.search, v.search, () => v.get(['a'], 'with'), () => v.get(['a'], 'with')]) {
      const [found] = await read()
      v.same('the payload', found?.payload, { list: [1] })
      const list: unknown = found?.payload['list']
      if (Array.isArray(list)) list.push(2)
      Reflect.set(found?.payload ?? {}, 'more', 1)
    }
  }),
]
