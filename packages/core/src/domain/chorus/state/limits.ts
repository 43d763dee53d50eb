import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { badInput, type BadInput, type Finding } from '../../../kit/fault/index.js'
import type { LoopLimits } from '../model.js'

interface Range {
  readonly otherwise: number
  readonly least: number
  readonly most: number
  readonly whole: boolean
}

const whole = (otherwise: number, least: number, most: number = Number.MAX_SAFE_INTEGER): Range => ({
  otherwise,
  least,
  most,
  whole: true,
})
const share = (otherwise: number): Range => ({ otherwise, least: 0, most: 1, whole: false })

/** Defaults and ranges. Spec chorus 2. */
const ranges: { readonly [K in Exclude<keyof LoopLimits, 'tokenBudget'>]: Range } = {
  maxIterations: whole(3, 1, 5),
  maxAttemptsPerStep: whole(3, 1, 5),
  searchLimit: whole(80, 1, 200),
  promptPriors: whole(20, 0, 80),
  priorChars: whole(2000, 100, 10_000),
  maxPromptChars: whole(25_000, 1, 100_000),
  maxOutputTokens: whole(4000, 16, 32_000),
  yieldConfidence: share(0.9),
  convergeBelow: share(0.1),
  loopTimeoutMs: whole(120_000, 1000),
  callTimeoutMs: whole(30_000, 100),
}
const budgetRange = whole(0, 1)

/**
 * The limits of a loop: what is given, and the defaults for the rest. Every fault is named with its path. Where only `searchLimit` is given and
 * it is below the default of `promptPriors`, the latter follows it. Spec chorus 2.
 */
export const limitsOf = (given: Partial<LoopLimits> = {}): Either<BadInput, LoopLimits> => {
  // A cast at the edge: what a host sends is not known to be of its type.
  const value = given as unknown
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return E.left(badInput(doing, [{ path: '', code: 'wrong_type', message: 'wanted an object' }]))
  const members: Members = new Map(Object.entries(value))
  const findings = findingsIn(members)
  return findings.length > 0 ? E.left(badInput(doing, findings)) : E.right(limitsIn(members))
}

const doing = 'read the limits of a loop'
type Members = ReadonlyMap<string, unknown>
const names = Object.keys(ranges)

const findingsIn = (members: Members): readonly Finding[] => {
  const single = [...members].flatMap(([name, value]) => findingIn(name, value))
  const [priors, search] = [members.get('promptPriors'), members.get('searchLimit') ?? ranges.searchLimit.otherwise]
  return single.length === 0 && typeof priors === 'number' && typeof search === 'number' && priors > search
    ? [
        {
          path: 'promptPriors',
          code: 'out_of_range',
          message: `found ${priors}, wanted at most searchLimit, ${search}`,
        },
      ]
    : single
}

const findingIn = (name: string, value: unknown): readonly Finding[] => {
  if (name !== 'tokenBudget' && !names.includes(name))
    return [{ path: name, code: 'unknown_key', message: `wanted one of ${[...names, 'tokenBudget'].join(', ')}` }]
  if (value === undefined || (name === 'tokenBudget' && value === null)) return []
  // A cast after a check: the name is one of the ranges'.
  const range = name === 'tokenBudget' ? budgetRange : ranges[name as keyof typeof ranges]
  if (typeof value !== 'number') return [{ path: name, code: 'wrong_type', message: `wanted ${wordsOf(range)}` }]
  const fits = value >= range.least && value <= range.most && (!range.whole || Number.isInteger(value))
  return fits ? [] : [{ path: name, code: 'out_of_range', message: `found ${value}, wanted ${wordsOf(range)}` }]
}

const wordsOf = ({ least, most, whole: isWhole }: Range): string =>
  `${isWhole ? 'a whole number' : 'a number'} ${most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`}`

const limitsIn = (members: Members): LoopLimits => {
  const numbers = Object.fromEntries(
    Object.entries(ranges).map(([name, { otherwise }]) => [name, members.get(name) ?? otherwise]),
  )
  // A cast after a check: every member was found to be a number in its range.
  const limits = { ...numbers, tokenBudget: members.get('tokenBudget') ?? null } as unknown as LoopLimits
  return { ...limits, promptPriors: Math.min(limits.promptPriors, limits.searchLimit) }
}
