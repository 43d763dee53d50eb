import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { Matrix, ValleyInput } from '@chorale/core/cf14'
import { batchOf, validateBatch, writesOf } from '@chorale/core/cf14/store'
import { unsupported } from '@chorale/core/fault'
import type { GraphEffect, GraphUpsert } from '@chorale/core/ports/graph'
import { failingResolver } from '@chorale/core/testing'
import { memory } from '@chorale/adapter-memory'
import { breaking, context, countsIn, right, walkInto, type Graph } from './stored.js'

/** A store that remembers the writes it acknowledged, in their order. */
const watching = (store: Graph = memory()) => {
  const seen: GraphEffect[] = []
  const watched: Graph = {
    ...store,
    'graph/upsert': (effect, c) => async () => {
      seen.push(effect)
      return store['graph/upsert'](effect, c)()
    },
    'graph/migrate': (effect, c) => async () => {
      seen.push(effect)
      return store['graph/migrate'](effect, c)()
    },
  }
  return { store: watched, keys: () => seen.map(({ key }) => key), seen }
}

const threadIn = async (store: Graph) => {
  const match = { label: 'SemanticThread' }
  const found = await store['graph/query']({ _tag: 'graph/query', key: 'q', match }, context)()
  return right(found).nodes[0]?.properties
}

const wide = (name: string, rows: number, columns: number): Matrix => ({
  rows: Array.from({ length: rows }, (_, i) => `${name} row ${i}`),
  columns: Array.from({ length: columns }, (_, i) => `${name} column ${i}`),
  cells: Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (__, j) => `${name} ${i} ${j}`)),
})
const large: ValleyInput = { A: wide('A', 12, 1), B: wide('B', 1, 12), lensMode: 'single' }

describe('a valley writes', () => {
  it('nothing before the schema stands, then one product after the other', async () => {
    const { store, keys } = watching()
    await walkInto(store, { through: 'F' })
    expect(keys()).toEqual(['migrate', 'write/A', 'write/B', 'write/J', 'write/C', 'write/F'])
  })

  it('what its thread has come to, and at the end how it ended', async () => {
    const { store, seen } = watching()
    await walkInto(store, { problem: 'How?', domain: 'Civics' })
    const said = seen.flatMap((effect) =>
      effect._tag === 'graph/upsert' ? [effect.nodes[0]?.properties['status']] : [],
    )
    expect(said).toEqual([...Array.from({ length: said.length - 1 }, () => 'running'), 'complete'])
    expect(await threadIn(store)).toMatchObject({
      ...{ problem: 'How?', domain: 'Civics', run_id: 'r', status: 'complete', component_count: 167 },
      ...{ operation_count: 284, created_at: '2023-11-14T22:13:20.000Z' },
    })
  })

  it('how it ended in a write of its own where the last product was written before that was known', async () => {
    let heard: () => void = () => undefined
    const isWritten = new Promise<void>((resolve) => (heard = resolve))
    const memories = memory()
    const { store, keys } = watching({
      ...memories,
      'graph/upsert': (effect, c) => async () => {
        const outcome = await memories['graph/upsert'](effect, c)()
        if (effect.key === 'write/C') heard()
        return outcome
      },
    })
    const late = failingResolver(({ key }) => key === 'C/0,0/multiply/0')
    const resolver: typeof late = {
      'model/generate': (effect, c) => async () => {
        const isLate = effect.key.startsWith('C/0,0/') && effect.key !== 'C/0,0/multiply/0'
        if (isLate) await isWritten
        return late['model/generate'](effect, c)()
      },
    }
    const { status } = await walkInto(store, { through: 'C' }, { resolver })
    expect([status, keys()]).toEqual(['partial', ['migrate', 'write/A', 'write/B', 'write/C', 'write/thread']])
    expect(await threadIn(store)).toMatchObject({ status: 'partial', component_count: 40 })
  })

  it('every property of the specification', async () => {
    const { store } = watching()
    await walkInto(store, { domain: 'Civics' })
    const match = { label: 'Component', where: [{ _tag: 'eq', name: 'id', value: 't:F:0:0' } as const] }
    const found = right(await store['graph/query']({ _tag: 'graph/query', key: 'q', match }, context)())
    expect(found.nodes[0]?.properties).toMatchObject({
      axis_path: ['Data', 'Necessity (vs Contingency)'],
      dependencies: ['t:J:0:0', 't:C:0:0'],
      semantic_domain: 'Civics',
      semantic_context: expect.stringContaining('[Solution Objectives]') as string,
      ontology_binding: expect.stringMatching(/^cf14:Civics:F:0:0:/u) as string,
      ...{ last_sequence: 3, warnings: [], schema_version: '1.0.0' },
    })
  })
})

describe('a product of more than 100 cells', () => {
  it('is written in slices, those of one group at the same time, and is whole in the end', async () => {
    const { store, seen, keys } = watching()
    const { status, result } = await walkInto(store, large)
    expect(status).toBe('done')
    expect(keys()).toEqual(['migrate', 'write/A', 'write/B', 'write/C', 'write/C/1'])
    const components = ({ nodes }: GraphUpsert) => nodes.filter(({ label }) => label === 'Component').length
    expect(seen.flatMap((effect) => (effect._tag === 'graph/upsert' ? [components(effect)] : []))).toEqual([
      12, 12, 100, 44,
    ])
    expect(result.persisted).toMatchObject({ components: 168, operations: 432 })
    expect((await countsIn(store))['DEPENDS_ON']).toBe(288)
  })

  it('is not written where one of its slices is not', async () => {
    const store = breaking(memory(), ({ key }) => key === 'write/C/1')
    const { status, result } = await walkInto(store, large)
    expect([status, result.warnings.at(-1)]).toEqual(['partial', 'not_written:C:Unavailable'])
    expect(result.persisted.components).toBe(24)
  })
})

describe('the writes of a whole run', () => {
  it('are two slices, the second after the first because it reads what that writes', async () => {
    const { result } = await walkInto(memory())
    const groups = writesOf(batchOf(result, 'r'), 'all')
    expect(groups.map((group) => group.map(({ key }) => key))).toEqual([['all'], ['all/1']])
  })

  it('stand side by side where nothing of one is in the other', async () => {
    const { result } = await walkInto(memory(), { A: wide('A', 150, 1), B: wide('B', 1, 150), through: 'B' })
    const groups = writesOf(batchOf(result, 'r'), 'all')
    // All but the first are bound to the thread, which the first writes.
    expect(groups.map((group) => group.length)).toEqual([1, 2])
  })

  it('leave a store as the run itself does', async () => {
    const [own, host] = [memory(), memory()]
    const { result } = await walkInto(own)
    for (const effect of writesOf(batchOf(result, 'r'), 'all').flat())
      right(await host['graph/upsert'](effect, context)())
    expect(await countsIn(host)).toEqual(await countsIn(own))
  })
})

describe('a store that holds another history', () => {
  it('refuses it: the product is not written and the error says which state', async () => {
    const store = memory()
    await walkInto(store, { through: 'C' })
    const other: ValleyInput = {
      through: 'C',
      dTemplate: '{a} {f}',
      A: { ...wide('A', 3, 4), cells: wide('X', 3, 4).cells },
    }
    const { result, status } = await walkInto(store, other)
    expect(status).toBe('partial')
    expect(result.unwritten[0]).toMatchObject({
      matrix: 'A',
      error: { _tag: 'ConsistencyError', because: 'State history is immutable: t:A:0:0#0' },
    })
    expect(result.warnings).toContain('not_written:A:ConsistencyError')
  })

  it('of the same contents keeps its operations as they were first recorded', async () => {
    const store = memory()
    await walkInto(store, { through: 'C' })
    await walkInto(store, { through: 'C' }, { now: () => 1_800_000_000_000 })
    const match = { label: 'SemanticOperation' }
    const found = right(await store['graph/query']({ _tag: 'graph/query', key: 'q', match }, context)())
    const starts = new Set(found.nodes.map(({ properties }) => properties['started_at']))
    expect([found.count, [...starts]]).toEqual([36, ['2023-11-14T22:13:20.000Z']])
  })

  it('that is further on is not set back', async () => {
    const store = memory()
    await walkInto(store, { through: 'C' })
    const before = await countsIn(store)
    const { status } = await walkInto(
      store,
      { through: 'C' },
      { resolver: failingResolver(({ key }) => key === 'C/0,0/multiply/0') },
    )
    expect(status).toBe('partial')
    const match = { label: 'Component', where: [{ _tag: 'eq', name: 'id', value: 't:C:0:0' } as const] }
    const found = right(await store['graph/query']({ _tag: 'graph/query', key: 'q', match }, context)())
    expect(found.nodes[0]?.properties).toMatchObject({ current_state: 'resolved', last_sequence: 3 })
    expect((await countsIn(store))['Component']).toBe(before['Component'])
  })
})

describe('a store without schemas', () => {
  it('is written to all the same, with a warning', async () => {
    const no = unsupported({ doing: 'migrate', because: 'no schemas here', next: 'none' })
    const store: Graph = { ...memory(), 'graph/migrate': () => () => Promise.resolve(E.left(no)) }
    const { status, result } = await walkInto(store, { through: 'C' })
    expect([status, result.warnings, result.persisted.components]).toEqual(['done', ['not_migrated:Unsupported'], 40])
  })
})

describe('a clock that is set back on the way', () => {
  it('makes no cell older than its operands: everything is valid and written', async () => {
    let at = 1_700_000_000_000
    const { status, result } = await walkInto(memory(), {}, { now: () => (at -= 7.5) })
    expect([status, result.warnings, result.persisted.operations]).toEqual(['done', [], 284])
    expect(validateBatch(batchOf(result, 'r'))).toEqual([])
  })
})
