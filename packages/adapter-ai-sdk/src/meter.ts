import { addUsage, noUsage, type Usage } from '@chorale/core/base'
import type { EffectError, Paid } from '@chorale/core/fault'
import { costOf } from './cost.js'
import type { PriceTable } from './prices.js'

/** What one effect has cost so far: every call counts, the failed ones too. */
export interface Meter {
  readonly calls: number
  readonly usage: Usage
  /** The model that answered last, by its own word or that of the model object. */
  readonly model: string
}

/** Nothing spent yet. */
export const started = (model: string): Meter => ({ calls: 0, usage: noUsage, model })

/** One more call was sent. */
export const sent = (meter: Meter): Meter => ({ ...meter, calls: meter.calls + 1 })

/** A call was answered and used tokens. */
export const used = (meter: Meter, usage: Usage, model: string | undefined): Meter => ({
  calls: meter.calls,
  usage: addUsage(meter.usage, usage),
  model: model ?? meter.model,
})

/** Cost and all; a dated model name without a price of its own is billed as the name it was asked by. */
export const paidFor = (meter: Meter, table: PriceTable, asked: string): Paid => {
  const price = [meter.model, asked].flatMap((model) => (Object.hasOwn(table, model) ? [table[model]] : []))[0]
  return {
    usage: meter.usage,
    costMicroUsd: price === undefined ? null : costOf(meter.usage, price),
    attempts: meter.calls,
  }
}

/** A fault with what it cost, so that no spending is lost; calls are told where any were made. */
export const withPaid = (fault: EffectError, paid: Paid): EffectError => {
  if (paid.attempts === 0) return fault
  return fault._tag === 'BadAnswer' ? { ...fault, paid, attempts: paid.attempts } : { ...fault, paid }
}
