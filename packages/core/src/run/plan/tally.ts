import type { Labels } from '../../kit/effect/index.js'
import type { Size } from './size.js'
import { exactly, plus, whole, type Span } from './span.js'

/** Numbers by name. */
export type Counts = { readonly [name: string]: number }

/** What the effects of a run come to. */
export interface Sums {
  readonly effects: Counts
  readonly calls: number
  readonly by: { readonly [label: string]: Counts }
  readonly reused: number
  readonly recomputed: readonly string[]
  readonly attempts: Span
  readonly inputTokens: Span
  readonly outputTokens: Span
  readonly knownInput: { readonly calls: number; readonly tokens: number }
  /** Null as soon as one call has no price. */
  readonly costMicroUsd: Span | null
}

/** Adds effects up, one after the other. */
export interface Tally {
  readonly effect: (tag: string) => void
  readonly reused: () => void
  readonly recomputed: (key: string) => void
  /** A call to be paid; what it takes and costs, where that can be said. */
  readonly call: (labels: Labels, size: Size | undefined, price: Span | undefined) => void
  readonly sums: () => Sums
}

/** Nothing was added yet. */
export const tally = (): Tally => {
  const effects = new Map<string, number>()
  const by = new Map<string, Map<string, number>>()
  const recomputed: string[] = []
  let [reused, calls, knownCalls, knownTokens] = [0, 0, 0, 0]
  let [attempts, inputTokens, outputTokens] = [none, none, none]
  let cost: Span | null = none
  const count = (labels: Labels): void => {
    for (const [label, value] of Object.entries(labels)) {
      const counts = by.get(label) ?? new Map<string, number>()
      by.set(label, oneMore(counts, value))
    }
  }
  return {
    effect: (tag) => void oneMore(effects, tag),
    reused: () => void (reused += 1),
    recomputed: (key) => void recomputed.push(key),
    call: (labels, size, price) => {
      calls += 1
      count(labels)
      cost = cost === null || price === undefined ? null : plus(cost, price)
      attempts = plus(attempts, size?.attempts ?? exactly(1))
      if (size === undefined) return
      inputTokens = plus(inputTokens, size.inputTokens)
      outputTokens = plus(outputTokens, size.outputTokens)
      if (size.knownTokens === undefined) return
      knownCalls += 1
      knownTokens += size.knownTokens
    },
    sums: () => ({
      ...{ effects: Object.fromEntries(effects), calls, reused, recomputed },
      by: Object.fromEntries([...by].map(([label, counts]) => [label, Object.fromEntries(counts)])),
      ...{ attempts: whole(attempts), inputTokens: whole(inputTokens), outputTokens: whole(outputTokens) },
      knownInput: { calls: knownCalls, tokens: knownTokens },
      costMicroUsd: cost,
    }),
  }
}

const none = exactly(0)

const oneMore = (counts: Map<string, number>, name: string): Map<string, number> =>
  counts.set(name, (counts.get(name) ?? 0) + 1)
