import * as t from 'io-ts/lib/index.js'
import { addUsage, noUsage, type Usage } from '../base/index.js'

/** What calls took, or may take at most. */
export interface Paid {
  readonly usage: Usage
  /** Millionths of a US dollar, an integer; null where no price is known. */
  readonly costMicroUsd: number | null
  /** Calls made, repairs and retries included. */
  readonly attempts: number
}

/** Nothing was called and nothing was paid. */
export const nothingPaid: Paid = { usage: noUsage, costMicroUsd: 0, attempts: 0 }

/** What was paid together; no price where one of the two has none. */
export const addPaid = (a: Paid, b: Paid): Paid => ({
  usage: addUsage(a.usage, b.usage),
  costMicroUsd: a.costMicroUsd === null || b.costMicroUsd === null ? null : a.costMicroUsd + b.costMicroUsd,
  attempts: a.attempts + b.attempts,
})

const usageCodec: t.Type<Usage> = t.readonly(
  t.type({ input: t.number, cached: t.number, output: t.number, reasoning: t.number }),
)

/** Checks what a result or a store says of a payment. */
export const paidCodec: t.Type<Paid> = t.readonly(
  t.type({ usage: usageCodec, costMicroUsd: t.union([t.number, t.null]), attempts: t.number }),
)
