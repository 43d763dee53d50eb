import { getEventListeners } from 'node:events'
import { APICallError } from '@ai-sdk/provider'
import { MockEmbeddingModelV3 } from 'ai/test'
import { isLeft } from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aiSdk, type Options } from '../src/index.js'
import {
  context,
  embedEffect,
  generateEffect,
  good,
  leftOf,
  reply,
  rightOf,
  scripted,
  type Script,
} from './fixtures.js'

const status = (statusCode: number, responseHeaders: Record<string, string> = {}) => ({
  throws: new APICallError({ message: 'busy', url: 'http://x', requestBodyValues: {}, statusCode, responseHeaders }),
})

/** Runs an effect with the true waits under a clock that is moved by hand; tells when, in milliseconds from the start, each call was made. */
const watch = async (script: Script, options: Options = {}, signal?: AbortSignal) => {
  const model = scripted(script)
  const [from, calls]: [number, number[]] = [Date.now(), []]
  const doGenerate = model.doGenerate.bind(model)
  model.doGenerate = (call) => {
    calls.push(Date.now() - from)
    return doGenerate(call)
  }
  const running = aiSdk({ ...options, language: model })['model/generate'](generateEffect(), context(signal))()
  await vi.runAllTimersAsync()
  return { calls, outcome: await running, ended: Date.now() - from }
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-06-21T12:00:00Z') })
})
afterEach(() => {
  // No timer of ours outlives its effect.
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

describe('waits', () => {
  it('are 400, 800 and 1600 ms, and the last fault is the answer', async () => {
    const { calls, outcome } = await watch([status(500)])
    expect(calls).toEqual([0, 400, 1_200, 2_800])
    expect(leftOf(outcome)).toMatchObject({
      _tag: 'Unavailable',
      applied: 'unknown',
      retryable: true,
      paid: { attempts: 4 },
    })
  })

  it('end with the first success', async () => {
    const { calls, outcome } = await watch([
      status(503),
      { throws: Object.assign(new Error('x'), { code: 'ECONNRESET' }) },
      reply(good),
    ])
    expect(calls).toEqual([0, 400, 1_200])
    expect(rightOf(outcome).attempts).toBe(3)
  })

  it('separate attempts, not an answer from its repair', async () => {
    const { calls } = await watch([reply('no')], { retry: { maxRetries: 1 } })
    expect(calls).toEqual([0, 0, 400, 400])
  })

  it('are as many and as long as the host says', async () => {
    expect((await watch([status(500)], { retry: { maxRetries: 2, baseMs: 10 } })).calls).toEqual([0, 10, 30])
    expect((await watch([status(500)], { retry: { maxRetries: 0 } })).calls).toEqual([0])
  })

  it('are spread between one and two times, on demand', async () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(0.5)
    expect((await watch([status(500)], { retry: { jitter: 'spread' } })).calls).toEqual([0, 600, 1_800, 4_200])
    random.mockRestore()
  })
})

describe('a server that asks for a pause', () => {
  it.each([
    ['retry-after', '2', 2_000],
    ['retry-after', '0.1', 400],
    ['retry-after', 'Sun, 21 Jun 2026 12:00:05 GMT', 5_000],
    ['retry-after', 'Sun, 21 Jun 2026 11:00:00 GMT', 400],
    ['retry-after', 'soon', 400],
    ['retry-after', '-1', 400],
    ['retry-after-ms', '1500', 1_500],
    ['Retry-After', '3', 3_000],
  ])('%s: %s is waited for %d ms: the larger of its wait and ours', async (header, value, wait) => {
    expect((await watch([status(429, { [header]: value }), reply(good)])).calls).toEqual([0, wait])
  })

  it('is heard with any status', async () => {
    expect((await watch([status(503, { 'retry-after': '7' }), reply(good)])).calls).toEqual([0, 7_000])
  })

  it('may ask too much: then nobody waits, and the fault says how long', async () => {
    const { calls, outcome, ended } = await watch([status(429, { 'retry-after': '3600' })])
    expect({ calls, ended }).toEqual({ calls: [0], ended: 0 })
    expect(leftOf(outcome)).toMatchObject({ _tag: 'Throttled', retryAfterMs: 3_600_000 })
  })
})

describe('what is not retried', () => {
  it.each([
    [400, 'Rejected'],
    [401, 'Denied'],
    [403, 'Denied'],
    [404, 'Rejected'],
    [422, 'Rejected'],
  ])('HTTP %d is %s at once', async (code, tag) => {
    const { calls, outcome } = await watch([status(code)])
    expect({ calls, tag: leftOf(outcome)._tag }).toEqual({ calls: [0], tag })
  })
})

describe('the deadline of a call', () => {
  it('is 30 s, holds even where the model ignores its signal, and counts as a failed attempt', async () => {
    const signals: (AbortSignal | undefined)[] = []
    const model = scripted([])
    model.doGenerate = ({ abortSignal }) => {
      signals.push(abortSignal)
      return new Promise(() => undefined)
    }
    const running = aiSdk({ language: model, retry: { maxRetries: 1 } })['model/generate'](
      generateEffect(),
      context(),
    )()
    await vi.advanceTimersByTimeAsync(30_000)
    expect(signals.map((signal) => signal?.aborted)).toEqual([true])
    await vi.advanceTimersByTimeAsync(30_400)
    const fault = leftOf(await running)
    expect(fault).toMatchObject({
      _tag: 'TimedOut',
      applied: 'unknown',
      because: 'no answer within 30000 ms',
      paid: { attempts: 2 },
    })
  })

  it('is 10 s for embeddings', async () => {
    const embedding = new MockEmbeddingModelV3({ doEmbed: () => new Promise(() => undefined) })
    const running = aiSdk({ embedding, retry: { maxRetries: 0 } })['model/embed'](embedEffect(['a']), context())()
    await vi.runAllTimersAsync()
    expect(leftOf(await running).because).toBe('no answer within 10000 ms')
  })
})

describe('the caller`s signal', () => {
  it('ends a wait at once', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 500)
    const { calls, outcome, ended } = await watch([status(500)], {}, controller.signal)
    expect({ calls, ended }).toEqual({ calls: [0, 400], ended: 500 })
    expect(leftOf(outcome)).toMatchObject({ _tag: 'Cancelled', applied: 'unknown', paid: { attempts: 2 } })
  })

  it('ends a long pause a server asked for', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 500)
    const { outcome, ended } = await watch([status(429, { 'retry-after': '30' })], {}, controller.signal)
    expect(ended).toBe(500)
    expect(leftOf(outcome)._tag).toBe('Cancelled')
  })

  it('does not throw away an answer that has arrived and was paid', async () => {
    const controller = new AbortController()
    const arrived = Object.defineProperty(reply(good), 'finishReason', { get: () => controller.abort() })
    const { outcome } = await watch([arrived], {}, controller.signal)
    expect(controller.signal.aborted).toBe(true)
    expect(rightOf(outcome).attempts).toBe(1)
  })

  it('sends no repair after it', async () => {
    const controller = new AbortController()
    const arrived = Object.defineProperty(reply('no'), 'finishReason', { get: () => controller.abort() })
    const { calls, outcome, ended } = await watch([arrived], {}, controller.signal)
    expect({ calls, ended }).toEqual({ calls: [0], ended: 0 })
    expect(leftOf(outcome)).toMatchObject({ _tag: 'Cancelled', paid: { attempts: 1, usage: { input: 100 } } })
  })

  it('that was aborted before sends nothing', async () => {
    const { calls, outcome } = await watch([reply(good)], {}, AbortSignal.abort())
    expect(calls).toEqual([])
    expect(leftOf(outcome)).toMatchObject({ _tag: 'Cancelled', applied: 'no' })
    expect(isLeft(outcome) && outcome.left.paid).toBeUndefined()
  })

  it('is never listened to itself, so that many effects of one run do not add up on it', async () => {
    const controller = new AbortController()
    await watch([status(500), status(429, { 'retry-after': '9' }), reply(good)], {}, controller.signal)
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
  })
})
