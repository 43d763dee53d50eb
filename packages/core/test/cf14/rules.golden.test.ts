import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { componentId, componentLifecycle, resolution, termWarnings, type Matrix } from '@chorale/core/cf14'
import {
  addressOf,
  contentHash,
  idempotencyKey,
  operationId,
  threadIdOf,
  valueHash,
} from '../../src/domain/cf14/identity.js'
import { layOut, shapeOf } from '../../src/domain/cf14/layout.js'
import { promptHash } from '../../src/domain/cf14/prompt.js'
import { checkAnswer } from '@chorale/core/ports/model'
import { golden } from './golden.js'

const matrixOf = ([m, n]: readonly [number, number]): Matrix => {
  const labels = (length: number, of: string) => Array.from({ length }, (_, i) => `${of}${i}`)
  return { rows: labels(m, 'r'), columns: labels(n, 'c'), cells: labels(m, 'x').map((row) => labels(n, row)) }
}

describe('the layout', () => {
  it.each(golden.plan_cases)('for A $A and B $B is the golden one', ({ A, B, stations, shapes, error }) => {
    const layout = layOut({ A: matrixOf(A), B: matrixOf(B), R: Array.from({ length: 9 }, (_, i) => `topic ${i}`) })
    if (error !== undefined) expect(layout).toMatchObject({ _tag: 'Left', left: { _tag: error } })
    const placed = E.isRight(layout) ? layout.right.placed : []
    expect(placed.map(({ name }) => name)).toEqual(stations)
    if (shapes !== undefined)
      expect(Object.fromEntries(placed.map((product) => [product.name, shapeOf(product)]))).toEqual(shapes)
  })

  it('gives tensors the golden axes', () => {
    const tensors = golden.stations.filter(({ kind }) => kind === 'tensor')
    const { rows, columns } = {
      rows: golden.stations[0]?.row_labels ?? [],
      columns: golden.stations[0]?.col_labels ?? [],
    }
    const B = golden.stations[1]
    const fill = (r: readonly string[], c: readonly string[]): Matrix => ({
      rows: r,
      columns: c,
      cells: r.map(() => c.map(() => 'x')),
    })
    const topics = golden.stations.find(({ name }) => name === 'R')?.col_labels ?? []
    const layout = layOut({ A: fill(rows, columns), B: fill(B?.row_labels ?? [], B?.col_labels ?? []), R: topics })
    const axes = E.isRight(layout)
      ? layout.right.placed.filter(({ kind }) => kind === 'tensor').map((placed) => placed.axes)
      : []
    expect(tensors.length).toBe(4)
    expect(axes).toEqual(tensors.map((tensor) => tensor.axes))
  })
})

describe('the lifecycle', () => {
  it.each(golden.transitions)('$from -> $to is legal: $legal', ({ from, to, legal }) => {
    expect(componentLifecycle.check(from, to)).toEqual(
      legal
        ? E.right(to)
        : E.left(
            expect.objectContaining({ _tag: 'InvalidTransition', because: `Invalid transition: ${from} -> ${to}` }),
          ),
    )
  })

  it('does not know other states', () => {
    expect(componentLifecycle.check('initial', 'finished')).toMatchObject({
      _tag: 'Left',
      left: { _tag: 'UnknownState', name: 'finished' },
    })
  })
})

describe('a resolver output', () => {
  const { inputs, cases } = golden.resolver_output_cases
  const call = { stage: 'multiply', terms: inputs.map((text) => ({ role: 'term', text })) } as const

  it.each(cases)('$raw is judged $verdict', ({ raw, verdict, reason, adds_warnings: warnings }) => {
    const checked = checkAnswer(resolution, raw)
    if (verdict === 'retry') expect(checked).toEqual(E.left(reason))
    else {
      const used = E.isRight(checked) ? (checked.right['terms_used'] as readonly string[]) : undefined
      expect(used).toBeDefined()
      expect(termWarnings(call, used ?? [])).toEqual(warnings ?? [])
    }
  })
})

describe('identities', () => {
  const { ids } = golden
  it('of threads, components, addresses, values, contents and prompts are the golden ones', () => {
    expect(threadIdOf(ids.thread_id_from_seed.seed)).toBe(ids.thread_id_from_seed.id)
    for (const { thread, matrix, index, id } of ids.component_id) expect(componentId(thread, matrix, index)).toBe(id)
    for (const { domain, matrix, row, col, address } of ids.address)
      expect(addressOf(domain, matrix, [row, col])).toBe(address)
    expect(valueHash([0, 0], 'Values')).toBe(ids.value_hash12.hash)
    expect(contentHash(ids.content_hash16.values)).toBe(ids.content_hash16.hash)
    expect(promptHash(ids.prompt_hash)).toBe(ids.prompt_hash.hash)
  })

  it('of operations differ between a failure and its retry', () => {
    const { thread, type, inputs, output, idempotency_key: key, id, retry_id: retry } = ids.operation
    const identity = { threadId: thread, operationType: type, inputs, output, promptHash: null }
    expect(idempotencyKey({ ...identity, attempt: 0 })).toBe(key)
    expect(operationId(idempotencyKey({ ...identity, attempt: 0 }))).toBe(id)
    expect(operationId(idempotencyKey({ ...identity, attempt: 1 }))).toBe(retry)
  })
})
