import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Paid } from '@chorale/core/fault'
import { planError, type Plan } from '@chorale/core/plan'
import { count, seconds, usd } from '../say.js'
import type { Place } from './store.js'

/** Where plans are kept beside the runs: by the command they were made for, then by the run that took them up. */
const fileOf = (place: Place, name: string): string | undefined =>
  place._tag === 'local' ? join(place.directory, 'plans', `${name}.json`) : undefined

/** Keeps a plan for the run that follows; false where it cannot be kept. */
export const keepPlan = (place: Place, command: string, made: Plan): boolean => {
  const file = fileOf(place, command)
  if (file === undefined) return false
  try {
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(file, `${JSON.stringify(made)}\n`)
    return true
  } catch {
    return false
  }
}

/** A new run takes up the plan of its command, where one was made, so that it can say how far off it was. */
export const takeUpPlan = (place: Place, command: string, run: string): void => {
  const [made, taken] = [fileOf(place, command), fileOf(place, run)]
  if (made === undefined || taken === undefined || !existsSync(made)) return
  try {
    renameSync(made, taken)
  } catch {
    // Without its plan the run says nothing of it.
  }
}

/** The plan that a run took up, where there was one. */
export const planOf = (place: Place, run: string): Plan | undefined => {
  const file = fileOf(place, run)
  if (file === undefined) return undefined
  try {
    // A cast at the seam: this file is written by `keepPlan` alone.
    return JSON.parse(readFileSync(file, 'utf8')) as Plan
  } catch {
    return undefined
  }
}

/** How far off a plan was, in a line each. */
export const planErrorLines = (plan: Plan, spent: Paid & { readonly ms: number }): readonly string[] => {
  const { attempts, inputTokens, outputTokens, costMicroUsd, ms } = planError(plan, spent)
  const counted = [
    offText('calls', attempts, count),
    ...(spent.usage.input + spent.usage.cached > 0 ? [offText('tokens read', inputTokens, count)] : []),
    ...(spent.usage.output > 0 ? [offText('tokens written', outputTokens, count)] : []),
    ...(costMicroUsd === null || (costMicroUsd.planned.high === 0 && costMicroUsd.actual === 0)
      ? []
      : [offText('cost', costMicroUsd, usd)]),
    ...(ms === null ? [] : [offText('time', ms, seconds)]),
  ]
  return ['The plan beside what it took:', ...counted.map((line) => `  ${line}`)]
}

type Off = ReturnType<typeof planError>['attempts']

const offText = (name: string, { planned, actual, isInside, ratio }: Off, say: (amount: number) => string): string => {
  const { low, middle, high } = planned
  const span = low === high ? say(middle) : `${say(middle)} (${say(low)} to ${say(high)})`
  const off = ratio === null ? 'nothing was expected' : ratio === 1 ? 'as planned' : `${percent(ratio)} of the plan`
  return `${name}: planned ${span}, took ${say(actual)}: ${off}${isInside ? '' : ', outside of the span'}`
}

const percent = (ratio: number): string => `${(ratio * 100).toFixed(ratio < 0.1 ? 1 : 0)} %`
