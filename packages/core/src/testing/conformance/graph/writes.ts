import { graphCase, upsert } from './talk.js'

/** What a write does and counts. */
export const writes = [
  graphCase('a node is read back with its label, its id, its properties and distance 0', async (g) => {
    const given = g.node('a', { text: 'tide', number: 2, open: true })
    g.same('what was taken', await g.write([given]), { nodes: 1, relationships: 0 })
    g.same('what is found', await g.query(), { nodes: [{ ...given, distance: 0 }], count: 1 })
  }),

  graphCase('a node may have no properties at all', async (g) => {
    await g.write([g.node('a')])
    g.same('what is found', await g.query(), { nodes: [{ ...g.node('a'), distance: 0 }], count: 1 })
  }),

  graphCase('a write of nothing is taken and changes nothing', async (g) => {
    g.same('what was taken', await g.write([]), { nodes: 0, relationships: 0 })
    g.same('what is found', await g.query(), { nodes: [], count: 0 })
  }),

  graphCase('writing the same twice answers the same and changes nothing', async (g) => {
    const once = () =>
      g.write([g.node('a', { list: [1, 2] }), g.node('b')], [g.link('a', 'b', { properties: { n: 1 } })])
    const first = await once()
    const before = [await g.query(), await g.links()]
    g.same('the second answer', await once(), first)
    g.same('what is there afterwards', [await g.query(), await g.links()], before)
  }),

  graphCase('what is taken is counted whether it was new or not', async (g) => {
    await g.write([g.node('a')])
    const taken = await g.write([g.node('a'), g.node('b')], [g.link('a', 'b'), g.link('b', 'a')])
    g.same('what was taken', taken, { nodes: 2, relationships: 2 })
  }),

  graphCase('the same id under two labels is two nodes', async (g) => {
    await g.write([g.node('x', { n: 1 }), g.node('x', { n: 2 }, 'Other')])
    g.same('the first', await g.query(), { nodes: [{ ...g.node('x', { n: 1 }), distance: 0 }], count: 1 })
    g.same('the second', await g.read('x', 'Other'), { n: 2 })
  }),

  graphCase('labels that differ in case alone are two labels', async (g) => {
    await g.write([g.node('a', { n: 1 }, 'Cell'), g.node('a', { n: 2 }, 'CELL')])
    g.same('the first', await g.read('a', 'Cell'), { n: 1 })
    g.same('the second', await g.read('a', 'CELL'), { n: 2 })
  }),

  graphCase('properties that differ in case alone are two properties', async (g) => {
    await g.write([g.node('a', { text: 'x', Text: 'y' })])
    g.same('the properties', await g.read('a'), { text: 'x', Text: 'y' })
  }),

  graphCase('properties called like those that every object inherits are properties', async (g) => {
    await g.write([g.node('a', { constructor: 'x', toString: 'y' }), g.node('b')])
    g.same('the properties', await g.read('a'), { constructor: 'x', toString: 'y' })
    const inherited = { label: g.named(), where: [{ _tag: 'eq', name: 'constructor', value: null }] } as const
    g.same('nodes without one', await g.ids({ match: inherited }), ['b'])
  }),

  graphCase('a write of a thousand nodes with their relationships is whole', async (g) => {
    const ids = Array.from({ length: 1000 }, (_, i) => `n${String(i).padStart(4, '0')}`)
    const taken = await g.write(
      ids.map((id, n) => g.node(id, { n })),
      ids.slice(1).map((id, n) => g.link(ids[n] ?? id, id)),
    )
    g.same('what was taken', taken, { nodes: 1000, relationships: 999 })
    g.same('the ids', await g.ids(), ids)
    g.same('the relationships', (await g.links({ limit: 1 })).count, 999)
  }),

  graphCase('nothing is written before the task is run', async (g) => {
    g.trial.ask(upsert([g.node('a')]))
    g.same('what is found', await g.ids(), [])
  }),

  graphCase('effects in one batch are answered one by one, in their order', async (g) => {
    const good = (id: string) => upsert([g.node(id)])
    const outcomes = await g.trial.askMany([good('a'), good('b'), upsert([], [g.link('a', 'nobody')]), good('c')])()
    g.same(
      'the tags',
      outcomes.map(({ _tag }) => _tag),
      ['Right', 'Right', 'Left', 'Right'],
    )
    g.same('what is found', await g.ids(), ['a', 'b', 'c'])
    await g.remove({ nodes: ['a', 'b', 'c'].map((id) => g.node(id)) })
  }),

  graphCase('effects in one batch see what those before them wrote', async (g) => {
    const outcomes = await g.trial.askMany([
      upsert([g.node('a', { n: 1, m: 1 })]),
      upsert([g.node('b')], [g.link('a', 'b')]),
      upsert([g.node('a', { n: 2 })]),
    ])()
    g.same(
      'the tags',
      outcomes.map(({ _tag }) => _tag),
      ['Right', 'Right', 'Right'],
    )
    g.same('the properties', await g.read('a'), { n: 2, m: 1 })
    await g.remove({ nodes: [g.node('a'), g.node('b')] })
  }),

  graphCase('writes to one node at the same time leave one node with the properties of all', async (g) => {
    await g.write([g.node('a')])
    await Promise.all(['p', 'q', 'r', 's', 't'].map((name) => g.write([g.node('a', { [name]: 1 })])))
    g.same('the properties', await g.read('a'), { p: 1, q: 1, r: 1, s: 1, t: 1 })
  }),

  graphCase(
    'what was written outlives the store being closed',
    async (g) => {
      await g.write([g.node('a', { n: 1, text: 'é' }), g.node('b')], [g.link('a', 'b', { properties: { n: 2 } })])
      const before = [await g.query(), await g.links()]
      await g.trial.reopen()
      g.same('what is there afterwards', [await g.query(), await g.links()], before)
    },
    ['durable'],
  ),

  graphCase(
    'what was deleted stays deleted when the store is opened again',
    async (g) => {
      await g.write([g.node('a'), g.node('b')], [g.link('a', 'b')])
      await g.remove({ nodes: [g.node('a')] })
      await g.trial.reopen()
      g.same('the nodes', await g.ids(), ['b'])
      g.same('the relationships', await g.links(), { relationships: [], count: 0 })
    },
    ['durable'],
  ),
]
