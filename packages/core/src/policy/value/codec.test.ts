import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPolicy } from './codec.js'
import { presets } from './presets.js'
import type { PolicySpec } from './spec.js'

const whole: PolicySpec = {
  timeoutMs: 30_000,
  retry: { retries: 10, baseMs: 1, factor: 4, maxDelayMs: 300_000, repeatable: true },
  breaker: { threshold: 3, recoveryMs: 30_000, growth: 2, maxRecoveryMs: 600_000 },
  bulkhead: { limit: 5, queue: 0 },
  cache: { ttlMs: 86_400_000, staleMs: 0, staleIfErrorMs: 86_400_000, negativeTtlMs: 0, maxBytes: 1, of: 'any' },
  rate: { requests: 60, tokens: 100_000, perMs: 60_000, by: 'window' },
  budget: {
    total: { microUsd: 5_000_000 },
    hourly: { tokens: 10_000 },
    daily: { calls: 0 },
    ladder: [
      { at: 0.5, measure: { _tag: 'cache' } },
      { at: 0.8, measure: { _tag: 'cheaper', model: 'small' } },
      { at: 0.9, measure: { _tag: 'smaller', maxTokens: 100 } },
      { at: 1, measure: { _tag: 'ask' } },
    ],
  },
  fallback: { models: ['small'], deadlineMs: 60_000 },
}

const findings = (value: unknown) => {
  const read = readPolicy(value)
  return E.isLeft(read) ? read.left.findings.map(({ path, code }) => `${path} ${code}`) : []
}

describe('a policy from outside', () => {
  it.each([['nothing', {}], ['everything', whole], ...Object.entries(presets)])(
    'with %s is read as it is',
    (_, spec) => {
      expect(readPolicy(JSON.parse(JSON.stringify(spec)))).toEqual(E.right(spec))
    },
  )

  it('is read with every fault in it, and where it is', () => {
    const value = {
      timeoutMs: 0,
      retry: { retries: 11, factor: 5, speed: 1 },
      breaker: { threshold: '5' },
      bulkhead: { limit: 2 },
      budget: { ladder: [{ at: 2, measure: { _tag: 'ask', who: 'me' } }], monthly: {} },
      retries: 3,
    }
    expect(findings(value)).toEqual([
      'timeoutMs wrong_type',
      'retry.retries wrong_type',
      'retry.factor wrong_type',
      'breaker.threshold wrong_type',
      'bulkhead.queue missing',
      'budget.ladder[0].at wrong_type',
      'retry.speed unknown_member',
      'budget.ladder[0].measure.who unknown_member',
      'budget.monthly unknown_member',
      'retries unknown_member',
    ])
    const read = readPolicy(value)
    expect(E.isLeft(read) && read.left.because).toContain('retry.retries: found 11, wanted a whole number from 0 to 10')
  })

  it.each([
    [{ retry: { baseMs: 5000, maxDelayMs: 4999 } }, 'retry.maxDelayMs out_of_range'],
    [{ retry: { maxDelayMs: 999 } }, 'retry.maxDelayMs out_of_range'],
    [{ breaker: { maxRecoveryMs: 59_999 } }, 'breaker.maxRecoveryMs out_of_range'],
    [{ rate: { perMs: 1000 } }, 'rate missing'],
  ])('does not contradict itself: %j', (value, fault) => {
    expect(findings(value)).toEqual([fault])
  })

  it.each([
    [{ retry: { retries: -1 } }],
    [{ retry: { baseMs: 0 } }],
    [{ retry: { baseMs: 60_001 } }],
    [{ retry: { factor: 0.99 } }],
    [{ retry: { maxDelayMs: 300_001 } }],
    [{ timeoutMs: 1.5 }],
    [{ timeoutMs: NaN }],
    [{ cache: { ttlMs: 999 } }],
    [{ cache: { ttlMs: 86_400_001 } }],
    [{ cache: { of: 'all' } }],
    [{ bulkhead: { limit: 0, queue: 0 } }],
    [{ budget: { total: { microUsd: -1 } } }],
    [{ budget: { ladder: [{ at: 0.5, measure: { _tag: 'cheaper' } }] } }],
    [{ fallback: {} }],
    [null],
    ['ai'],
  ])('is refused outside of its ranges: %j', (value) => {
    expect(findings(value)).not.toEqual([])
  })

  it('is refused or read, never more, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const read = readPolicy(value)
        return E.isRight(read) || read.left.findings.length > 0
      }),
    )
  })

  it('has no members without a value', () => {
    expect(readPolicy({ timeoutMs: undefined, retry: { retries: undefined } })).toEqual(E.right({ retry: {} }))
  })
})
