import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { decide, type GuardContext } from './guard.js'
import { limitsOf } from '../state/limits.js'
import type { LoopLimits, UpdateOutput } from '../model.js'

const limits = E.getOrElse((): LoopLimits => expect.fail('no limits'))(limitsOf())
const more: UpdateOutput = { loop: true, reasoning: 'r', confidence: 0.5, keyInsights: [], nextPrompt: 'n' }

/** The second of three passes, where nothing speaks against a third. */
const going: GuardContext = {
  ...{ iteration: 1, limits, now: 10, deadlineAt: null, update: more, answerConfidence: 0.5 },
  ...{ synthesisBefore: 'one thing', synthesis: 'another matter', passTokens: 100 },
  usage: { inputTokens: 150, outputTokens: 50, costMicroUsd: 0, aiCalls: 10 },
}
const reason = (given: Partial<GuardContext>): string => {
  const { go, reason: why } = decide({ ...going, ...given })
  return `${go}: ${why}`
}
const budget = (tokenBudget: number): LoopLimits => ({ ...limits, tokenBudget })

describe('the guard', () => {
  it('goes on where nothing speaks against it', () => {
    expect(decide(going)).toEqual({ go: 'loop', reason: 'model_loop' })
  })

  it('ends with the last pass', () => {
    expect(reason({ iteration: 2 })).toBe('yield: max_iterations')
    expect(reason({ iteration: 0, limits: { ...limits, maxIterations: 1 } })).toBe('yield: max_iterations')
  })

  it('ends where another pass like this one would go over the budget', () => {
    expect(reason({ limits: budget(299) })).toBe('yield: budget')
    expect(reason({ limits: budget(300) })).toBe('loop: model_loop')
  })

  it('ends at the deadline', () => {
    expect(reason({ deadlineAt: 10 })).toBe('yield: deadline')
    expect(reason({ deadlineAt: 11 })).toBe('loop: model_loop')
  })

  it('ends where update could not be read, and where it is ready', () => {
    expect(reason({ update: null })).toBe('yield: update_unreadable')
    expect(reason({ update: { ...more, loop: false } })).toBe('yield: model_ready')
  })

  it('ends with a confidence of 0.93, and not with exactly 0.9 (spec 14.3)', () => {
    expect(reason({ answerConfidence: 0.93 })).toBe('yield: confident')
    expect(reason({ answerConfidence: 0.9 })).toBe('loop: model_loop')
    expect(reason({ answerConfidence: null })).toBe('loop: model_loop')
  })

  it('ends with the same words, and not with one new of eight (spec 14.4)', () => {
    const synthesisBefore = 'the cache holds hot and warm tiers'
    expect(reason({ synthesisBefore, synthesis: `${synthesisBefore} safely` })).toBe('loop: model_loop')
    expect(reason({ synthesisBefore, synthesis: synthesisBefore })).toBe('yield: converged')
    expect(reason({ synthesisBefore, synthesis: synthesisBefore, iteration: 0 })).toBe('loop: model_loop')
    expect(reason({ synthesisBefore: null, synthesis: synthesisBefore })).toBe('loop: model_loop')
  })

  it('does not take a change of exactly a tenth for less than a tenth', () => {
    const synthesisBefore = 'a b c d e f g h i'
    expect(reason({ synthesisBefore, synthesis: `${synthesisBefore} j` })).toBe('loop: model_loop')
  })

  it('asks its rules in their order: each wins over all that come after it', () => {
    const all: readonly (readonly [string, Partial<GuardContext>])[] = [
      ['converged', { synthesis: 'same', synthesisBefore: 'same' }],
      ['confident', { answerConfidence: 1 }],
      ['model_ready', { update: { ...more, loop: false } }],
      ['update_unreadable', { update: null }],
      ['deadline', { deadlineAt: 1 }],
      ['budget', { limits: budget(1) }],
      ['max_iterations', { iteration: 2 }],
    ]
    all.reduce((before, [why, given]) => {
      const so = { ...before, ...given }
      expect(reason(so)).toBe(`yield: ${why}`)
      return so
    }, {})
  })
})
