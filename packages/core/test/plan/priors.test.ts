import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entry } from '@chorale/core/ports/journal'
import { mergePriors, plan, planError, priorsOf, type Priors } from '../../src/run/plan/index.js'
import { paid, sent, settled } from './entries.js'
import { generate, loom } from './programs.js'
import { right, walked } from './runs.js'

const lens = { stage: 'lens' }
const a = generate('a', 'A?')
const b = generate('b', 'B?')
const unseen = { count: 0, low: 0, mean: 0, high: 0 }

describe('what a journal teaches', () => {
  it('is what each stage wrote, how long it took and how often it was called', () => {
    const priors = priorsOf([
      sent(a, 100, lens),
      sent(b, 150, lens),
      settled(b, {
        at: 350,
        labels: lens,
        amount: paid({ output: 10, reasoning: 5 }),
        answer: { text: 'four letters' },
      }),
      settled(a, {
        at: 700,
        labels: lens,
        amount: paid({ output: 30, input: 30, cached: 10 }, 3),
        answer: { text: 'yes' },
      }),
    ])
    expect(priors['lens']).toEqual({
      outputTokens: { count: 2, low: 15, mean: 22.5, high: 30 },
      cachedShare: { count: 1, low: 0.25, mean: 0.25, high: 0.25 },
      latencyMs: { count: 2, low: 200, mean: 400, high: 600 },
      attempts: { count: 2, low: 1, mean: 2, high: 3 },
      textTokens: { text: { count: 2, low: 1, mean: 2, high: 3 } },
    })
    expect(priors['model/generate']).toEqual(priors['lens'])
  })

  it('is kept by tag where an effect has no stage', () => {
    expect(Object.keys(priorsOf([sent(a), settled(a, { amount: paid({ output: 1 }) })]))).toEqual(['model/generate'])
  })

  it('is nothing from an answer that was taken over, or from one that nobody sent', () => {
    const source = { run: 'r', sequence: 1 }
    expect(priorsOf([settled(a, { amount: paid({}), source })])).toEqual({})
    expect(priorsOf([settled(a, { amount: paid({ output: 1 }) })])['model/generate']?.latencyMs).toEqual(unseen)
  })

  it('counts the time from the last sending: a resumed run sends again what a dead worker had sent', () => {
    const priors = priorsOf([sent(a, 0), sent(a, 1000), settled(a, { at: 1200, amount: paid({}) })])
    expect(priors['model/generate']?.latencyMs.mean).toBe(200)
  })

  it('measures texts as they are written in JSON, each entry of a list for itself, with the counter it is given', () => {
    const entry = settled(a, { answer: { text: '"a"', terms: ['one', 'three'] } })
    expect(priorsOf([entry], (text) => text.length)['model/generate']?.textTokens).toEqual({
      text: { count: 1, low: 5, mean: 5, high: 5 },
      terms: { count: 2, low: 3, mean: 4, high: 5 },
    })
  })

  it('is nothing about texts where a payload is missing or broken', () => {
    const broken: readonly Entry[] = [null, '{', '"text"', '{"_tag":"Left","left":{}}'].map((payload) => ({
      ...settled(a, { amount: paid({ output: 2 }) }),
      payload,
    }))
    const { textTokens, outputTokens } = priorsOf(broken)['model/generate'] ?? {}
    expect(textTokens).toEqual({})
    expect(outputTokens).toEqual({ count: 4, low: 2, mean: 2, high: 2 })
  })

  it('comes from real runs with the labels of their program; what costs nothing leaves no trace', async () => {
    const { entries } = await walked({ through: 'C' })
    const priors = priorsOf(entries)
    expect(Object.keys(priors).sort()).toEqual(['column_lens', 'model/generate', 'multiply', 'row_lens', 'synthesize'])
    expect(priors['multiply']?.attempts).toEqual({ count: 48, low: 1, mean: 1, high: 1 })
    expect(priors['model/generate']?.attempts.count).toBe(84)
  })

  it('serves a stage that was never seen by what is known of its tag', () => {
    const priors = priorsOf([sent(a, 0, lens), settled(a, { at: 80, labels: lens, amount: paid({ output: 9 }) })])
    const planned = right(plan(loom, { width: 1, calls: 1 }, { priors }))
    expect(planned).toMatchObject({ outputTokens: { low: 9, middle: 9, high: 9 }, ms: { middle: 80 } })
  })
})

describe('a plan by what was seen', () => {
  it('goes from the least of each call to the most of each, and expects the mean', () => {
    const priors = priorsOf([
      ...[sent(a, 0), settled(a, { at: 100, amount: paid({ output: 10 }), answer: { text: 'x'.repeat(8) } })],
      ...[sent(b, 0), settled(b, { at: 500, amount: paid({ output: 40 }, 3), answer: { text: 'x'.repeat(20) } })],
    ])
    const planned = right(plan(loom, { width: 1, calls: 2 }, { priors }))
    expect(planned.attempts).toEqual({ low: 2, middle: 4, high: 6 })
    expect(planned.outputTokens).toEqual({ low: 20, middle: 50, high: 80 })
    expect(planned.ms).toEqual({ low: 200, middle: 600, high: 1000 })
    // Two calls of 8 and 7 known tokens; the second reads an answer of 2 to 5 tokens, which may share one with what stands beside it.
    expect(planned.inputTokens).toEqual({
      low: 8 + 7 + 1,
      middle: Math.round(2 * (8 + 7 + 3.5)),
      high: 3 * (8 + 7 + 5),
    })
  })
})

const entries: fc.Arbitrary<readonly Entry[]> = fc
  .array(
    fc.record({
      stage: fc.constantFrom('lens', 'shift', 'constructor', '__proto__'),
      output: fc.nat(500),
      attempts: fc.integer({ min: 1, max: 4 }),
      ms: fc.nat(10_000),
      text: fc.string(),
    }),
    { maxLength: 12 },
  )
  .map((seen) =>
    seen.flatMap(({ stage, output, attempts, ms, text }, i) => {
      const effect = generate(`k${i}`, 'Q?')
      const labels = Object.fromEntries([['stage', stage]])
      return [
        sent(effect, 0, labels),
        settled(effect, { at: ms, labels, answer: { text }, amount: paid({ output }, attempts) }),
      ]
    }),
  )

/** Means are sums of fractions: equal but for the last digits. */
const rounded = (priors: Priors): unknown =>
  JSON.parse(JSON.stringify(priors), (_, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(9)) : value,
  )

describe('priors of several journals', () => {
  it('are those of the journals one after the other', () => {
    fc.assert(
      fc.property(entries, entries, (first, second) => {
        const apart = mergePriors(priorsOf(first), priorsOf(second))
        expect(rounded(apart)).toEqual(rounded(priorsOf([...first, ...second])))
      }),
    )
  })

  it('do not depend on how they are put together', () => {
    fc.assert(
      fc.property(entries, entries, entries, (x, y, z) => {
        const [p, q, r] = [priorsOf(x), priorsOf(y), priorsOf(z)]
        expect(rounded(mergePriors(p, mergePriors(q, r)))).toEqual(rounded(mergePriors(mergePriors(p, q), r)))
        expect(rounded(mergePriors(p, q))).toEqual(rounded(mergePriors(q, p)))
        expect(mergePriors(p, {})).toEqual(p)
      }),
    )
  })

  it('are plain data', () => {
    fc.assert(
      fc.property(entries, (x) => {
        expect(JSON.parse(JSON.stringify(priorsOf(x)))).toEqual(priorsOf(x))
      }),
    )
  })
})

describe('how far off a plan was', () => {
  const planned = {
    ...right(plan(loom, { width: 2, calls: 2 })),
    inputTokens: { low: 10, middle: 20, high: 40 },
    outputTokens: { low: 0, middle: 0, high: 0 },
    costMicroUsd: { low: 5, middle: 10, high: 20 },
    ms: null,
  }

  it('is told for each quantity: whether it was foreseen, and what multiple of the expected it was', () => {
    const off = planError(planned, { ...paid({ input: 25, cached: 5, output: 1 }, 2, 30), ms: 7 })
    expect(off.inputTokens).toEqual({ planned: planned.inputTokens, actual: 30, isInside: true, ratio: 1.5 })
    expect(off.outputTokens).toMatchObject({ actual: 1, isInside: false, ratio: null })
    expect(off.costMicroUsd).toMatchObject({ isInside: false, ratio: 3 })
    expect(off.attempts).toMatchObject({ actual: 2, isInside: true, ratio: 1 })
    expect(off.ms).toBeNull()
  })

  it('is not told where one of the two did not say', () => {
    expect(planError(planned, { ...paid({}, 2, null), ms: 0 }).costMicroUsd).toBeNull()
    const timed = planError({ ...planned, ms: { low: 0, middle: 0, high: 0 } }, { ...paid({}), ms: 0 })
    expect(timed.ms).toMatchObject({ isInside: true, ratio: 1 })
  })
})
