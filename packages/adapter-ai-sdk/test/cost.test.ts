import { describe, expect, it } from 'vitest'
import { bad, generate, good, reply, rightOf, scripted, usage } from './fixtures.js'

describe('what was used and what it costs', () => {
  it('counts failed attempts and repairs, and rounds half up once at the end', async () => {
    const tokens = (input: number) => reply(input === 7 ? good : bad, { usage: usage(input, 0, 0, 0) })
    const prices = { m: { input: 100_000, output: 0 } } // a tenth of a micro-dollar each
    const model = scripted([tokens(3), { throws: new Error('socket hang up') }, tokens(5), tokens(7)], { modelId: 'm' })
    expect(rightOf(await generate({ language: model, prices }))).toMatchObject({
      usage: { input: 15 },
      costMicroUsd: 2,
      attempts: 4,
    })
  })

  it('takes 1200 in and 350 out at 3 and 15 dollars a million as 8850 micro-dollars (spec resilience 15)', async () => {
    const model = scripted([reply(good, { usage: usage(1_200, 0, 350, 0) })], {
      provider: 'anthropic.messages',
      modelId: 'claude-sonnet-4-5',
    })
    expect(rightOf(await generate({ language: model })).costMicroUsd).toBe(8_850)
  })

  it('bills a dated name as the name that was asked for, cached tokens at their price and reasoning as output', async () => {
    const model = scripted(
      [reply(good, { usage: usage(1_000, 1_000, 1_000, 1_000), response: { modelId: 'gpt-4o-2024-08-06' } })],
      {
        provider: 'openai.chat',
        modelId: 'gpt-4o',
      },
    )
    expect(rightOf(await generate({ language: model })).costMicroUsd).toBe(2_500 + 1_250 + 10_000 + 10_000)
  })

  it('knows no price of a model of that name on a server of anybody else', async () => {
    expect(
      rightOf(await generate({ language: scripted([reply(good)], { modelId: 'gpt-4o' }) })).costMicroUsd,
    ).toBeNull()
  })

  it('lets the host set prices', async () => {
    const model = scripted([reply(good)], { provider: 'openai.chat', modelId: 'gpt-4o' })
    const prices = { 'gpt-4o': { input: 1_000_000, cached: 0, output: 0, reasoning: 2_000_000 } }
    expect(rightOf(await generate({ language: model, prices })).costMicroUsd).toBe(110)
  })

  it('takes numbers that are missing as 0', async () => {
    const none = {
      total: undefined,
      noCache: undefined,
      cacheRead: undefined,
      cacheWrite: undefined,
      text: undefined,
      reasoning: undefined,
    }
    const model = scripted([reply(good, { usage: { inputTokens: none, outputTokens: none } })])
    expect(rightOf(await generate({ language: model })).usage).toEqual({ input: 0, cached: 0, output: 0, reasoning: 0 })
  })
})
