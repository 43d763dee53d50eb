import { describe as about, expect, it } from 'vitest'
import {
  badAnswer,
  cancelled,
  conflict,
  damaged,
  declined,
  defect,
  denied,
  describe,
  notFound,
  overBudget,
  rejected,
  throttled,
  timedOut,
  unavailable,
  unsupported,
  type EffectError,
  type Report,
} from './index.js'

const report: Report = {
  doing: 'generate C/0,1/multiply/2',
  because: 'the answer was lost',
  next: 'Run the cell again',
  ids: { run: 'r1' },
  paid: { usage: { input: 1, cached: 0, output: 2, reasoning: 0 }, costMicroUsd: 3, attempts: 1 },
}

/** What each member of the family answers to: may it be retried, may it have been applied? */
const facts: readonly (readonly [EffectError['_tag'], boolean, EffectError['applied'], EffectError])[] = [
  ['Unavailable', true, 'no', unavailable({ ...report, applied: 'no' })],
  ['Unavailable', true, 'unknown', unavailable({ ...report, applied: 'unknown' })],
  ['TimedOut', true, 'no', timedOut({ ...report, applied: 'no' })],
  ['TimedOut', true, 'unknown', timedOut({ ...report, applied: 'unknown' })],
  ['Throttled', true, 'no', throttled(report)],
  ['Denied', false, 'no', denied(report)],
  ['Rejected', false, 'no', rejected(report)],
  ['Declined', false, 'yes', declined(report)],
  ['BadAnswer', true, 'yes', badAnswer({ ...report, reason: 'missing_key:text', retryable: true, attempts: 1 })],
  ['BadAnswer', false, 'yes', badAnswer({ ...report, reason: 'missing_key:text', retryable: false, attempts: 4 })],
  ['Unsupported', false, 'no', unsupported(report)],
  ['NotFound', false, 'no', notFound(report)],
  ['Conflict', false, 'no', conflict(report)],
  ['OverBudget', false, 'no', overBudget(report)],
  ['Damaged', false, 'no', damaged(report)],
  ['Cancelled', false, 'no', cancelled({ ...report, applied: 'no' })],
  ['Cancelled', false, 'unknown', cancelled({ ...report, applied: 'unknown' })],
  ['Defect', false, 'unknown', defect(report)],
]

about('an effect error', () => {
  it.each(facts)('%s may be retried: %s; may have been applied: %s', (...[_tag, retryable, applied, error]) => {
    expect(error).toMatchObject({ _tag, retryable, applied, ...report })
  })

  it('carries what only its kind knows', () => {
    expect(throttled({ ...report, retryAfterMs: 250 }).retryAfterMs).toBe(250)
    expect(overBudget({ ...report, retryAfterMs: 3_600_000 }).retryAfterMs).toBe(3_600_000)
    expect(unavailable({ ...report, applied: 'no', retryAfterMs: 30_000 })).toMatchObject({
      ...{ applied: 'no', retryAfterMs: 30_000 },
    })
    for (const error of [throttled(report), overBudget(report), unavailable({ ...report, applied: 'unknown' })])
      expect(error).not.toHaveProperty('retryAfterMs')
    expect(badAnswer({ ...report, reason: 'empty_text', retryable: false, attempts: 2 })).toMatchObject({
      reason: 'empty_text',
      attempts: 2,
    })
  })

  it('is listed here with every member of its family', () => {
    const listed = Object.fromEntries(facts.map(([tag]) => [tag, true]))
    const family: { readonly [T in EffectError['_tag']]: true } = {
      ...{ Unavailable: true, TimedOut: true, Throttled: true, Denied: true, Rejected: true, Declined: true },
      ...{ BadAnswer: true, Unsupported: true, NotFound: true, Conflict: true, OverBudget: true, Damaged: true },
      ...{ Cancelled: true, Defect: true },
    }
    expect(listed).toEqual(family)
  })

  it('reads as one line with its tag, what was done, what was found and what to do', () => {
    expect(describe(denied(report))).toBe('Denied: generate C/0,1/multiply/2: the answer was lost. Run the cell again')
  })
})
