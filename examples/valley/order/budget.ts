import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Budget } from '@chorale/core/budget'
import type { Effect } from '@chorale/core/effect'
import type { Paid } from '@chorale/core/fault'
import type { Embed, Generate } from '@chorale/core/ports'
import { worstCase } from '@chorale/core/ports/model'
import type { RunBudget } from '@chorale/core/run'
import { modelText, tariffOf, unpricedTariff, type ModelName } from '../model/model-name.js'

/** Reads an amount of US dollars as millionths: `1.50`. */
export const readUsd = (text: string): Either<string, number> => {
  const [, whole, part = ''] = /^(\d{1,9})(?:\.(\d{1,6}))?$/u.exec(text) ?? []
  return whole === undefined
    ? E.left(`--budget-usd ${text} is no amount: wanted US dollars with at most six decimals, e.g. 1.50.`)
    : E.right(Number(whole) * 1_000_000 + Number(part.padEnd(6, '0')))
}

/** Reads a number of calls. */
export const readCalls = (text: string): Either<string, number> =>
  /^[1-9]\d{0,9}$/u.test(text)
    ? E.right(Number(text))
    : E.left(`--budget-calls ${text} is no number of calls: wanted a whole number from 1 on.`)

/**
 * What the run may spend with that model; a limit in money needs a price. A model with a price has a budget even without limits: what a worker that
 * was killed may have spent is then known, and counts once a limit is set. Undefined where there is nothing to keep books of.
 */
export const budgetOf = (limits: Budget, name: ModelName): Either<string, RunBudget | undefined> => {
  const tariff = tariffOf(name)
  if (tariff !== undefined)
    // A cast at the seam, here and below: models are all that is paid in a valley.
    return E.right({ limits, worst: (effect) => worstCase(effect as Generate | Embed, tariff) })
  if (limits.microUsd !== undefined)
    return E.left(
      `--budget-usd cannot be kept: no price is known for ${modelText(name)}. Use --budget-calls N instead, or a model with a list price.`,
    )
  const unpriced = (effect: Effect): Paid => ({
    ...worstCase(effect as Generate | Embed, unpricedTariff),
    costMicroUsd: null,
  })
  return E.right(limits.calls === undefined ? undefined : { limits, worst: unpriced })
}
