import type { VectorEffect } from '../../../ports/vector/index.js'
import type { Case } from '../case.js'
import { effectsOn, point, vectorCase } from './talk.js'

const nowhere: readonly (readonly [what: string, effect: (on: ReturnType<typeof effectsOn>) => VectorEffect])[] = [
  ['a write', (on) => on.write([point('a')])],
  ['a write of nothing', (on) => on.write([])],
  ['a reading', (on) => on.get(['a'])],
  ['a change of payloads', (on) => on.lay(['a'], { n: 1 })],
  ['a deletion', (on) => on.remove(['a'])],
  ['a search', (on) => on.search()],
  ['a page', (on) => on.scroll()],
  ['a count', (on) => on.count()],
]

/** How collections come and go. */
export const collections: readonly Case[] = [
  vectorCase('a collection is made once, and is empty', async (v) => {
    v.same('whether it was made', [await v.make(), await v.make()], [true, false])
    v.same('its points', [await v.count(), await v.ids(), await v.search()], [0, [], []])
  }),

  vectorCase('a collection that is there keeps its points when it is made again', async (v) => {
    await v.make()
    await v.write([point('a')])
    await v.make()
    v.same('its points', await v.ids(), ['a'])
  }),

  ...(['cosine', 'dot', 'euclid'] as const).map((metric) =>
    vectorCase(`a collection by ${metric} is made and made again`, async (v) => {
      v.same('whether it was made', [await v.make({ metric }), await v.make({ metric })], [true, false])
    }),
  ),

  vectorCase('a collection with another dimension is a conflict and stays as it is', async (v) => {
    await v.make({ dimension: 2 })
    await v.write([point('a')])
    await v.fails(effectsOn(v.named()).make({ dimension: 3 }), { tag: 'Conflict' })
    v.same('its points', await v.hits(), [['a', 1]])
  }),

  vectorCase('a collection with another metric is a conflict and stays as it is', async (v) => {
    await v.make({ metric: 'dot' })
    await v.write([point('a', {}, [3, 4])])
    await v.fails(effectsOn(v.named()).make({ metric: 'cosine' }), { tag: 'Conflict' })
    v.same('its points', await v.hits(), [['a', 3]])
  }),

  vectorCase('a collection made by several at the same time is made once', async (v) => {
    const made = await Promise.all([v.make(), v.make(), v.make()])
    v.same('how often it was made', made.filter((created) => created).length, 1)
    v.same('its points', await v.count(), 0)
  }),

  vectorCase('indexes can be named from the start and added later', async (v) => {
    const [text, number] = [{ name: 'kind', kind: 'text' } as const, { name: 'n', kind: 'number' } as const]
    v.same('whether it was made', await v.make({ indexes: [text] }), true)
    await v.write([point('a', { kind: 'x', n: 1, open: true }), point('b', { kind: 'y', n: 2, open: false })])
    v.same('whether it was made', await v.make({ indexes: [text, number, { name: 'open', kind: 'boolean' }] }), false)
    v.same('by text', await v.ids({ filter: [{ _tag: 'eq', name: 'kind', value: 'x' }] }), ['a'])
    v.same('by number', await v.ids({ filter: [{ _tag: 'gt', name: 'n', value: 1 }] }), ['b'])
    v.same('by yes or no', await v.ids({ filter: [{ _tag: 'eq', name: 'open', value: true }] }), ['a'])
  }),

  vectorCase('a collection is dropped once, and what is not there changes nothing', async (v) => {
    v.same('whether it was there', await v.drop(), false)
    await v.make()
    await v.write([point('a')])
    v.same('whether it was there', [await v.drop(), await v.drop()], [true, false])
    await v.fails(effectsOn(v.named()).count(), { tag: 'NotFound' })
  }),

  vectorCase('a collection that was dropped can be made again, empty and of another shape', async (v) => {
    await v.make({ dimension: 2, metric: 'dot' })
    await v.write([point('a')])
    await v.drop()
    v.same('whether it was made', await v.make({ dimension: 3, metric: 'euclid' }), true)
    v.same('its points', await v.ids(), [])
    await v.write([point('b', {}, [0, 3, 4])])
    v.same('its points', await v.hits({ vector: [0, 0, 0] }), [['b', 5]])
  }),

  vectorCase('collections keep their points apart', async (v) => {
    for (const name of ['one', 'One', 'one-1', 'one_1']) {
      await v.make({ name })
      await v.write([point('a', { of: name })], name)
    }
    for (const name of ['one', 'One', 'one-1', 'one_1']) {
      const [hit] = v.taken('a search', await v.trial.ask(effectsOn(v.named(name)).search())(), { hits: [] }).hits
      v.same(`the payload in ${name}`, hit?.payload, { of: name })
    }
  }),

  vectorCase('a name may be 64 characters long', async (v) => {
    const name = '-'.repeat(64 - v.trial.prefix.length)
    v.same('whether it was made', await v.make({ name }), true)
    v.same('what was taken', await v.write([point('a')], name), 1)
  }),

  ...nowhere.map(([what, effect]) =>
    vectorCase(`${what} is not found where there is no such collection`, async (v) => {
      await v.fails(effect(effectsOn(v.named('nowhere'))), { tag: 'NotFound' })
    }),
  ),

  vectorCase(
    'a collection and its points outlive the store being closed',
    async (v) => {
      await v.make({ metric: 'euclid', indexes: [{ name: 'n', kind: 'number' }] })
      await v.write([point('a', { n: 1, list: [{ x: null }] }, [3, 4]), point('b', { n: 2 }), point('c')])
      await v.remove(['c'])
      await v.lay(['b'], { n: null, m: 3 })
      const before = [await v.scroll({ vectors: 'with' }), await v.search()]
      await v.trial.reopen()
      v.same('what is there afterwards', [await v.scroll({ vectors: 'with' }), await v.search()], before)
      v.same('whether it was made', await v.make({ metric: 'euclid' }), false)
    },
    ['durable'],
  ),
]
