import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noUsage } from '@chorale/core/base'
import type { Embed, Generate } from '@chorale/core/ports'
import { costOf, freeTariff, jsonSchemaOf, worstCase, type Tariff } from '@chorale/core/ports/model'
import { generate } from './programs.js'

const tariff: Tariff = { microUsdPerMTok: { input: 3_000_000, cached: 300_000, output: 15_000_000 }, maxAttempts: 1 }

const embed = (texts: readonly string[]): Embed => ({ _tag: 'model/embed', key: 'e', texts })

describe('a cost', () => {
  it('is 8850 for 1200 read and 350 written at 3 and 15 dollars per million', () => {
    expect(costOf({ ...noUsage, input: 1200, output: 350 }, tariff)).toBe(8850)
  })

  it('counts cached tokens at their own price and reasoning as output', () => {
    expect(costOf({ input: 0, cached: 1000, output: 10, reasoning: 10 }, tariff)).toBe(300 + 300)
  })

  it('is rounded up, or down where that is asked for', () => {
    const usage = { ...noUsage, input: 1 }
    const cheap: Tariff = { ...tariff, microUsdPerMTok: { input: 1, cached: 0, output: 0 } }
    expect([costOf(usage, cheap), costOf(usage, cheap, 'down'), costOf(noUsage, cheap)]).toEqual([1, 0, 0])
  })

  it('is exact where a product is larger than a number can hold', () => {
    expect(
      costOf(
        { ...noUsage, input: 2 ** 40 + 1 },
        { ...tariff, microUsdPerMTok: { input: 1e6 + 1, cached: 0, output: 0 } },
      ),
    ).toBe(Number(((2n ** 40n + 1n) * 1_000_001n + 999_999n) / 1_000_000n))
  })

  it('never breaks, whatever a host counts', () => {
    for (const input of [Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5])
      expect(costOf({ ...noUsage, input }, tariff)).toBeGreaterThanOrEqual(0)
  })

  it('of a free tariff is nothing', () => {
    expect(worstCase(generate('k', 'Why?'), freeTariff)).toMatchObject({ costMicroUsd: 0, attempts: 1 })
  })
})

describe('the worst case', () => {
  it('is every attempt with as many tokens as bytes read and as many written as allowed', () => {
    const effect = generate('k', 'Why?', 200)
    const once = worstCase(effect, tariff)
    const thrice = worstCase(effect, { ...tariff, maxAttempts: 3 })
    expect(once).toMatchObject({ attempts: 1, usage: { cached: 0, output: 200, reasoning: 0 } })
    expect(thrice).toMatchObject({ attempts: 3, usage: { output: 600 } })
    // Each repair hands an answer back.
    expect(thrice.usage.input).toBe(3 * once.usage.input + 2 * 4 * 200)
    expect(once.costMicroUsd).toBe(once.usage.input * 3 + 200 * 15)
  })

  it('counts bytes of UTF-8', () => {
    const inputOf = (user: string): number => worstCase(generate('k', user), tariff).usage.input
    const added = ['a', 'é', '意', '😀', '\uD83D'].map((text) => inputOf(text) - inputOf(''))
    expect(added).toEqual([1, 2, 3, 4, 3])
  })

  it('adds what provider options may add', () => {
    const extra = { input: 300, output: 1000 }
    const [plain, more] = [tariff, { ...tariff, extra }].map((known) => worstCase(generate('k', 'Why?', 200), known))
    expect(more?.usage.output).toBe(1200)
    expect(more?.usage.input).toBe((plain?.usage.input ?? 0) + 300)
  })

  it('reads at the dearer of the two prices', () => {
    const odd: Tariff = { ...tariff, microUsdPerMTok: { input: 1_000_000, cached: 2_000_000, output: 0 } }
    const { costMicroUsd, usage } = worstCase(generate('k', 'Why?'), odd)
    expect(costMicroUsd).toBe(2 * usage.input)
  })

  it('of an embedding is a call for each text, unless the adapter is said to batch them', () => {
    const texts = ['one', 'two', 'three']
    expect(worstCase(embed(texts), { ...tariff, maxAttempts: 2 })).toMatchObject({ attempts: 6, usage: { output: 0 } })
    expect(worstCase(embed(texts), { ...tariff, maxAttempts: 2, textsPerCall: 2 }).attempts).toBe(4)
    expect(worstCase(embed([]), tariff).attempts).toBe(1)
  })

  it('is not less for a longer text, an answer that may be longer, or more attempts', () => {
    const texts = fc.record({ a: fc.string({ unit: 'binary' }), b: fc.string({ unit: 'binary' }) })
    fc.assert(
      fc.property(texts, fc.nat(4000), fc.integer({ min: 1, max: 12 }), ({ a, b }, maxTokens, maxAttempts) => {
        const [some, most] = [
          { ...tariff, maxAttempts },
          { ...tariff, maxAttempts: maxAttempts + 1 },
        ]
        const amounts = [
          worstCase(generate('k', a, maxTokens), some),
          worstCase(generate('k', a + b, maxTokens), some),
          worstCase(generate('k', a + b, maxTokens + 1), some),
          worstCase(generate('k', a + b, maxTokens + 1), most),
        ]
        for (const [i, { costMicroUsd, usage, attempts }] of amounts.entries()) {
          const before = amounts[i - 1]
          expect(costMicroUsd ?? -1).toBeGreaterThanOrEqual(before?.costMicroUsd ?? 0)
          expect(usage.input).toBeGreaterThanOrEqual(before?.usage.input ?? 0)
          expect(attempts).toBeGreaterThanOrEqual(before?.attempts ?? 0)
        }
      }),
    )
  })

  it('holds whatever a tokenizer makes of the texts, down to a token for each byte', () => {
    const words = fc.record({ system: fc.string({ unit: 'binary' }), user: fc.string({ unit: 'binary' }) })
    const bytes = (text: string): number => new TextEncoder().encode(text).length
    const sizes = fc.record({ maxTokens: fc.integer({ min: 1, max: 500 }), calls: fc.integer({ min: 1, max: 4 }) })
    fc.assert(
      fc.property(words, sizes, fc.double({ min: 0, max: 1, noNaN: true }), (prompt, { maxTokens, calls }, share) => {
        const effect: Generate = { ...generate('k', '', maxTokens), prompt }
        const worst = worstCase(effect, { ...tariff, maxAttempts: 4 })
        // Each call sends prompt and schema, and from the second on the answer before, which may read longer than it was written.
        const asked = bytes(prompt.system) + bytes(prompt.user) + bytes(JSON.stringify(jsonSchemaOf(effect.contract)))
        const input = calls * asked + (calls - 1) * 2 * maxTokens
        const usage = { ...noUsage, input: input - Math.floor(input * share), cached: Math.floor(input * share) }
        const spent = { ...usage, output: calls * maxTokens }
        expect(worst.usage.input).toBeGreaterThanOrEqual(input)
        expect(worst.usage.output).toBeGreaterThanOrEqual(spent.output)
        expect(worst.costMicroUsd).toBeGreaterThanOrEqual(costOf(spent, tariff))
        expect(worst.attempts).toBeGreaterThanOrEqual(calls)
      }),
    )
  })
})
