import type { Case } from '../case.js'
import { deletion, graphCase } from './talk.js'

/** What is deleted, and what is left. */
export const deletions: readonly Case[] = [
  graphCase('a node is deleted with all its relationships, and both are counted', async (g) => {
    await g.write(
      ['a', 'b', 'c'].map((id) => g.node(id)),
      [
        ...[g.link('a', 'b'), g.link('b', 'a'), g.link('b', 'b'), g.link('c', 'a')],
        ...[
          g.link('b', 'c', { key: '1' }),
          g.link('b', 'c', { key: '2' }),
          g.link('b', 'c', { type: g.named('OTHER') }),
        ],
      ],
    )
    g.same('what was deleted', await g.remove({ nodes: [g.node('b')] }), { nodes: 1, relationships: 6 })
    g.same('the nodes', await g.ids(), ['a', 'c'])
    g.same('the relationships', (await g.links()).relationships, [g.link('c', 'a')])
    g.same('those of the other type', (await g.links({ type: g.named('OTHER') })).count, 0)
  }),

  graphCase('a relationship is deleted alone', async (g) => {
    await g.write(
      ['a', 'b'].map((id) => g.node(id)),
      [g.link('a', 'b'), g.link('b', 'a')],
    )
    g.same('what was deleted', await g.remove({ relationships: [g.link('a', 'b')] }), { nodes: 0, relationships: 1 })
    g.same('the nodes', await g.ids(), ['a', 'b'])
    g.same('the relationships', (await g.links()).relationships, [g.link('b', 'a')])
  }),

  graphCase('a relationship is deleted by its key, and without one only the one that has none', async (g) => {
    await g.write(
      [g.node('a'), g.node('b')],
      [g.link('a', 'b'), g.link('a', 'b', { key: '1' }), g.link('a', 'b', { key: '2' })],
    )
    g.same('by key', await g.remove({ relationships: [g.link('a', 'b', { key: '1' })] }), {
      nodes: 0,
      relationships: 1,
    })
    g.same('without', await g.remove({ relationships: [g.link('a', 'b')] }), { nodes: 0, relationships: 1 })
    g.same('what is left', (await g.links()).relationships, [g.link('a', 'b', { key: '2' })])
  }),

  graphCase('what is not there is not deleted and not counted', async (g) => {
    await g.write([g.node('a'), g.node('b'), g.node('a', {}, 'Other')], [g.link('a', 'b')])
    const nothing = await g.remove({
      nodes: [g.node('c'), g.node('A'), g.node('b', {}, 'Other')],
      relationships: [g.link('b', 'a'), g.link('a', 'b', { key: '1' }), g.link('a', 'b', { type: g.named('OTHER') })],
    })
    g.same('what was deleted', nothing, { nodes: 0, relationships: 0 })
    g.same('what is left', [await g.ids(), (await g.links()).count], [['a', 'b'], 1])
  }),

  graphCase('deleting twice answers nothing the second time', async (g) => {
    await g.write([g.node('a'), g.node('b')], [g.link('a', 'b')])
    const both = { nodes: [g.node('a')], relationships: [g.link('a', 'b')] }
    g.same('the first answer', await g.remove(both), { nodes: 1, relationships: 1 })
    g.same('the second answer', await g.remove(both), { nodes: 0, relationships: 0 })
  }),

  graphCase('a node or relationship that is named twice is counted once', async (g) => {
    await g.write([g.node('a'), g.node('b')], [g.link('a', 'b'), g.link('b', 'a')])
    const twice = { nodes: [g.node('a'), g.node('a')], relationships: [g.link('a', 'b'), g.link('a', 'b')] }
    g.same('what was deleted', await g.remove(twice), { nodes: 1, relationships: 2 })
  }),

  graphCase('of two nodes that go together, what is between them is counted once', async (g) => {
    await g.write([g.node('a'), g.node('b')], [g.link('a', 'b')])
    g.same('what was deleted', await g.remove({ nodes: [g.node('a'), g.node('b')] }), { nodes: 2, relationships: 1 })
  }),

  graphCase('a node that was deleted can be written again, without what it had', async (g) => {
    await g.write([g.node('a', { old: 1 }), g.node('b')], [g.link('a', 'b')])
    await g.remove({ nodes: [g.node('a')] })
    await g.write([g.node('a', { n: 1 })])
    g.same('the properties', await g.read('a'), { n: 1 })
    g.same('the relationships', await g.links(), { relationships: [], count: 0 })
  }),

  graphCase('a relationship that was deleted can be written again, without what it had', async (g) => {
    await g.write([g.node('a'), g.node('b')], [g.link('a', 'b', { properties: { old: 1 } })])
    await g.remove({ relationships: [g.link('a', 'b')] })
    await g.write([], [g.link('a', 'b')])
    g.same('what is found', (await g.links()).relationships, [g.link('a', 'b')])
  }),

  graphCase('a deletion of nothing changes nothing', async (g) => {
    await g.write([g.node('a')])
    g.same('what was deleted', await g.remove({}), { nodes: 0, relationships: 0 })
    g.same('what is left', await g.ids(), ['a'])
  }),

  graphCase('a thousand nodes are deleted at once', async (g) => {
    const nodes = Array.from({ length: 1000 }, (_, n) => g.node(`n${n}`))
    await g.write(
      nodes,
      nodes.slice(1).map(({ id }) => g.link('n0', id)),
    )
    g.same('what was deleted', await g.remove({ nodes: nodes.slice(1) }), { nodes: 999, relationships: 999 })
    g.same('what is left', await g.ids(), ['n0'])
  }),

  graphCase('a deletion that is refused deletes nothing', async (g) => {
    await g.write([g.node('a'), g.node('b')], [g.link('a', 'b')])
    await g.fails(deletion({ nodes: [g.node('a'), g.node('')] }), { tag: 'Rejected', at: 'nodes[1].id' })
    g.same('what is left', [await g.ids(), (await g.links()).count], [['a', 'b'], 1])
  }),
]
