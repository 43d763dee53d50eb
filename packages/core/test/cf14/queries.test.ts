import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { ask, askTask, batchOf, queries } from '@chorale/core/cf14/store'
import { countingResolver, echoResolver, failingResolver } from '@chorale/core/testing'
import { memory } from '@chorale/adapter-memory'
import { matrixNamed } from './golden.js'
import { breaking, context, right, walkInto } from './stored.js'

let now = 1_700_000_000_000
const store = memory()
const { result } = await walkInto(store, { domain: 'Civics' }, { now: () => (now += 1) })
const batch = batchOf(result, 'r')

describe('lineage and impact', () => {
  it('tell the distance and what made each cell, in the order of its moves', async () => {
    const [nearest] = await ask(store, queries.lineage('t:F:0:0', 2))
    expect([nearest?.component.id, nearest?.distance]).toEqual(['t:C:0:0', 1])
    expect(nearest?.operations.map(({ operationType }) => operationType)).toEqual([
      'semantic_multiplication',
      'semantic_addition',
      'interpretation',
    ])
    const far = (await ask(store, queries.lineage('t:F:0:0', 2))).filter(({ distance }) => distance === 2)
    expect(far.every(({ component }) => component.origin !== 'derived')).toBe(true)
  })

  it('are each other backwards', async () => {
    const ancestors = (await ask(store, queries.lineage('t:E:2:1', 20))).map(({ component }) => component.id)
    for (const id of ['t:A:0:0', 't:D:1:2', 't:Z:3:3'])
      expect([id, ancestors.includes(id)]).toEqual([
        id,
        (await ask(store, queries.impact(id, 20))).some(({ component }) => component.id === 't:E:2:1'),
      ])
  })

  it('reach two steps unless told, and refuse more than twenty', async () => {
    const usual = await ask(store, queries.impact('t:A:0:0'))
    expect(Math.max(...usual.map(({ distance }) => distance))).toBe(2)
    for (const depth of [0, 21, 1.5, NaN])
      await expect(ask(store, queries.lineage('t:C:0:0', depth))).rejects.toMatchObject({ _tag: 'Rejected' })
  })
})

describe('the operations of a run', () => {
  it('come by start and id, in pages, with the number of all', async () => {
    const all = await ask(store, queries.operationsOfRun('t'))
    expect([all.count, all.operations.length]).toEqual([284, 284])
    const starts = all.operations.map(({ startedAt }) => startedAt)
    expect(starts).toEqual([...starts].sort((a, b) => a - b))
    const page = await ask(store, queries.operationsOfRun('t', { offset: 10, limit: 5 }))
    expect([page.count, page.operations]).toEqual([284, all.operations.slice(10, 15)])
  })

  it('are narrowed by type and success', async () => {
    const shifts = await ask(store, queries.operationsOfRun('t', { type: 'station_shift', success: true }))
    expect(shifts.count).toBe(16)
    expect((await ask(store, queries.operationsOfRun('t', { success: false }))).count).toBe(0)
  })

  it('are the audit records as they were written', async () => {
    const { operations } = await ask(store, queries.operationsOfRun('t'))
    const byId = new Map(operations.map((each) => [each.id, each]))
    expect(result.operations.map(({ id }) => byId.get(id))).toEqual(result.operations)
  })
})

describe('a cell', () => {
  it('is read as it was written; one that is not there is NotFound', async () => {
    for (const each of batch.components) expect(await ask(store, queries.component(each.id))).toEqual(each)
    expect(await askTask(store, queries.component('t:C:9:9'))()).toMatchObject({ left: { _tag: 'NotFound' } })
  })

  it('has its history with what led to each state', async () => {
    const past = await ask(store, queries.history('t:C:0:0'))
    expect(past.map(({ state }) => state)).toEqual(batch.states.filter(({ componentId }) => componentId === 't:C:0:0'))
    expect(past.map(({ operation }) => operation?.operationType)).toEqual([
      undefined,
      'semantic_multiplication',
      'semantic_addition',
      'interpretation',
    ])
    expect((await ask(store, queries.history('t:Z:0:0'))).map(({ operation }) => operation?.toState)).toEqual([
      undefined,
      'interpreted',
      'combined',
      'resolved',
    ])
    expect((await ask(store, queries.history('t:K:0:0'))).map(({ operation }) => operation?.operationType)).toEqual([
      'transposition',
    ])
  })
})

describe('a grid', () => {
  it('is the matrix as it was made', async () => {
    for (const name of ['A', 'C', 'K', 'E', 'R', 'H']) {
      const { rows, columns, contents } = matrixNamed(result, name)
      expect(await ask(store, queries.grid('t', name))).toEqual({ rows, columns, cells: contents })
    }
  })

  it('has null for a cell that is missing, and is NotFound where there is none', async () => {
    const torn = memory()
    await walkInto(torn, { through: 'A' })
    await torn['graph/delete'](
      { _tag: 'graph/delete', key: 'd', nodes: [{ label: 'Component', id: 't:A:1:2' }], relationships: [] },
      context,
    )()
    const { cells } = await ask(torn, queries.grid('t', 'A'))
    expect(cells[1]).toEqual(['Standards', 'Methods', null, 'Adaptation'])
    await expect(ask(torn, queries.grid('t', 'C'))).rejects.toMatchObject({ _tag: 'NotFound' })
  })
})

describe('cells by state', () => {
  it('come with the newest change first', async () => {
    const resolved = await ask(store, queries.byState('t', 'resolved'))
    expect(resolved.length).toBe(77)
    const times = resolved.map(({ updatedAt }) => updatedAt)
    expect(times).toEqual([...times].sort((a, b) => b - a))
    expect((await ask(store, queries.byState('t', 'initial'))).length).toBe(167 - 77)
  })
})

describe('a term', () => {
  it('is found where it was given, in what is made from it, and in what was made of it', async () => {
    const named = (await ask(store, queries.term('t', 'Values'))).map(({ id }) => id)
    expect(named).toEqual(['t:A:0:0', 't:C:0:0', 't:C:0:1', 't:C:0:2', 't:C:0:3', 't:D:0:0'])
    const product = matrixNamed(result, 'C').cells[0]?.calls[1]?.reply?.text ?? ''
    expect((await ask(store, queries.term('t', product))).map(({ id }) => id)).toEqual(['t:C:0:0'])
  })

  it('may hold quotation marks, and may not be empty', async () => {
    const quoting = memory()
    const echo = echoResolver()['model/generate']
    const resolver = {
      'model/generate': ((effect, c) => async () =>
        E.map((said: { readonly answer: object }) => ({ ...said, answer: { ...said.answer, text: 'a "good" word' } }))(
          await echo(effect, c)(),
        )) as typeof echo,
    }
    await walkInto(quoting, { through: 'C' }, { resolver })
    expect((await ask(quoting, queries.term('t', '"good" word'))).length).toBe(12)
    await expect(ask(store, queries.term('t', '  '))).rejects.toMatchObject({ _tag: 'Rejected' })
  })

  it('of another thread is not found', async () => {
    expect(await ask(store, queries.term('u', 'Values'))).toEqual([])
  })
})

describe('the cost', () => {
  it('is summed by station and operation type, and adds up to the totals', async () => {
    const costs = await ask(store, queries.cost('t'))
    const calls = costs.reduce((sum, each) => sum + each.calls, 0)
    expect([calls, result.totals.calls]).toEqual([343, 343])
    expect(costs.filter(({ station }) => station === 'Problem Requirements')).toMatchObject([
      { operationType: 'semantic_multiplication', operations: 12, calls: 48, tokens: 0 },
      { operationType: 'semantic_addition', operations: 12, calls: 0 },
      { operationType: 'interpretation', operations: 12, calls: 36 },
    ])
    const counting = countingResolver()
    const { result: again } = await walkInto(memory(), {}, { resolver: counting })
    expect(again.totals.calls).toBe(343)
  })
})

describe('failures', () => {
  it('come with the state that their cell is in now', async () => {
    const failing = memory()
    const resolver = failingResolver(({ key }) => key === 'C/2,3/row_lens')
    await walkInto(failing, { through: 'C' }, { resolver })
    const [only, ...others] = await ask(failing, queries.failures('t'))
    expect([only?.operation.outputComponent, only?.operation.error, only?.state, others]).toEqual([
      't:C:2:3',
      expect.stringContaining('row_lens: Unavailable') as string,
      'combined',
      [],
    ])
  })
})

describe('a query', () => {
  it('of what nobody knows gives an empty list', async () => {
    const lists = [queries.lineage('t:Q:0:0'), queries.impact('x'), queries.history('x')] as const
    for (const query of lists) expect(await ask<unknown>(store, query)).toEqual([])
    expect(await ask(store, queries.failures('u'))).toEqual([])
    expect(await ask(store, queries.cost('u'))).toEqual([])
    expect(await ask(store, queries.byState('u', 'initial'))).toEqual([])
    expect(await ask(store, queries.operationsOfRun('u'))).toEqual({ operations: [], count: 0 })
  })

  it('fails with the error of the store', async () => {
    const down = breaking(memory(), () => true)
    expect(await askTask(down, queries.cost('t'))()).toMatchObject({ left: { _tag: 'Unavailable' } })
  })

  it('names what it cannot read', async () => {
    const odd = memory()
    const properties = { thread_id: 't', current_state: 'initial', matrix_name: 7 }
    right(
      await odd['graph/upsert'](
        { _tag: 'graph/upsert', key: 'w', nodes: [{ label: 'Component', id: 'odd', properties }], relationships: [] },
        context,
      )(),
    )
    expect(await askTask(odd, queries.byState('t', 'initial'))()).toMatchObject({
      left: { _tag: 'BadAnswer', doing: 'read Component odd', because: 'its run_id is not as this program writes it' },
    })
  })
})
