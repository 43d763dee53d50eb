import type { Case } from '../case.js'
import { graphCase } from './talk.js'

/** How relationships are kept and read. */
export const links: readonly Case[] = [
  graphCase('a relationship is read back with its type, its ends, its key and its properties', async (g) => {
    const given = g.link('a', 'b', { key: 'k/1', properties: { n: 1, list: ['x'], text: '😀' } })
    await g.write([g.node('a'), g.node('b')], [given])
    g.same('what is found', await g.links(), { relationships: [given], count: 1 })
  }),

  graphCase('a relationship without a key has none when it is read', async (g) => {
    await g.write([g.node('a'), g.node('b')], [g.link('a', 'b')])
    g.same('what is found', await g.links(), { relationships: [g.link('a', 'b')], count: 1 })
  }),

  graphCase('a relationship exists once between the same ends, with the properties of all its writes', async (g) => {
    await g.write([g.node('a'), g.node('b')], [g.link('a', 'b', { properties: { x: 1, y: 1, z: 1 } })])
    await g.write([], [g.link('a', 'b', { properties: { y: 2, z: null } })])
    const wanted = g.link('a', 'b', { properties: { x: 1, y: 2 } })
    g.same('what is found', await g.links(), { relationships: [wanted], count: 1 })
  }),

  graphCase('a relationship exists once for each key, none being one of its own', async (g) => {
    const all = [
      g.link('a', 'b', { properties: { n: 0 } }),
      ...['1', '2', 'K', 'k'].map((key, n) => g.link('a', 'b', { key, properties: { n } })),
    ]
    await g.write([g.node('a'), g.node('b')], all)
    g.same('what is found', await g.links(), { relationships: all, count: 5 })
    await g.write([], [g.link('a', 'b', { key: '2', properties: { n: 9 } })])
    const changed = all.map((each) => (each.key === '2' ? { ...each, properties: { n: 9 } } : each))
    g.same('what is found then', await g.links(), { relationships: changed, count: 5 })
  }),

  graphCase('a key may be any text', async (g) => {
    const keys = [' ', "'", '0', 'a\u0000', 'ä', '\uffee', '😀']
    const all = keys.map((key, n) => g.link('a', 'a', { key, properties: { n } }))
    await g.write([g.node('a')], all)
    g.same('what is found', (await g.links()).relationships, all)
  }),

  graphCase('the two directions between two nodes are two relationships', async (g) => {
    await g.write(
      [g.node('a'), g.node('b')],
      [g.link('a', 'b', { properties: { n: 1 } }), g.link('b', 'a', { properties: { n: 2 } })],
    )
    const all = [g.link('a', 'b', { properties: { n: 1 } }), g.link('b', 'a', { properties: { n: 2 } })]
    g.same('what is found', await g.links(), { relationships: all, count: 2 })
  }),

  graphCase('types between the same ends are relationships of their own', async (g) => {
    await g.write(
      [g.node('a'), g.node('b')],
      ['ONE', 'One'].map((type, n) => g.link('a', 'b', { type: g.named(type), properties: { n } })),
    )
    for (const [n, type] of ['ONE', 'One'].entries())
      g.same(`those of ${type}`, (await g.links({ type: g.named(type) })).relationships, [
        g.link('a', 'b', { type: g.named(type), properties: { n } }),
      ])
    g.same('those of another', await g.links(), { relationships: [], count: 0 })
  }),

  graphCase('relationships come in the order of their beginnings, their ends and their keys', async (g) => {
    const alpha = (id: string) => g.node(id, {}, 'Alpha')
    const all = [
      ...[g.link(alpha('z'), 'a'), g.link('a', alpha('z')), g.link('a', 'b'), g.link('a', 'b', { key: '10' })],
      ...[g.link('a', 'b', { key: '9' }), g.link('a', 'b', { key: '\uffee' }), g.link('a', 'b', { key: '😀' })],
      ...[g.link('a', '\uffee'), g.link('a', '😀'), g.link('b', 'a'), g.link('\uffee', 'a'), g.link('😀', 'a')],
    ]
    await g.write([alpha('z'), ...['a', 'b', '\uffee', '😀'].map((id) => g.node(id))], [...all].reverse())
    g.same('what is found', (await g.links()).relationships, all)
  }),

  graphCase('relationships are found by what they begin with and by what they end with', async (g) => {
    await g.write(
      [g.node('a', { n: 1 }), g.node('b', { n: 2 }), g.node('c', { n: 2 }, 'Other')],
      [
        g.link('a', 'b'),
        g.link('a', g.node('c', {}, 'Other')),
        g.link('b', 'a'),
        g.link('b', g.node('c', {}, 'Other')),
      ],
    )
    const ends = async (how: object) => (await g.links(how)).relationships.map(({ from, to }) => `${from.id}>${to.id}`)
    const where = (value: number) => [{ _tag: 'eq', name: 'n', value }] as const
    g.same('from', await ends({ from: { where: where(1) } }), ['a>b', 'a>c'])
    g.same('to', await ends({ to: { where: where(2) } }), ['a>b', 'a>c', 'b>c'])
    g.same('to a label', await ends({ to: { label: g.named('Other') } }), ['a>c', 'b>c'])
    g.same('from and to', await ends({ from: { where: where(2) }, to: { label: g.named(), where: where(1) } }), ['b>a'])
    g.same('from an id', await ends({ from: { label: g.named(), where: [{ _tag: 'eq', name: 'id', value: 'b' }] } }), [
      'b>a',
      'b>c',
    ])
    g.same('from a label', await ends({ from: { label: g.named('Other') } }), [])
  }),

  graphCase('relationships come in pages, with the number of all', async (g) => {
    const ids = ['a', 'b', 'c', 'd', 'e']
    await g.write(
      ids.map((id) => g.node(id)),
      ids.map((id) => g.link('a', id)),
    )
    const page = async (how: object) => {
      const { relationships, count } = await g.links(how)
      return [relationships.map(({ to }) => to.id), count]
    }
    g.same('the first', await page({ limit: 2 }), [['a', 'b'], 5])
    g.same('the second', await page({ offset: 2, limit: 2 }), [['c', 'd'], 5])
    g.same('the last', await page({ offset: 4, limit: 2 }), [['e'], 5])
    g.same('behind the end', await page({ offset: 9 }), [[], 5])
    g.same('of none', await page({ limit: 0 }), [[], 5])
  }),

  graphCase('relationships of a type that nobody has are none', async (g) => {
    g.same('what is found', await g.links({ type: g.named('NONE') }), { relationships: [], count: 0 })
  }),

  graphCase('a relationship stays when its ends are written again', async (g) => {
    await g.write([g.node('a'), g.node('b')], [g.link('a', 'b', { properties: { n: 1 } })])
    await g.write([g.node('a', { x: 1 }), { ...g.node('b'), existing: { _tag: 'keep' } }])
    g.same('what is found', (await g.links()).relationships, [g.link('a', 'b', { properties: { n: 1 } })])
  }),

  graphCase('writes of one relationship at the same time leave one', async (g) => {
    await g.write([g.node('a'), g.node('b')])
    await Promise.all(
      ['p', 'q', 'r', 's'].map((name) => g.write([], [g.link('a', 'b', { properties: { [name]: 1 } })])),
    )
    const wanted = g.link('a', 'b', { properties: { p: 1, q: 1, r: 1, s: 1 } })
    g.same('what is found', await g.links(), { relationships: [wanted], count: 1 })
  }),
]
