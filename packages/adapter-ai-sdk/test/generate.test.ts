import { describe, expect, it } from 'vitest'
import { right } from 'fp-ts/lib/Either.js'
import { answer, bad, generate, good, leftOf, reply, rightOf, scripted } from './fixtures.js'

describe('an answer that keeps its contract', () => {
  it('comes back with who gave it, what it used and how long it was', async () => {
    const times = [1_000, 1_250]
    const model = scripted([reply(good, { response: { modelId: 'mock-2' } })])
    const outcome = await generate({ language: model, now: () => times.shift() ?? 0 })
    expect(outcome).toEqual(
      right({
        answer,
        resolver: { type: 'custom', model: 'mock-2' },
        usage: { input: 100, cached: 20, output: 30, reasoning: 5 },
        costMicroUsd: null,
        attempts: 1,
        latencyMs: 250,
        rawLength: good.length,
      }),
    )
  })

  it('is read from all text parts, without the reasoning', async () => {
    const parts = [
      { type: 'reasoning', text: '{"text":"no"}' },
      { type: 'text', text: good.slice(0, 9) },
      { type: 'text', text: good.slice(9) },
    ] as const
    expect(rightOf(await generate({ language: scripted([reply('', { content: [...parts] })]) })).answer).toEqual(answer)
  })

  it('is named by the model object where the reply names no model', async () => {
    const model = scripted([reply(good)], { provider: 'anthropic.messages', modelId: 'claude-x' })
    expect(rightOf(await generate({ language: model })).resolver).toEqual({ type: 'anthropic', model: 'claude-x' })
  })

  it.each([
    ['openai.responses', 'openai'],
    ['openai', 'openai'],
    ['anthropic.messages', 'anthropic'],
    ['openai-compatible.chat', 'custom'],
    ['google.generative-ai', 'custom'],
  ])('%s is a resolver of type %s', async (provider, type) => {
    expect(rightOf(await generate({ language: scripted([reply(good)], { provider }) })).resolver.type).toBe(type)
  })

  it('is of the type the host says', async () => {
    expect(rightOf(await generate({ language: scripted([reply(good)]), resolverType: 'local' })).resolver.type).toBe(
      'local',
    )
  })
})

describe('the call', () => {
  it('carries the prompt, the sampling and the contract as a schema', async () => {
    const model = scripted([reply(good)])
    await generate({ language: model, providerOptions: { mock: { effort: 'low' } } }, { topP: 0.9 })
    const { abortSignal, ...call } = model.doGenerateCalls[0] ?? {}
    expect(abortSignal).toBeInstanceOf(AbortSignal)
    expect(call).toEqual({
      prompt: [
        { role: 'system', content: 'You multiply meanings.' },
        { role: 'user', content: [{ type: 'text', text: 'Values * Necessary' }] },
      ],
      maxOutputTokens: 200,
      temperature: 0.7,
      topP: 0.9,
      seed: 42,
      responseFormat: {
        type: 'json',
        name: 'resolver_answer',
        schema: {
          type: 'object',
          additionalProperties: false,
          required: ['text', 'terms_used', 'warnings'],
          properties: {
            text: { type: 'string', maxLength: 200 },
            terms_used: { type: 'array', maxItems: 8, items: { type: 'string' } },
            warnings: { type: 'array', maxItems: 8, items: { type: 'string' } },
          },
        },
      },
      providerOptions: { mock: { effort: 'low' } },
    })
  })

  it.each([
    ['openai.chat', 0],
    ['anthropic.messages', undefined],
    ['mistral.chat', 1e-6],
  ])('says top_p 0 to %s as %s', async (provider, topP) => {
    const model = scripted([reply(good)], { provider })
    await generate({ language: model }, { topP: 0 })
    expect(model.doGenerateCalls[0]?.topP).toBe(topP)
  })

  it.each(['openai.chat', 'anthropic.messages'])(
    'says the bounds of a contract in words to %s, which takes no others',
    async (provider) => {
      const model = scripted([reply(good)], { provider })
      await generate({ language: model })
      const schema = JSON.stringify(model.doGenerateCalls[0]?.responseFormat)
      expect(schema).not.toMatch(/maxLength|maxItems/u)
      expect(schema).toContain('At most 200 characters.')
      expect(schema).toContain('"required":["text","terms_used","warnings"]')
    },
  )

  it('leaves out what the host says', async () => {
    const model = scripted([reply(good)])
    await generate({ language: model, omit: ['temperature', 'topP', 'seed', 'schema'] })
    expect(Object.keys(model.doGenerateCalls[0] ?? {}).sort()).toEqual(['abortSignal', 'maxOutputTokens', 'prompt'])
  })
})

describe('an answer that breaks its contract', () => {
  it('is repaired by one call with the same messages, the bad answer, the reason and the wanted shape', async () => {
    const model = scripted([reply(bad), reply(good)])
    const { attempts, usage: used } = rightOf(await generate({ language: model }))
    const [first, second] = model.doGenerateCalls
    expect({ attempts, used }).toEqual({ attempts: 2, used: { input: 200, cached: 40, output: 60, reasoning: 10 } })
    expect(second?.prompt.slice(0, 2)).toEqual(first?.prompt)
    expect(second?.prompt.slice(2)).toEqual([
      { role: 'assistant', content: [{ type: 'text', text: bad }] },
      {
        role: 'user',
        content: [
          {
            type: 'text',
            text:
              'Your answer cannot be used: missing_key:warnings. Answer again with exactly one JSON object and nothing around it: ' +
              '{"text": string of at most 200 characters, "terms_used": array of at most 8 strings, "warnings": array of at most 8 strings}',
          },
        ],
      },
    ])
  })

  it('is not said back where it was empty, as providers refuse empty texts', async () => {
    const model = scripted([reply(' '), reply(good)])
    await generate({ language: model })
    expect(model.doGenerateCalls[1]?.prompt.map(({ role }) => role)).toEqual(['system', 'user', 'user'])
  })

  it('fails after four attempts of two calls with the reason and everything that was paid', async () => {
    const model = scripted([reply(bad)], { provider: 'openai.chat', modelId: 'gpt-4o' })
    expect(leftOf(await generate({ language: model }))).toMatchObject({
      _tag: 'BadAnswer',
      reason: 'missing_key:warnings',
      attempts: 8,
      retryable: false,
      applied: 'yes',
      doing: 'generate C/0,1/multiply/2',
      ids: { run: 'run-1', key: 'C/0,1/multiply/2' },
      paid: {
        attempts: 8,
        usage: { input: 800, cached: 160, output: 240, reasoning: 40 },
        costMicroUsd: 2_000 + 200 + 2_400 + 400,
      },
    })
    expect(model.doGenerateCalls).toHaveLength(8)
  })

  it('may be asked again by a policy where the adapter itself made no retry', async () => {
    const fault = leftOf(await generate({ language: scripted([reply(bad)]), retry: { maxRetries: 0 }, repair: 0 }))
    expect(fault).toMatchObject({ _tag: 'BadAnswer', retryable: true, attempts: 1 })
  })

  it('never shows its text in the fault', async () => {
    expect(JSON.stringify(leftOf(await generate({ language: scripted([reply('my secret diary')]) })))).not.toContain(
      'diary',
    )
  })
})

describe('how an answer ended', () => {
  it.each(['length', 'error'] as const)('%s: is not accepted even where what is left of it parses', async (unified) => {
    const model = scripted([reply(good, { finishReason: { unified, raw: unified } })])
    const reason = unified === 'length' ? 'truncated' : 'interrupted'
    expect(leftOf(await generate({ language: model }))).toMatchObject({ _tag: 'BadAnswer', reason })
  })

  it('a cut answer is repaired by asking for a shorter one', async () => {
    const model = scripted([reply('{"text":"a', { finishReason: { unified: 'length', raw: 'length' } }), reply(good)])
    expect(rightOf(await generate({ language: model })).attempts).toBe(2)
    expect(JSON.stringify(model.doGenerateCalls[1]?.prompt)).toContain('Be much shorter.')
  })

  it.each([
    ['a content filter', reply(good, { finishReason: { unified: 'content-filter', raw: 'content_filter' } })],
    ['a refusal in a chat message', reply('', { response: { body: { choices: [{ message: { refusal: 'No.' } }] } } })],
    [
      'a refusal in a response',
      reply('', { response: { body: { output: [{ content: [{ type: 'refusal', refusal: 'No.' }] }] } } }),
    ],
  ])('%s is Declined at once, and paid', async (_name, declined) => {
    const model = scripted([declined])
    expect(leftOf(await generate({ language: model }))).toMatchObject({
      _tag: 'Declined',
      retryable: false,
      paid: { attempts: 1, usage: { input: 100, cached: 20, output: 30, reasoning: 5 } },
    })
    expect(model.doGenerateCalls).toHaveLength(1)
  })
})
