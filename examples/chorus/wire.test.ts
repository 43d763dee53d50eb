import type { ChorusResponse } from '@chorale/core/chorus'
import { describe, expect, it } from 'vitest'
import { limitsIn, loopEventOf } from './wire.js'

const address = { loopId: 'L1', threadId: 't1', seq: 4 } as const

describe('what a loop tells', () => {
  it('goes over the wire in snake_case, to its depths, with its values as they are', () => {
    const prior = {
      ...{ id: 'p1', content: 'someCamelCase', threadId: 't0', role: 'user' as const },
      ...{ similarity: 0.83, createdAt: '2026-01-01T00:00:00Z', tokenValue: 0 },
    }
    const told: ChorusResponse = {
      ...{ _tag: 'chorus_response', ...address, step: 'experience', iteration: 0, status: 'complete' },
      content: {
        ...{ synthesis: 'x', keyInsights: ['aB'], confidence: 0.7 },
        sourceRelevance: { mostRelevant: ['p1'], reasoning: 'r' },
      },
      priors: [prior],
    }
    expect(loopEventOf(told)).toEqual({
      ...{ loopId: 'L1', thread: 't1', type: 'chorus_response', isLast: false, isDroppable: false },
      data: {
        ...{ loop_id: 'L1', thread_id: 't1', seq: 4, step: 'experience', iteration: 0, status: 'complete' },
        content: {
          ...{ synthesis: 'x', key_insights: ['aB'], confidence: 0.7 },
          source_relevance: { most_relevant: ['p1'], reasoning: 'r' },
        },
        priors: [
          {
            ...{ id: 'p1', content: 'someCamelCase', thread_id: 't0', role: 'user' },
            ...{ similarity: 0.83, created_at: '2026-01-01T00:00:00Z', token_value: 0 },
          },
        ],
      },
    })
  })

  it('may be dropped where it is a piece', () => {
    const piece = { ...address, step: 'yield', iteration: 0, status: 'delta', content: 'A' } as const
    expect(loopEventOf({ _tag: 'chorus_response', ...piece })).toMatchObject({ isDroppable: true, isLast: false })
  })

  it.each(['completed', 'failed', 'cancelled'] as const)('is the last where the loop is %s', (status) => {
    const usage = { inputTokens: 1, outputTokens: 2, costMicroUsd: 3, aiCalls: 4 }
    const end = { _tag: 'state_update', ...address, status, iterations: 1, usage, degraded: [] } as const
    const event = loopEventOf(end)
    expect(event.isLast).toBe(true)
    expect(event.data['usage']).toEqual({ input_tokens: 1, output_tokens: 2, cost_micro_usd: 3, ai_calls: 4 })
    expect(loopEventOf({ ...end, status: 'awaiting', reconstructed: true }).isLast).toBe(false)
  })
})

describe('the limits of a client', () => {
  it('get the names of the program; those nobody knows are left for the loop to refuse', () => {
    expect(limitsIn({ max_iterations: 2, loop_timeout_ms: 1000, ma_gic: 'x' })).toEqual({
      ...{ maxIterations: 2, loopTimeoutMs: 1000, maGic: 'x' },
    })
  })
})
