import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { batchOf, enforceConsistency, validateBatch, type Batch } from '@chorale/core/cf14/store'
import { failingResolver } from '@chorale/core/testing'
import { memory } from '@chorale/adapter-memory'
import { walkInto } from './stored.js'

const { result } = await walkInto(memory(), { domain: 'Civics' })
const good = batchOf(result, 'r')
const at = good.components.findIndex(({ id }) => id === 't:C:0:0')
const done = good.operations.findIndex(({ outputComponent }) => outputComponent === 't:C:0:0')

/** The batch with one record changed. */
const withComponent = (change: object): Batch => ({ ...good, components: changed(good.components, at, change) })
const withOperation = (change: object, n = done): Batch => ({
  ...good,
  operations: changed(good.operations, n, change),
})
const changed = <A extends object>(all: readonly A[], n: number, change: object): readonly A[] =>
  all.map((each, i) => (i === n ? { ...each, ...change } : each))

const codesIn = (batch: Batch): readonly string[] => [...new Set(validateBatch(batch).map(({ code }) => code))].sort()

describe('a batch that a valley made', () => {
  it('is valid and consistent, whole or partial', async () => {
    expect(validateBatch(good)).toEqual([])
    expect(enforceConsistency(good)).toEqual(E.right(good))
    const resolver = failingResolver(({ key }) => key === 'C/0,1/row_lens')
    const partial = batchOf((await walkInto(memory(), {}, { resolver })).result, 'r')
    expect(validateBatch(partial)).toEqual([])
    expect(partial.thread.status).toBe('partial')
  })

  it('is made of the counts of the specification', () => {
    expect([good.components.length, good.states.length, good.operations.length]).toEqual([167, 398, 284])
    expect(new Set(good.operations.map(({ id }) => id)).size).toBe(284)
    expect(good.thread).toMatchObject({ status: 'complete', componentCount: 167, operationCount: 284 })
  })
})

const { id: operationId } = good.operations[done] ?? { id: '' }

describe('a validator', () => {
  it.each<[string, Batch]>([
    ['component.id', withComponent({ id: 't:c:0:0' })],
    ['component.id', withComponent({ threadId: 'other' })],
    ['component.state', withComponent({ state: 'finished' })],
    ['component.position', withComponent({ position: [0, 9] })],
    ['component.position', withComponent({ position: [0, 0.5] })],
    ['component.position', withComponent({ position: [0] })],
    ['component.content', withComponent({ initialContent: ' \u0085 ' })],
    ['component.timestamps', withComponent({ createdAt: 2e12 })],
    ['component.timestamps', withComponent({ updatedAt: NaN })],
    ['operation.type', withOperation({ operationType: 'guessing' })],
    ['operation.resolver', withOperation({ resolver: { type: 'echo', model: null, temperature: 3, tokensUsed: 0 } })],
    ['operation.resolver', withOperation({ resolver: { type: 'x', model: null, temperature: 1, tokensUsed: 0 } })],
    ['operation.resolver', withOperation({ resolver: { type: 'echo', model: 1, temperature: null, tokensUsed: -1 } })],
    ['operation.references', withOperation({ inputComponents: [] })],
    ['operation.references', withOperation({ inputComponents: ['t:Q:0:0'] })],
    ['operation.references', withOperation({ outputComponent: 't:Q:0:0' })],
    ['operation.metrics', withOperation({ durationMs: 0.5 })],
    ['operation.metrics', withOperation({ apiCalls: -1 })],
    ['operation.metrics', withOperation({ completedAt: 0 })],
    ['operation.metrics', withOperation({ success: false })],
    ['matrix.shape', withComponent({ rowLabel: 'Operative' })],
    ['matrix.shape', { ...good, components: good.components.filter((_, i) => i !== at) }],
    ['matrix.shape', { ...good, matrices: good.matrices.filter(({ matrix }) => matrix !== 'C') }],
    ['matrix.shape', withAxes('C', [['Normative', 'Normative', 'Evaluative']])],
    ['matrix.dims', withAxes('A', [['one']])],
    [
      'batch.unique',
      { ...good, components: [...good.components, ...withComponent({ content: 'x' }).components.slice(at, at + 1)] },
    ],
    ['batch.states', withComponent({ state: 'combined' })],
    ['batch.states', { ...good, states: good.states.filter(({ id }) => id !== 't:C:0:0#1') }],
    ['batch.links', { ...good, operations: good.operations.filter((_, i) => i !== done) }],
    ['batch.order', withComponent({ dependencies: ['t:F:0:0'] })],
    ['batch.order', withComponent({ dependencies: ['t:C:0:1'] })],
    ['batch.sum_rule', withOperation({ startedAt: 1 }, done + 1)],
  ])('finds %s', (code, batch) => {
    expect(codesIn(batch)).toContain(code)
  })

  it('does not stop the others: every fault is named with its path', () => {
    const bad = {
      ...withComponent({ state: 'finished', initialContent: '' }),
      operations: withOperation({ apiCalls: -1 }).operations,
    }
    expect(validateBatch(bad).map(({ path, code }) => [path, code])).toEqual([
      [`components[${at}].state`, 'component.state'],
      [`components[${at}].initialContent`, 'component.content'],
      [`operations[${done}].apiCalls`, 'operation.metrics'],
      [`components[${at}].state`, 'batch.states'],
    ])
  })

  it('takes the word of the store for what is not in the batch', () => {
    const only = good.components.filter(({ matrix }) => matrix !== 'A')
    const without = { ...good, components: only }
    expect(codesIn(without)).toContain('operation.references')
    expect(validateBatch(without, (id) => (id.startsWith('t:A:') ? 0 : undefined))).toEqual([])
  })
})

function withAxes(name: string, [rows = []]: readonly (readonly string[])[]): Batch {
  const matrices = good.matrices.map(({ matrix, axes }) => ({
    matrix,
    axes: matrix === name ? [rows, ...axes.slice(1)] : axes,
  }))
  return { ...good, matrices }
}

describe('the consistency enforcer', () => {
  it.each<[string, Batch]>([
    [
      'Invalid transition: initial -> combined',
      { ...good, states: good.states.filter(({ id }) => id !== 't:C:0:0#1') },
    ],
    ['Input component t:Q:0:0 not found', withOperation({ inputComponents: ['t:Q:0:0'] })],
    ['Output created before inputs: t:C:0:0', withComponent({ createdAt: 1 })],
  ])('raises %s', (because, batch) => {
    expect(enforceConsistency(batch)).toMatchObject({ left: { _tag: 'ConsistencyError', because } })
  })

  it('takes an output of the same instant as its inputs', () => {
    expect(operationId).not.toBe('')
    expect(E.isRight(enforceConsistency(withComponent({ createdAt: 1_700_000_000_000 })))).toBe(true)
  })
})
