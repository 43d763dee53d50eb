import { describe, expect, it } from 'vitest'
import * as fault from '../../../kit/fault/index.js'
import { faultOf, unreadableFault } from './fault.js'

const said = { doing: 'd', because: 'the secret is out', next: 'n' }
const chat = { _tag: 'model/chat', key: 'k' } as const
const search = { _tag: 'vector/search', key: 'k' } as const

describe('The class of a failure', () => {
  it.each([
    [fault.unavailable({ ...said, applied: 'no' }), 'NetworkError', 'NETWORK_UNAVAILABLE', true],
    [fault.throttled(said), 'NetworkError', 'NETWORK_UNAVAILABLE', true],
    [fault.timedOut({ ...said, applied: 'unknown' }), 'AIError', 'AI_TIMEOUT', true],
    [fault.declined(said), 'AIError', 'AI_REFUSED', false],
    [fault.badAnswer({ ...said, reason: 'r', retryable: false, attempts: 1 }), 'AIError', 'AI_UNPARSABLE', true],
    [fault.rejected(said), 'AIError', 'AI_UNAVAILABLE', false],
    [fault.denied(said), 'AIError', 'AI_UNAVAILABLE', false],
    [fault.unsupported(said), 'AIError', 'AI_UNAVAILABLE', false],
    [fault.notFound(said), 'AIError', 'AI_UNAVAILABLE', false],
    [fault.overBudget(said), 'AIError', 'AI_UNAVAILABLE', false],
    [fault.conflict(said), 'StateError', 'STATE_UNCLASSIFIED', false],
    [fault.damaged(said), 'StateError', 'STATE_UNCLASSIFIED', false],
    [fault.cancelled({ ...said, applied: 'no' }), 'StateError', 'STATE_UNCLASSIFIED', false],
    [fault.defect(said), 'StateError', 'STATE_UNCLASSIFIED', false],
  ] as const)('of a call: $_tag', (failure, ...wanted) => {
    const found = faultOf(chat, failure)
    expect([found.error.class, found.error.code, found.isRetried]).toEqual(wanted)
    expect(JSON.stringify(found)).not.toContain('secret')
  })

  it('of a store that does not answer in time is the network', () => {
    expect(faultOf(search, fault.timedOut({ ...said, applied: 'no' })).error.code).toBe('NETWORK_TIMEOUT')
  })

  it('keeps how long the other side wants to be left alone', () => {
    expect(faultOf(chat, fault.throttled({ ...said, retryAfterMs: 7 })).retryAfterMs).toBe(7)
  })

  it('tells an answer that was cut off from one that is wrong', () => {
    const wrong = { code: 'AI_UNPARSABLE', faults: ['confidence: found 1.7'] } as const
    expect(unreadableFault('k', wrong, { finish: 'length' })).toMatchObject({
      error: { code: 'AI_TRUNCATED' },
      isTruncated: true,
    })
    expect(unreadableFault('k', wrong, { finish: 'stop' })).toMatchObject({
      error: { code: 'AI_UNPARSABLE' },
      repair: wrong.faults,
    })
  })
})
