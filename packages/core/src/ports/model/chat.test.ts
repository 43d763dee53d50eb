import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { chattedCodec, worstCase, type Chat, type Chatted, type Tariff } from './index.js'

const chatted: Chatted = {
  text: 'A warm cache is full.',
  finish: 'stop',
  resolver: { type: 'openai', model: 'm' },
  usage: { input: 1, cached: 0, output: 2, reasoning: 0 },
  costMicroUsd: null,
  attempts: 1,
  latencyMs: 3,
}

describe('the result of a conversation', () => {
  it.each(['stop', 'length', 'declined', 'other'] as const)('that ended by %s is read as it was written', (finish) => {
    const one = { ...chatted, finish }
    expect(chattedCodec.decode(JSON.parse(JSON.stringify(one)))).toEqual(E.right(one))
  })

  it.each([
    ['no text', { ...chatted, text: undefined }],
    ['an end nobody knows', { ...chatted, finish: 'bored' }],
    ['a kind of resolver nobody knows', { ...chatted, resolver: { type: 'oracle', model: null } }],
    ['a bucket that is missing', { ...chatted, usage: { input: 1, cached: 0, output: 2 } }],
    ['a cost as text', { ...chatted, costMicroUsd: '3' }],
    ['no latency', { ...chatted, latencyMs: undefined }],
  ])('is refused with %s', (_what, value) => {
    expect(chattedCodec.is(value)).toBe(false)
    expect(E.isLeft(chattedCodec.decode(value))).toBe(true)
  })
})

describe('the most a conversation may take', () => {
  const tariff: Tariff = { microUsdPerMTok: { input: 1_000_000, cached: 0, output: 2_000_000 }, maxAttempts: 1 }
  const asked: Chat = {
    _tag: 'model/chat',
    key: 'k',
    messages: [
      { role: 'system', content: 'You are brief.' },
      { role: 'user', content: 'Grüße' },
    ],
    sampling: { temperature: 0, topP: 1, seed: 1, maxTokens: 100 },
    delivery: 'whole',
    form: null,
  }

  it('is a token for each byte of each message, its frame, and as many written as it may', () => {
    // 14 and 7 bytes, 16 tokens round each of two messages, and 1024 for the call.
    expect(worstCase(asked, tariff)).toEqual({
      usage: { input: 14 + 7 + 32 + 1024, cached: 0, output: 100, reasoning: 0 },
      costMicroUsd: 1077 + 200,
      attempts: 1,
    })
  })

  it('is that for every attempt, with what the host adds to each', () => {
    const more = { ...tariff, maxAttempts: 3, extra: { input: 10, output: 20 } }
    expect(worstCase(asked, more)).toMatchObject({ usage: { input: 3 * 1087, output: 3 * 120 }, attempts: 3 })
  })

  it('is the same whether it comes whole or in pieces', () => {
    expect(worstCase({ ...asked, delivery: 'pieces' }, tariff)).toEqual(worstCase(asked, tariff))
  })
})
