import { describe, expect, it } from 'vitest'
import { executeOperation, recover, verifyConsistency, type Operation } from '@chorale/core/chorus/store'
import { after, change, drop, empty, find, idsOf, put, told } from './fixture.js'

const away = { _tag: 'ConnectionError', code: 'NETWORK_UNAVAILABLE', message: 'away' } as const

describe('A store that is away', () => {
  const [state] = after(empty(), put('a', [1, 0]), put('b', [0, 1]))
  const wait = (...operations: readonly Operation[]) =>
    operations.reduce((so, operation) => recover(so, operation, away).state, state)

  it('is tried again with backoff, and a client sees what it wrote meanwhile', () => {
    const { recovery, effects } = recover(state, put('c', [1, 1]), away)
    expect([recovery, effects]).toEqual([{ _tag: 'RetryWithBackoff', times: 5 }, []])
    const waiting = wait(put('c', [1, 0.1]), drop('a'), change('b', 1, { patch: { content: 'B.' }, vector: [1, 0] }))
    expect(waiting.errorState).toEqual(away)
    const [seen, result] = executeOperation(waiting, find([1, 0]))
    expect(idsOf(result)).toEqual(['b', 'c'])
    // Only seen, not done; and never kept as an answer.
    expect(seen).toBe(waiting)
    expect(waiting.collections).toBe(state.collections)
  })

  it('forgets an answer it kept as soon as a write waits', () => {
    const [kept] = executeOperation(state, find([1, 0]))
    const waiting = recover(kept, drop('a'), away).state
    expect(idsOf(executeOperation(waiting, find([1, 0]))[1])).toEqual(['b'])
  })

  it('has it once it is done', () => {
    const waiting = wait(put('c', [1, 0.1]))
    const [done, result] = executeOperation(waiting, put('c', [1, 0.1]))
    expect([told(result), done.cache.size]).toEqual([expect.objectContaining({ stored: true }), 0])
    expect(idsOf(executeOperation(done, find([1, 0]))[1])).toEqual(['a', 'c', 'b'])
  })
})

describe('Other faults', () => {
  const [state] = after(empty(), put('a', [1, 0], { content: 'x'.repeat(5000) }))

  it('of consistency are repaired, then tried again once', () => {
    const fault = { _tag: 'InconsistencyError', code: 'INCONSISTENT', message: '' } as const
    const recovered = recover(state, find([1, 0]), fault)
    expect(recovered.recovery).toEqual({ _tag: 'ValidateAndRetry', times: 1 })
    expect(verifyConsistency(state)).not.toEqual([])
    expect(verifyConsistency(recovered.state)).toEqual([])
  })

  it('of a vector ask for a new one, a long content in chunks, to update with once', () => {
    const fault = { _tag: 'VectorError', code: 'INCONSISTENT', message: '' } as const
    const recovered = recover(state, change('a', 1), fault)
    expect(recovered.recovery).toEqual({ _tag: 'UpdateAndRetry', times: 1 })
    expect(recovered.effects.map(({ _tag, texts }) => [_tag, texts.map(({ length }) => length)])).toEqual([
      ['model/embed', [4000, 1200]],
    ])
    expect(recover(state, change('zz', 1), fault).effects).toEqual([])
  })

  it('leave the state as it is', () => {
    for (const _tag of [
      'InvalidVector',
      'InvalidCollection',
      'InvalidContent',
      'InvalidFilter',
      'Conflict',
      'NotFound',
    ] as const)
      expect(recover(state, drop('a'), { _tag, code: 'CONFLICT', message: '' }).state).toBe(state)
  })
})
