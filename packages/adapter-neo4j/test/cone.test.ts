import { expect, it } from 'vitest'
import type { GraphQuery, Hop } from '@chorale/core/ports/graph'
import { describeWith } from '@chorale/rig'
import { compileQuery } from '../src/compile/query.js'
import { context, fresh, opened, right } from './fresh.js'
import { planOf } from './raw.js'

const [label, type] = [fresh('Cell'), fresh('DEPENDS_ON')]
const layers = 40
const width = 300

const query = (hops: readonly Hop[], id: string): GraphQuery => ({
  ...{ _tag: 'graph/query', key: 'k', hops, limit: 3, orderBy: [{ by: 'distance' }] },
  match: { label, where: [{ _tag: 'eq', name: 'id', value: id }] },
})
const depth = { least: 1, most: 50 }
const last = `c${layers * width - 1}`

describeWith('neo4j', 'a cone over 12,000 nodes with more paths than anybody could walk', (address) => {
  it('is found breadth first, each node visited once', async () => {
    const store = opened(address)
    const nodes = Array.from({ length: layers * width }, (_, i) => ({ label, id: `c${i}`, properties: { n: i } }))
    const relationships = nodes.slice(width).flatMap(({ id }, i) =>
      [0, 13, 26, 39].map((k) => {
        const above = Math.floor(i / width) * width + ((i * 7 + k) % width)
        return { type, from: { label, id }, to: { label, id: `c${above}` }, properties: {} }
      }),
    )
    right(await store['graph/upsert']({ _tag: 'graph/upsert', key: 'k', nodes, relationships }, context)())
    const asked = query([{ types: [type], direction: 'out', depth }], last)
    const found = right(await store['graph/query'](asked, context)())
    expect(found.nodes.map(({ distance }) => distance)).toEqual([1, 1, 1])
    expect(found.count).toBeGreaterThan(10_000)
    const times: number[] = []
    for (let i = 0; i < 9; i += 1) {
      const began = performance.now()
      right(await store['graph/query'](asked, context)())
      times.push(performance.now() - began)
    }
    if (process.env['CHORALE_TIMES'] !== undefined)
      process.stderr.write(`cone: ${times.map(Math.round).join(' ')} ms\n`)
    // Paths multiply by four with each layer: whoever walked them would not end.
    expect(Math.min(...times)).toBeLessThan(1000)
  }, 300_000)

  it.each<readonly [string, readonly Hop[]]>([
    ['one way', [{ types: [type], direction: 'out', depth }]],
    ['against it', [{ types: [type], direction: 'in', depth: { least: 0, most: 50 } }]],
    ['both ways', [{ types: [type], direction: 'both', depth: { least: 2, most: 50 } }]],
    ['several types', [{ types: [type, 'OTHER'], direction: 'out', depth, to: { label } }]],
    [
      'hop behind hop',
      [
        { types: [type], direction: 'out', depth },
        { types: [type], direction: 'in', depth, to: { label, where: [{ _tag: 'gt', name: 'n', value: 3 }] } },
      ],
    ],
  ])(
    'is planned so %s',
    async (_, hops) => {
      const plan = await planOf(address, compileQuery(query(hops, last)))
      const walks = plan.filter((operator) => operator.includes('VarLengthExpand'))
      expect(walks).toHaveLength(hops.length)
      for (const walk of walks) expect(walk).toContain('Pruning,BFS')
    },
    60_000,
  )
})
