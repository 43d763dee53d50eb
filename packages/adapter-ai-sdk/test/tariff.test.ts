import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { costOf, worstCase } from '@chorale/core/ports/model'
import { tariffOf, type GenerateOptions } from '../src/index.js'
import { generate, generateEffect, leftOf, modelV4, usage } from './fixtures.js'

const bytes = (text: string): number => new TextEncoder().encode(text).length

/** A model that needs a token for each byte it is told, and answers only what breaks the contract. */
const hungry = (flaw: string, maxTokens: number) =>
  modelV4(({ prompt, responseFormat }: GenerateOptions) => {
    const told = prompt.map(({ content }) =>
      typeof content === 'string' ? content : content.map(({ text }) => text).join(''),
    )
    const read = told.reduce((sum, text) => sum + bytes(text), 0) + bytes(JSON.stringify(responseFormat ?? {}))
    return Promise.resolve({
      content: [{ type: 'text' as const, text: flaw }],
      finishReason: { unified: 'stop' as const, raw: 'stop' },
      usage: usage(read, 0, maxTokens, 0),
      warnings: [],
    })
  })

describe('the tariff of a model', () => {
  it('is its list price with the calls of an adapter that was told nothing else', () => {
    expect(tariffOf('gpt-4.1-mini')).toEqual({
      microUsdPerMTok: { input: 400_000, cached: 100_000, output: 1_600_000 },
      maxAttempts: 12,
    })
    expect(tariffOf('gpt-4.1-mini', { maxRetries: 0, repair: 0 })?.maxAttempts).toBe(5)
  })

  it('is the price of the host before the list price, and nothing where neither is known', () => {
    const own = { 'my-model': { input: 1, output: 2, reasoning: 3 } }
    expect(tariffOf('my-model', { prices: own })?.microUsdPerMTok).toEqual({ input: 1, cached: 1, output: 3 })
    expect(tariffOf('my-model')).toBeUndefined()
    expect(tariffOf('toString')).toBeUndefined()
  })

  it('bounds what the adapter spends, however often it repairs and retries', async () => {
    const setting = fc.record({
      maxRetries: fc.integer({ min: 0, max: 2 }),
      repair: fc.integer({ min: 0, max: 3 }),
      maxTokens: fc.integer({ min: 1, max: 3000 }),
      flaw: fc.constantFrom('x', 'é', '意', '😀'),
    })
    await fc.assert(
      fc.asyncProperty(setting, async ({ maxRetries, repair, maxTokens, flaw }) => {
        const language = hungry(flaw.repeat(Math.floor((4 * maxTokens) / bytes(flaw))), maxTokens)
        const fault = leftOf(await generate({ language, repair, retry: { maxRetries } }, { maxTokens }))
        const tariff = tariffOf('gpt-5', { maxRetries, repair })
        if (tariff === undefined || fault.paid === undefined) return expect.unreachable('neither price nor payment')
        const worst = worstCase(generateEffect({ maxTokens }), tariff)
        expect(fault.paid.attempts).toBe((1 + maxRetries) * (1 + repair))
        expect(fault.paid.attempts).toBeLessThanOrEqual(worst.attempts)
        expect(fault.paid.usage.input).toBeLessThanOrEqual(worst.usage.input)
        expect(fault.paid.usage.output).toBeLessThanOrEqual(worst.usage.output)
        expect(costOf(fault.paid.usage, tariff)).toBeLessThanOrEqual(worst.costMicroUsd ?? 0)
      }),
      { numRuns: 40 },
    )
  })
})
