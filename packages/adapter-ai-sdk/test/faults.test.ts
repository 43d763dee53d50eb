import * as sdk from '@ai-sdk/provider'
import { describe, expect, it } from 'vitest'
import { generate, leftOf, scripted } from './fixtures.js'

/** What an effect says of something its model throws, without retries. */
const faultOf = async (throws: unknown) =>
  leftOf(await generate({ language: scripted([{ throws }]), retry: { maxRetries: 0 } }))

const api = (
  statusCode: number | undefined,
  message = 'said',
  more: { readonly responseBody?: string; readonly cause?: unknown } = {},
) =>
  new sdk.APICallError({
    message,
    url: 'http://x',
    requestBodyValues: {},
    ...(statusCode === undefined ? {} : { statusCode }),
    ...more,
  })

const coded = (code: string) => Object.assign(new Error('broken'), { code })
const named = (name: string) => Object.assign(new Error('said'), { name })

describe('what is thrown becomes one member of the closed family (spec resilience 2.2)', () => {
  it.each<[string, unknown, string, boolean, string]>([
    ['HTTP 400', api(400), 'Rejected', false, 'no'],
    ['HTTP 401', api(401), 'Denied', false, 'no'],
    ['HTTP 402', api(402), 'Denied', false, 'no'],
    ['HTTP 403', api(403), 'Denied', false, 'no'],
    ['HTTP 404', api(404), 'Rejected', false, 'no'],
    ['HTTP 405', api(405), 'Rejected', false, 'no'],
    ['HTTP 408', api(408), 'TimedOut', true, 'unknown'],
    ['HTTP 409', api(409), 'Rejected', false, 'no'],
    ['HTTP 413', api(413), 'Rejected', false, 'no'],
    ['HTTP 422', api(422), 'Rejected', false, 'no'],
    ['HTTP 425', api(425), 'Unavailable', true, 'no'],
    ['HTTP 429', api(429), 'Throttled', true, 'no'],
    ...[500, 502, 503, 504, 529].map((code): [string, unknown, string, boolean, string] => [
      `HTTP ${code}`,
      api(code),
      'Unavailable',
      true,
      'unknown',
    ]),
    ['HTTP 200 that is no reply', api(200), 'BadAnswer', true, 'yes'],
    ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ConnectionRefused'].map(
      (code): [string, unknown, string, boolean, string] => [code, coded(code), 'Unavailable', true, 'no'],
    ),
    ...['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_RESPONSE', 'ConnectionClosed'].map(
      (code): [string, unknown, string, boolean, string] => [code, coded(code), 'Unavailable', true, 'unknown'],
    ),
    ['UND_ERR_CONNECT_TIMEOUT', coded('UND_ERR_CONNECT_TIMEOUT'), 'TimedOut', true, 'no'],
    ...['ETIMEDOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'].map(
      (code): [string, unknown, string, boolean, string] => [code, coded(code), 'TimedOut', true, 'unknown'],
    ),
    ['EMFILE', coded('EMFILE'), 'Rejected', false, 'no'],
    ['CERT_HAS_EXPIRED', coded('CERT_HAS_EXPIRED'), 'Denied', false, 'no'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'Denied', false, 'no'],
    [
      'a code inside of a cause',
      api(undefined, 'Cannot connect to API', {
        cause: new TypeError('fetch failed', { cause: coded('ECONNREFUSED') }),
      }),
      'Unavailable',
      true,
      'no',
    ],
    ['a code before a status', api(200, 'half', { cause: coded('ECONNRESET') }), 'Unavailable', true, 'unknown'],
    ['an aborted call', new DOMException('This operation was aborted', 'AbortError'), 'Cancelled', false, 'unknown'],
    ['a time-out of the provider`s own', new DOMException('too late', 'TimeoutError'), 'TimedOut', true, 'unknown'],
    ['no key', new sdk.LoadAPIKeyError({ message: 'OPENAI_API_KEY is missing' }), 'Denied', false, 'no'],
    ['no setting', new sdk.LoadSettingError({ message: 'resource name is missing' }), 'Rejected', false, 'no'],
    ['no such model', new sdk.NoSuchModelError({ modelId: 'x', modelType: 'languageModel' }), 'Rejected', false, 'no'],
    ['no such feature', new sdk.UnsupportedFunctionalityError({ functionality: 'json' }), 'Unsupported', false, 'no'],
    ['a bad prompt', new sdk.InvalidPromptError({ prompt: [], message: 'no messages' }), 'Rejected', false, 'no'],
    ['an empty body', new sdk.EmptyResponseBodyError(), 'BadAnswer', true, 'yes'],
    ['a reply without choices', new sdk.InvalidResponseDataError({ data: {} }), 'BadAnswer', true, 'yes'],
    ['no content', new sdk.NoContentGeneratedError(), 'BadAnswer', true, 'yes'],
    ['JSON that is none', new sdk.JSONParseError({ text: '{', cause: undefined }), 'BadAnswer', true, 'yes'],
    ['a call without status and code', api(undefined), 'Unavailable', true, 'unknown'],
    ['fetch`s words', new TypeError('fetch failed'), 'Unavailable', true, 'unknown'],
    ['a bug', new TypeError('x is not a function'), 'Defect', false, 'unknown'],
    ['a name of another SDK version', named('AI_TypeValidationError'), 'BadAnswer', true, 'yes'],
    ['a text', 'gone wrong', 'Defect', false, 'unknown'],
  ])('%s', async (...[, thrown, _tag, retryable, applied]) => {
    expect(await faultOf(thrown)).toMatchObject({ _tag, retryable, applied })
  })
})

describe('what a fault says', () => {
  it('is what was done, what was found, what to do next, and for whom', async () => {
    expect(await faultOf(api(429, 'Rate limit reached for lab'))).toEqual({
      _tag: 'Throttled',
      retryable: true,
      applied: 'no',
      doing: 'generate C/0,1/multiply/2',
      because: 'HTTP 429: Rate limit reached for lab',
      next: 'Wait, send fewer calls at once, or raise the quota of the account.',
      ids: { run: 'run-1', key: 'C/0,1/multiply/2' },
      paid: { usage: { input: 0, cached: 0, output: 0, reasoning: 0 }, costMicroUsd: null, attempts: 1 },
    })
  })

  it.each([
    ['{"error":{"message":"from error.message"}}', 'from error.message'],
    ['{"message":"from message"}', 'from message'],
    ['{"detail":"from detail"}', 'from detail'],
    ['{"error":"from error"}', 'from error'],
    ['<html>', 'Bad Request'],
    ['{"error":{"message":" "}}', 'Bad Request'],
  ])('is the server`s own words: %s', async (responseBody, words) => {
    expect((await faultOf(api(400, 'Bad Request', { responseBody }))).because).toContain(`HTTP 400: ${words}`)
  })

  it('is short and one line', async () => {
    const { because } = await faultOf(api(500, `first\nsecond ${'x'.repeat(5_000)}`))
    expect(because).toMatch(/^HTTP 500: first second x+\.\.\.$/u)
    expect(because.length).toBe('HTTP 500: '.length + 300)
  })

  it.each([
    'sk-proj-abcdefghij0123456789',
    'sk-ant-api03-abc_def-ghi',
    'gsk_abcdefghijklmnop',
    'sk-abc***************wxyz',
    'AIzaSyA-1234567890abcdefg',
    'eyJhbGciOi.eyJzdWIiOiIx.c2lnbmF0dXJl',
    'jane.doe@example.com',
  ])('never holds %s', async (secret) => {
    const { because } = await faultOf(api(500, `You sent "${secret}", which is wrong`))
    expect(because).toBe('HTTP 500: You sent "[masked]", which is wrong')
  })

  it.each([
    ['authorization: Bearer abc.def', 'abc.def'],
    ['{"api_key":"hunter2"}', 'hunter2'],
    ['at https://x/?api-key=hunter2&b=1', 'hunter2'],
    ['proxy http://user:hunter2@proxy.local failed', 'hunter2'],
    ['password = hunter2', 'hunter2'],
    [`${'x'.repeat(290)} sk-proj-abcdefghij0123456789`, 'sk-'],
  ])('never holds what is named a secret: %s', async (message, secret) => {
    expect((await faultOf(api(500, message))).because).not.toContain(secret)
  })
})
