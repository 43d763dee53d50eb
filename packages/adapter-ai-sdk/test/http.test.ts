import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answer, embed, embedEffect, generate, good, leftOf, rightOf } from './fixtures.js'
import {
  breaks,
  fails,
  hangs,
  places,
  resets,
  says,
  sends,
  serve,
  stalls,
  type Behaviour,
  type Server,
} from './server.js'

const key = 'sk-proj-abcdefghij0123456789'

let server: Server
beforeAll(async () => {
  server = await serve()
})
afterAll(() => server.close())

const provider = () =>
  createOpenAICompatible({ name: 'lab', baseURL: server.baseURL, apiKey: key, supportsStructuredOutputs: true })
const once = { retry: { maxRetries: 0 }, repair: 0 }

const ask = (options = {}, signal?: AbortSignal) =>
  generate({ language: provider()('lab-model'), ...options }, { topP: 0.5 }, signal)

describe('a real server', () => {
  it('gets one well-formed request and its answer is taken', async () => {
    server.behave(says(good))
    expect(rightOf(await ask())).toMatchObject({
      answer,
      resolver: { type: 'custom', model: 'served-model' },
      usage: { input: 100, cached: 20, output: 30, reasoning: 5 },
      attempts: 1,
    })
    expect(server.seen).toHaveLength(1)
    expect(server.seen[0]).toMatchObject({
      path: '/v1/chat/completions',
      authorization: `Bearer ${key}`,
      body: {
        model: 'lab-model',
        max_tokens: 200,
        temperature: 0.7,
        top_p: 0.5,
        seed: 42,
        response_format: { type: 'json_schema', json_schema: { name: 'resolver_answer', strict: true } },
      },
    })
  })

  it.each([
    ['fenced JSON', `\`\`\`json\n${good}\n\`\`\``],
    ['text around JSON', `Sure! ${good} Anything else?`],
  ])('%s is taken', async (_name, text) => {
    server.behave(says(text))
    expect(rightOf(await ask())).toMatchObject({ answer, attempts: 1 })
  })

  it.each<[string, Behaviour, string]>([
    ['cut JSON', says(good.slice(0, 20), { finish_reason: 'length' }), 'truncated'],
    ['wrong types', says('{"text":7,"terms_used":[],"warnings":[]}'), 'wrong_type:text'],
    ['empty text', says(''), 'empty_output'],
    ['no text', says(null), 'empty_output'],
    ['malformed HTTP JSON', sends(200, '{"id": "c-'), 'malformed_reply'],
    ['a page of another service', sends(200, '<html>Welcome</html>'), 'malformed_reply'],
    ['a reply without choices', sends(200, '{"choices":[]}'), 'malformed_reply'],
    ['an error as a success', sends(200, '{"error":{"message":"overloaded"}}'), 'malformed_reply'],
  ])('%s is asked again, and good the second time', async (_name, behaviour, reason) => {
    server.behave(behaviour, says(good))
    expect(rightOf(await ask())).toMatchObject({ answer, attempts: 2 })
    server.behave(behaviour)
    expect(leftOf(await ask(once))).toMatchObject({ _tag: 'BadAnswer', reason, attempts: 1, paid: { attempts: 1 } })
  })

  it('a refusal is Declined', async () => {
    server.behave(says(null, { refusal: 'I cannot help with that.' }))
    expect(leftOf(await ask())).toMatchObject({
      _tag: 'Declined',
      paid: { usage: { input: 100, cached: 20, output: 30, reasoning: 5 } },
    })
    expect(server.seen).toHaveLength(1)
  })

  it.each<[string, Behaviour, string, string]>([
    ['HTTP 500', fails(500, 'boom'), 'Unavailable', 'unknown'],
    ['HTTP 529', fails(529, 'overloaded'), 'Unavailable', 'unknown'],
    ['HTTP 408', fails(408, 'too slow'), 'TimedOut', 'unknown'],
    ['HTTP 429', fails(429, 'slow down', { 'retry-after-ms': '3' }), 'Throttled', 'no'],
    ['a reset', resets, 'Unavailable', 'unknown'],
    ['a reset in the middle of the body', breaks, 'Unavailable', 'unknown'],
  ])('%s is tried again', async (...[, behaviour, tag, applied]) => {
    server.behave(behaviour, behaviour, says(good))
    expect(rightOf(await ask())).toMatchObject({ answer, attempts: 3 })
    server.behave(behaviour)
    expect(leftOf(await ask())).toMatchObject({ _tag: tag, applied, retryable: true, paid: { attempts: 4 } })
    expect(server.seen).toHaveLength(4)
  })

  it.each<[string, Behaviour, string, RegExp]>([
    [
      'a wrong key',
      fails(401, `Incorrect API key provided: ${key}`),
      'Denied',
      /^HTTP 401: Incorrect API key provided: \[masked\]$/u,
    ],
    [
      'an unknown model',
      fails(404, 'model lab-model does not exist'),
      'Rejected',
      /^the model or the address was not found, HTTP 404: model lab-model does not exist$/u,
    ],
    ['another form of error', sends(422, '{"detail":"prompt too long"}'), 'Rejected', /HTTP 422: prompt too long$/u],
    ['an error without a body', sends(413, ''), 'Rejected', /HTTP 413: Payload Too Large$/u],
  ])('%s is final', async (...[, behaviour, tag, because]) => {
    server.behave(behaviour)
    expect(leftOf(await ask())).toMatchObject({ _tag: tag, retryable: false, because: expect.stringMatching(because) })
    expect(server.seen).toHaveLength(1)
  })

  it('that refuses parameters by name is asked without them', async () => {
    server.behave(
      fails(400, "Unsupported parameter: 'top_p'"),
      fails(400, 'response_format is not supported'),
      says(good),
    )
    expect(rightOf(await ask())).toMatchObject({ answer, attempts: 3 })
    const names = server.seen.map(({ body }) =>
      ['top_p', 'response_format', 'temperature'].filter((name) => name in body),
    )
    expect(names).toEqual([
      ['top_p', 'response_format', 'temperature'],
      ['response_format', 'temperature'],
      ['temperature'],
    ])
  })

  it('that merely mentions a parameter is asked with it again', async () => {
    server.behave(fails(500, 'the temperature in the server room is too high'), says(good))
    expect(rightOf(await ask()).attempts).toBe(2)
    expect(server.seen[1]?.body).toHaveProperty('temperature')
  })

  it('that refuses the same parameter for ever is not asked for ever', async () => {
    server.behave(fails(400, 'temperature and top_p and seed and json_schema, all wrong'))
    expect(leftOf(await ask())._tag).toBe('Rejected')
    expect(server.seen).toHaveLength(2)
  })
})

describe('a server that does not answer', () => {
  it.each([
    ['at all', hangs],
    ['to the end', stalls],
  ])('%s: TimedOut', async (_name, behaviour) => {
    server.behave(behaviour)
    expect(leftOf(await ask({ ...once, timeoutMs: 60 }))).toMatchObject({
      _tag: 'TimedOut',
      because: 'no answer within 60 ms',
    })
  })

  it.each([
    ['at all', hangs],
    ['to the end', stalls],
  ])('%s: the caller may give up, and the connection ends', async (_name, behaviour) => {
    const controller = new AbortController()
    const closed = new Promise<void>((resolve) => {
      server.behave((response, request) => {
        request.socket.once('close', () => resolve())
        behaviour(response, request)
        controller.abort()
      })
    })
    expect(leftOf(await ask({}, controller.signal))).toMatchObject({
      _tag: 'Cancelled',
      applied: 'unknown',
      paid: { attempts: 1 },
    })
    await closed
  })

  it('because there is none: nothing was applied', async () => {
    const gone = await serve()
    await gone.close()
    const language = createOpenAICompatible({ name: 'lab', baseURL: gone.baseURL })('m')
    const fault = leftOf(await generate({ language, retry: { maxRetries: 1 } }))
    expect(fault).toMatchObject({
      _tag: 'Unavailable',
      applied: 'no',
      because: expect.stringContaining('ECONNREFUSED'),
      paid: { attempts: 2 },
    })
  })
})

describe('embeddings over HTTP', () => {
  const embedding = () => provider().embeddingModel('lab-embed')

  it('come back in order', async () => {
    server.behave(
      places([
        [1, 0],
        [0, 1],
      ]),
    )
    expect(rightOf(await embed({ embedding: embedding() }, embedEffect(['a', 'b'])))).toMatchObject({
      vectors: [
        [1, 0],
        [0, 1],
      ],
      dimension: 2,
      usage: { input: 9 },
    })
    expect(server.seen[0]).toMatchObject({ path: '/v1/embeddings', body: { model: 'lab-embed', input: ['a', 'b'] } })
  })

  it('share the faults', async () => {
    server.behave(fails(503, 'busy'), places([[1]]))
    expect(rightOf(await embed({ embedding: embedding() }, embedEffect(['a']))).vectors).toEqual([[1]])
    server.behave(fails(403, 'no'))
    expect(leftOf(await embed({ embedding: embedding() }, embedEffect(['a'])))._tag).toBe('Denied')
  })
})
