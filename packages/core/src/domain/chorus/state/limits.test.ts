import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { limitsOf } from './limits.js'
import type { LoopLimits } from '../model.js'

const defaults: LoopLimits = {
  ...{ maxIterations: 3, maxAttemptsPerStep: 3, searchLimit: 80, promptPriors: 20, priorChars: 2000 },
  ...{ maxPromptChars: 25_000, maxOutputTokens: 4000, yieldConfidence: 0.9, convergeBelow: 0.1 },
  ...{ loopTimeoutMs: 120_000, callTimeoutMs: 30_000, tokenBudget: null },
}
const pathsOf = (given: object): readonly string[] => {
  const found = limitsOf(given)
  return E.isLeft(found) ? found.left.findings.map(({ path }) => path) : []
}

describe('the limits of a loop', () => {
  it('are the defaults of spec chorus 2 where nothing is given', () => {
    expect(limitsOf()).toEqual(E.right(defaults))
    expect(limitsOf({})).toEqual(E.right(defaults))
  })

  it('are what is given, and the defaults for the rest', () => {
    expect(limitsOf({ maxIterations: 1, tokenBudget: 500, yieldConfidence: 1 })).toEqual(
      E.right({ ...defaults, maxIterations: 1, tokenBudget: 500, yieldConfidence: 1 }),
    )
  })

  it.each([
    ['maxIterations', 1, 5],
    ['maxAttemptsPerStep', 1, 5],
    ['searchLimit', 1, 200],
    ['promptPriors', 0, 80],
    ['priorChars', 100, 10_000],
    ['maxPromptChars', 1, 100_000],
    ['maxOutputTokens', 16, 32_000],
    ['yieldConfidence', 0, 1],
    ['convergeBelow', 0, 1],
  ])('allow %s from %d to %d', (name, least, most) => {
    for (const value of [least, most]) expect(pathsOf({ [name]: value })).toEqual([])
    for (const value of [least - 1, most + 1, NaN, Infinity, '1', null])
      expect(pathsOf({ [name]: value })).toEqual([name])
  })

  it.each([
    ['loopTimeoutMs', 1000],
    ['callTimeoutMs', 100],
    ['tokenBudget', 1],
  ])('allow %s from %d on', (name, least) => {
    for (const value of [least, 10_000_000]) expect(pathsOf({ [name]: value })).toEqual([])
    for (const value of [least - 1, least + 0.5, Infinity]) expect(pathsOf({ [name]: value })).toEqual([name])
  })

  it('name every fault, and what they do not know', () => {
    expect(pathsOf({ maxIterations: 1.5, searchLimit: 0, maxLoops: 3 })).toEqual([
      'maxIterations',
      'searchLimit',
      'maxLoops',
    ])
  })

  it('show no more priors than are searched: refused where it was asked for, followed where it was not', () => {
    expect(pathsOf({ promptPriors: 11, searchLimit: 10 })).toEqual(['promptPriors'])
    expect(pathsOf({ promptPriors: 10, searchLimit: 10 })).toEqual([])
    expect(limitsOf({ searchLimit: 10 })).toMatchObject(E.right({ searchLimit: 10, promptPriors: 10 }))
  })

  it.each([null, 3, [], 'x'])('are no %j', (given) => {
    // A cast in a test: a host may send anything.
    expect(E.isLeft(limitsOf(given as unknown as Partial<LoopLimits>))).toBe(true)
  })
})
