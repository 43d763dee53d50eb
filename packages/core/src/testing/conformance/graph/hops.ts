import type { GraphFound, Hop } from '../../../ports/graph/index.js'
import type { Case } from '../case.js'
import { graphCase, type GraphTalk } from './talk.js'

/** Writes the nodes and the ways between them, each way as `from>to`, with another type behind a colon. */
const draw = async (g: GraphTalk, ways: string): Promise<void> => {
  const list = ways.split(' ').map((way) => {
    const [ends = '', type = 'LINK'] = way.split(':')
    const [from = '', to = ''] = ends.split('>')
    return g.link(from, to, { type: g.named(type) })
  })
  const ids = new Set(list.flatMap(({ from, to }) => [from.id, to.id]))
  await g.write(
    [...ids].map((id) => g.node(id, { name: id })),
    list,
  )
}

/** Nodes that are reached, as `id distance`. */
const told = ({ nodes }: GraphFound): readonly string[] => nodes.map(({ id, distance }) => `${id} ${distance}`)

const only = (g: GraphTalk, ...ids: readonly string[]) => ({
  ...{ label: g.named(), where: [{ _tag: 'in', name: 'id', values: ids }] as const },
})

/** What is reached from some nodes by hops; a hop says only what is not plain. */
const reached = async (
  g: GraphTalk,
  starts: readonly string[],
  hops: readonly (Partial<Omit<Hop, 'depth'>> & { readonly depth?: readonly [least: number, most: number] })[],
): Promise<readonly string[]> => {
  const plain = hops.map(({ depth, ...hop }): Hop => ({
    ...{ types: [g.named('LINK')], direction: 'out', ...hop },
    ...(depth === undefined ? {} : { depth: { least: depth[0], most: depth[1] } }),
  }))
  return told(await g.query({ match: only(g, ...starts), hops: plain }))
}

/** One drawing, walked from some nodes with one hop. */
interface Walk {
  readonly name: string
  readonly ways: string
  readonly from: readonly string[]
  readonly hop: { readonly direction?: Hop['direction']; readonly depth?: readonly [least: number, most: number] }
  readonly found: readonly string[]
}

const walks: readonly Walk[] = [
  { name: 'out follows relationships from their beginning', ways: 'a>b c>a', from: ['a'], hop: {}, found: ['b 1'] },
  { name: 'in follows them from their end', ways: 'a>b c>a', from: ['a'], hop: { direction: 'in' }, found: ['c 1'] },
  {
    name: 'both follows them either way',
    ways: 'a>b c>a',
    from: ['a'],
    hop: { direction: 'both' },
    found: ['b 1', 'c 1'],
  },
  { name: 'without a depth, one step is taken', ways: 'a>b b>c', from: ['a'], hop: {}, found: ['b 1'] },
  {
    name: 'a depth reaches everything from its least to its most',
    ...{ ways: 'a>b b>c c>d d>e', from: ['a'], hop: { depth: [2, 3] }, found: ['c 2', 'd 3'] },
  },
  {
    name: 'least 0 finds the node itself, at distance 0',
    ...{ ways: 'a>b b>c', from: ['a'], hop: { depth: [0, 1] }, found: ['a 0', 'b 1'] },
  },
  {
    name: 'least 0 finds a node that leads nowhere',
    ...{ ways: 'a>b', from: ['b'], hop: { depth: [0, 5] }, found: ['b 0'] },
  },
  {
    name: 'a node is not reached by a way longer than its shortest',
    ...{ ways: 'a>b b>c a>c', from: ['a'], hop: { depth: [2, 5] }, found: [] },
  },
  {
    name: 'the distance is that of the shortest way',
    ...{ ways: 'a>b b>c c>d a>d', from: ['a'], hop: { depth: [1, 5] }, found: ['b 1', 'd 1', 'c 2'] },
  },
  {
    name: 'a diamond is reached once',
    ...{ ways: 'a>b a>c b>d c>d', from: ['a'], hop: { depth: [1, 2] }, found: ['b 1', 'c 1', 'd 2'] },
  },
  {
    name: 'a cycle is gone round once, and its beginning is not reached again',
    ...{ ways: 'a>b b>c c>a', from: ['a'], hop: { depth: [1, 50] }, found: ['b 1', 'c 2'] },
  },
  {
    name: 'a relationship to itself leads nowhere',
    ...{ ways: 'a>a a>b b>b', from: ['a'], hop: { depth: [1, 3] }, found: ['b 1'] },
  },
  {
    name: 'both goes there and back, and finds no node twice',
    ...{ ways: 'a>b c>b c>d', from: ['a'], hop: { direction: 'both', depth: [1, 3] }, found: ['b 1', 'c 2', 'd 3'] },
  },
  {
    name: 'of several nodes, the nearest gives the distance',
    ...{ ways: 'a>b b>c d>c', from: ['a', 'd'], hop: { depth: [1, 5] }, found: ['b 1', 'c 1'] },
  },
  {
    name: 'a node to begin with is reached from another one',
    ...{ ways: 'a>b b>a', from: ['a', 'b'], hop: {}, found: ['a 1', 'b 1'] },
  },
  {
    name: 'each node to begin with counts its own steps',
    ...{ ways: 'a>b b>c d>c', from: ['a', 'd'], hop: { depth: [2, 2] }, found: ['c 2'] },
  },
  { name: 'nothing is reached from nowhere', ways: 'a>b', from: ['z'], hop: { depth: [0, 5] }, found: [] },
  {
    name: 'two ways of other lengths to two nodes are told in the order of distance',
    ...{ ways: 'a>z z>b b>y y>c', from: ['a'], hop: { depth: [1, 4] }, found: ['z 1', 'b 2', 'y 3', 'c 4'] },
  },
]

/** Where hops lead. */
export const hops: readonly Case[] = [
  ...walks.map(({ name, ways, from, hop, found }) =>
    graphCase(`in a hop, ${name}`, async (g) => {
      await draw(g, ways)
      g.same('what is reached', await reached(g, from, [hop]), found)
    }),
  ),

  graphCase('a hop follows the types it names and no others', async (g) => {
    await draw(g, 'a>b:ONE a>c:TWO a>d:THREE b>e:TWO c>f:ONE')
    const [one, two] = [g.named('ONE'), g.named('TWO')]
    g.same('one type', await reached(g, ['a'], [{ types: [one], depth: [1, 3] }]), ['b 1'])
    g.same('two types', await reached(g, ['a'], [{ types: [one, two], depth: [1, 3] }]), ['b 1', 'c 1', 'e 2', 'f 2'])
    g.same('a type in another case', await reached(g, ['a'], [{ types: [g.named('one')] }]), [])
    g.same('a type nobody has', await reached(g, ['a'], [{ types: [g.named('NONE')], depth: [1, 9] }]), [])
  }),

  graphCase('what a hop reaches must fit, and what lies on the way need not', async (g) => {
    await draw(g, 'a>b b>c c>d')
    await g.write([g.node('x', { name: 'd' }, 'Other')], [g.link('a', g.node('x', {}, 'Other'))])
    const to = (where: NonNullable<NonNullable<Hop['to']>['where']>) => ({ to: { where }, depth: [1, 5] }) as const
    g.same('by id', await reached(g, ['a'], [to([{ _tag: 'eq', name: 'id', value: 'd' }])]), ['d 3'])
    g.same('by a property', await reached(g, ['a'], [to([{ _tag: 'eq', name: 'name', value: 'd' }])]), ['x 1', 'd 3'])
    const other = { to: { label: g.named('Other') }, depth: [1, 5] } as const
    g.same('by label', await reached(g, ['a'], [other]), ['x 1'])
  }),

  graphCase('what a hop reaches need not fit what was begun with', async (g) => {
    await draw(g, 'a>b b>c')
    const hop: Hop = { types: [g.named('LINK')], direction: 'out', depth: { least: 0, most: 2 } }
    const first = { label: g.named(), where: [{ _tag: 'eq', name: 'name', value: 'a' }] } as const
    g.same('what is reached', told(await g.query({ match: first, hops: [hop] })), ['a 0', 'b 1', 'c 2'])
  }),

  graphCase('two hops go on from where the first one led, and their steps add up', async (g) => {
    await draw(g, 'a>b:ONE a>c:ONE b>d:TWO c>d:TWO c>e:TWO d>f:TWO a>g:TWO')
    const [one, two] = [{ types: [g.named('ONE')] }, { types: [g.named('TWO')] }]
    g.same('both', await reached(g, ['a'], [one, two]), ['d 2', 'e 2'])
    g.same('the second deeper', await reached(g, ['a'], [one, { ...two, depth: [1, 2] }]), ['d 2', 'e 2', 'f 3'])
    g.same('and back', await reached(g, ['a'], [one, two, { ...two, direction: 'in' }]), ['b 3', 'c 3'])
    g.same('the first not at all', await reached(g, ['a'], [{ ...one, depth: [0, 1] }, two]), ['g 1', 'd 2', 'e 2'])
  }),

  graphCase('over two hops, the shortest way in all gives the distance', async (g) => {
    await draw(g, 'a>b:ONE b>c:ONE b>x:TWO c>y:TWO x>y:TWO')
    const hops = [
      { types: [g.named('ONE')], depth: [1, 2] as const },
      { types: [g.named('TWO')], depth: [1, 2] as const },
    ]
    g.same('what is reached', await reached(g, ['a'], hops), ['x 2', 'y 3'])
  }),

  graphCase('between two hops, what is reached must fit', async (g) => {
    await draw(g, 'a>b a>c b>d c>e')
    const to = { where: [{ _tag: 'eq', name: 'name', value: 'c' }] } as const
    g.same('what is reached', await reached(g, ['a'], [{ to }, {}]), ['e 2'])
  }),

  graphCase('several relationships between two nodes lead there once', async (g) => {
    await g.write([g.node('a'), g.node('b')], [g.link('a', 'b'), g.link('a', 'b', { key: '1' }), g.link('b', 'a')])
    const { nodes, count } = await g.query({
      match: only(g, 'a'),
      hops: [{ types: [g.named('LINK')], direction: 'both', depth: { least: 1, most: 4 } }],
    })
    g.same('what is reached', [nodes.map(({ id }) => id), count], [['b'], 1])
  }),

  graphCase('a chain is followed to the greatest depth and no further', async (g) => {
    const ids = Array.from({ length: 60 }, (_, n) => `n${String(n).padStart(2, '0')}`)
    await draw(
      g,
      ids
        .slice(1)
        .map((id, n) => `${ids[n] ?? ''}>${id}`)
        .join(' '),
    )
    const found = await reached(g, ['n00'], [{ depth: [49, 50] }])
    g.same('what is reached', found, ['n49 49', 'n50 50'])
  }),

  graphCase('a dense net is walked without counting its ways', async (g) => {
    const layers = Array.from({ length: 12 }, (_, n) => [0, 1, 2, 3].map((k) => `l${String(n).padStart(2, '0')}_${k}`))
    const ways = layers
      .slice(1)
      .flatMap((layer, n) => (layers[n] ?? []).flatMap((from) => layer.map((to) => `${from}>${to}`)))
    await draw(g, ways.join(' '))
    const found = await reached(g, ['l00_0'], [{ depth: [11, 12] }])
    g.same('what is reached', found, ['l11_0 11', 'l11_1 11', 'l11_2 11', 'l11_3 11'])
  }),

  graphCase('what is reached can be ordered by distance, and by properties', async (g) => {
    await draw(g, 'a>z z>y y>x a>m')
    const hops: readonly Hop[] = [{ types: [g.named('LINK')], direction: 'out', depth: { least: 0, most: 3 } }]
    const match = only(g, 'a')
    g.same('unasked', await g.ids({ match, hops }), ['a', 'm', 'z', 'y', 'x'])
    const falling = { by: 'distance', descending: true } as const
    g.same('falling', await g.ids({ match, hops, orderBy: [falling] }), ['x', 'y', 'm', 'z', 'a'])
    g.same('by name', await g.ids({ match, hops, orderBy: [{ by: 'name' }] }), ['a', 'm', 'x', 'y', 'z'])
  }),

  graphCase('what is reached comes in pages, with the number of all', async (g) => {
    await draw(g, 'a>b a>c a>d b>e')
    const hops: readonly Hop[] = [{ types: [g.named('LINK')], direction: 'out', depth: { least: 1, most: 2 } }]
    const page = await g.query({ match: only(g, 'a'), hops, offset: 1, limit: 2 })
    g.same('the page', [told(page), page.count], [['c 1', 'd 1'], 4])
  }),

  graphCase('a property called distance is kept apart from the distance', async (g) => {
    await g.write([g.node('a', { distance: 7 }), g.node('b', { distance: 5 })], [g.link('a', 'b')])
    const found = await g.query({ match: only(g, 'a'), hops: [{ types: [g.named('LINK')], direction: 'out' }] })
    g.same('what is reached', found.nodes, [{ ...g.node('b', { distance: 5 }), distance: 1 }])
  }),

  graphCase('a relationship that was deleted leads nowhere', async (g) => {
    await draw(g, 'a>b b>c')
    await g.remove({ relationships: [g.link('b', 'c')] })
    g.same('what is reached', await reached(g, ['a'], [{ depth: [1, 5] }]), ['b 1'])
  }),
]
