import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChatPiece } from '@chorale/core/ports/model'
import { chat, chatEffect, leftOf, pieces, rightOf } from './fixtures.js'
import { fails, hangs, resets, says, serve, streams, type Server, type StreamEnd } from './server.js'

let server: Server
beforeAll(async () => {
  server = await serve()
})
afterAll(() => server.close())

const model = () =>
  createOpenAICompatible({ name: 'lab', baseURL: server.baseURL, apiKey: 'k', includeUsage: true })('lab-model')
const once = { retry: { maxRetries: 0 } }

const ask = (
  options = {},
  effect = chatEffect(),
  at: { readonly pieces?: ChatPiece[]; readonly signal?: AbortSignal } = {},
) => chat({ language: model(), ...options }, effect, { pieces: [], ...at })

describe('a real server that streams', () => {
  it('gets one well-formed request, and its words are told as they come', async () => {
    const heard: ChatPiece[] = []
    server.behave(streams(['A warm ', 'cache ', 'is full.']))
    expect(rightOf(await ask({}, chatEffect(), { pieces: heard }))).toMatchObject({
      ...{ text: 'A warm cache is full.', finish: 'stop', resolver: { type: 'custom', model: 'served-model' } },
      ...{ usage: { input: 100, cached: 20, output: 30, reasoning: 5 }, attempts: 1 },
    })
    expect(heard).toEqual(pieces('A warm ', 'cache ', 'is full.'))
    expect(server.seen).toMatchObject([
      { path: '/v1/chat/completions', body: { model: 'lab-model', stream: true, max_tokens: 200, seed: 42 } },
    ])
  })

  it('is asked for JSON where the answer has a form', async () => {
    server.behave(streams(['{}']))
    await ask({}, chatEffect({ form: 'chorus/action' }))
    expect(server.seen[0]?.body).toMatchObject({ response_format: { type: 'json_object' } })
  })

  it('and takes no such format is asked without it', async () => {
    server.behave(fails(400, 'response_format is not supported'), streams(['{}']))
    expect(rightOf(await ask({}, chatEffect({ form: 'chorus/action' })))).toMatchObject({ text: '{}', attempts: 2 })
    expect(server.seen.map(({ body }) => 'response_format' in body)).toEqual([true, false])
  })

  it('is asked whole where the effect says so', async () => {
    server.behave(says('whole'))
    expect(rightOf(await ask({}, chatEffect({ delivery: 'whole' }))).text).toBe('whole')
    expect(server.seen[0]?.body['stream']).not.toBe(true)
  })

  it.each([
    ['length', 'length'],
    ['content_filter', 'declined'],
  ])('and ends by %s: its finish is %s', async (reason, finish) => {
    server.behave(streams(['so far'], { finish: reason }))
    expect(rightOf(await ask())).toMatchObject({ text: 'so far', finish })
  })

  it.each<[string, StreamEnd]>([
    ['resets the connection', 'reset'],
    ['ends too early', 'cut'],
    ['tells an error', { error: 'overloaded' }],
  ])('and %s in the middle is asked again: the pieces come from the first', async (_how, end) => {
    const heard: ChatPiece[] = []
    server.behave(streams(['so ', 'far'], end), streams(['all ', 'of it']))
    expect(rightOf(await ask({}, chatEffect(), { pieces: heard }))).toMatchObject({ text: 'all of it', attempts: 2 })
    expect(heard).toEqual([...pieces('so ', 'far'), ...pieces('all ', 'of it')])
    server.behave(streams(['so ', 'far'], end))
    expect(leftOf(await ask(once))).toMatchObject({ _tag: 'Unavailable', applied: 'unknown', retryable: true })
  })

  it.each([
    ['a full house', fails(429, 'slow down', { 'retry-after-ms': '3' }), 'Throttled'],
    ['a broken server', fails(500, 'boom'), 'Unavailable'],
    ['a reset', resets, 'Unavailable'],
    ['a wrong key', fails(401, 'no'), 'Denied'],
  ] as const)('fails before its first word as others do: %s', async (_what, behaviour, tag) => {
    server.behave(behaviour)
    const heard: ChatPiece[] = []
    expect(leftOf(await ask(once, chatEffect(), { pieces: heard }))._tag).toBe(tag)
    expect(heard).toEqual([])
  })

  it.each([
    ['at all', hangs, 0],
    ['to the end', streams(['so far'], 'stall'), 1],
  ] as const)('and does not answer %s is TimedOut', async (_what, behaviour, count) => {
    server.behave(behaviour)
    const heard: ChatPiece[] = []
    expect(leftOf(await ask({ ...once, timeoutMs: 200 }, chatEffect(), { pieces: heard }))).toMatchObject({
      ...{ _tag: 'TimedOut', because: 'no answer within 200 ms' },
    })
    expect(heard).toHaveLength(count)
  })

  it('may be left by its caller in the middle, and the connection ends', async () => {
    const controller = new AbortController()
    const closed = new Promise<void>((resolve) => {
      server.behave((response, request) => {
        request.socket.once('close', () => resolve())
        streams(['so far'], 'stall')(response, request)
      })
    })
    const heard = Object.assign([] as ChatPiece[], {
      push: (...given: ChatPiece[]) => {
        controller.abort()
        return Array.prototype.push.apply(heard, given)
      },
    })
    expect(leftOf(await ask({}, chatEffect(), { pieces: heard, signal: controller.signal }))).toMatchObject({
      ...{ _tag: 'Cancelled', applied: 'unknown', paid: { attempts: 1 } },
    })
    await closed
  })
})
