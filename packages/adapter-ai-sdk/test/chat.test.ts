import { right } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { ChatPiece } from '@chorale/core/ports/model'
import { capabilitiesOf } from '../src/index.js'
import {
  chat,
  chatEffect,
  leftOf,
  modelV4,
  pieces,
  reply,
  rightOf,
  scripted,
  streaming,
  streamOf,
  usage,
} from './fixtures.js'

const whole = chatEffect({ delivery: 'whole' })
const finished = (unified: 'stop' | 'length' | 'content-filter' | 'other' | 'tool-calls' | 'error') =>
  ({ finishReason: { unified, raw: unified } }) as const

describe('a conversation that is answered whole', () => {
  it('comes back with who answered, how it ended and what it used', async () => {
    const times = [1_000, 1_250]
    const model = scripted([reply('It is warm.', { response: { modelId: 'mock-2' } })])
    expect(await chat({ language: model, now: () => times.shift() ?? 0 }, whole)).toEqual(
      right({
        ...{ text: 'It is warm.', finish: 'stop', resolver: { type: 'custom', model: 'mock-2' } },
        usage: { input: 100, cached: 20, output: 30, reasoning: 5 },
        ...{ costMicroUsd: null, attempts: 1, latencyMs: 250 },
      }),
    )
  })

  it('is asked as it was written, without empty messages', async () => {
    const model = scripted([reply('x')])
    const messages = [
      { role: 'system', content: 'You answer first.' },
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: '' },
      { role: 'assistant', content: 'Hi' },
      { role: 'user', content: 'And now?' },
    ] as const
    await chat({ language: model, providerOptions: { mock: { effort: 'low' } } }, { ...whole, messages })
    const { abortSignal, ...call } = model.doGenerateCalls[0] ?? {}
    expect(abortSignal).toBeInstanceOf(AbortSignal)
    expect(call).toEqual({
      prompt: [
        { role: 'system', content: 'You answer first.' },
        { role: 'user', content: [{ type: 'text', text: 'Hello' }] },
        { role: 'assistant', content: [{ type: 'text', text: 'Hi' }] },
        { role: 'user', content: [{ type: 'text', text: 'And now?' }] },
      ],
      ...{ maxOutputTokens: 200, temperature: 0.7, topP: 1e-6, seed: 42 },
      providerOptions: { mock: { effort: 'low' } },
    })
  })

  it('in a form is asked for as JSON, unless the host or the server will not have that', async () => {
    const formed = { ...whole, form: 'chorus/action' }
    const model = scripted([reply('{}')])
    await chat({ language: model }, formed)
    expect(model.doGenerateCalls[0]?.responseFormat).toEqual({ type: 'json' })
    await chat({ language: model, omit: ['schema'] }, formed)
    expect(model.doGenerateCalls[1]).not.toHaveProperty('responseFormat')
    const refusing = scripted([
      { throws: Object.assign(new Error('response_format is not supported'), { statusCode: 400 }) },
      reply('{}'),
    ])
    expect(rightOf(await chat({ language: refusing }, formed))).toMatchObject({ text: '{}', attempts: 2 })
    expect(refusing.doGenerateCalls.map((call) => 'responseFormat' in call)).toEqual([true, false])
  })

  it.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['content-filter', 'declined'],
    ['tool-calls', 'other'],
    ['other', 'other'],
  ] as const)('and ends by %s: its finish is %s, and its text stands', async (unified, finish) => {
    const model = scripted([reply('so far', finished(unified))])
    expect(rightOf(await chat({ language: model }, whole))).toMatchObject({ text: 'so far', finish, attempts: 1 })
  })

  it('and was interrupted is asked again', async () => {
    const model = scripted([reply('so', finished('error')), reply('done')])
    expect(rightOf(await chat({ language: model }, whole))).toMatchObject({ text: 'done', attempts: 2 })
    const never = scripted([reply('so', finished('error'))])
    expect(leftOf(await chat({ language: never, retry: { maxRetries: 1 } }, whole))).toMatchObject({
      ...{ _tag: 'BadAnswer', reason: 'interrupted', attempts: 2 },
      paid: { attempts: 2, usage: { input: 200 } },
    })
  })

  it('says nothing in between, even where somebody listens', async () => {
    const heard: ChatPiece[] = []
    await chat({ language: scripted([reply('x')]) }, whole, { pieces: heard })
    expect(heard).toEqual([])
  })

  it('is priced', async () => {
    const model = scripted([reply('x')], { provider: 'openai.chat', modelId: 'gpt-4o' })
    expect(rightOf(await chat({ language: model }, whole)).costMicroUsd).toBe(250 + 25 + 300 + 50)
  })
})

describe('a conversation that is answered in pieces', () => {
  it('tells each with its place, and the same as a whole at the end', async () => {
    const heard: ChatPiece[] = []
    const model = streaming([{ parts: streamOf('It ', '', 'is ', 'wärm.') }])
    expect(rightOf(await chat({ language: model }, chatEffect(), { pieces: heard }))).toMatchObject({
      ...{ text: 'It is wärm.', finish: 'stop', resolver: { model: 'mock-2' }, attempts: 1 },
      usage: { input: 100, cached: 20, output: 30, reasoning: 5 },
    })
    expect(heard).toEqual(pieces('It ', 'is ', 'wärm.'))
    expect(model.doStreamCalls[0]).toMatchObject({ maxOutputTokens: 200, seed: 42 })
  })

  it('tells nothing of what the model thinks', async () => {
    const heard: ChatPiece[] = []
    const [start, ...rest] = streamOf('said')
    const thought = [{ type: 'reasoning-delta', id: 'r', delta: 'hm' }] as const
    const model = streaming([{ parts: [...(start === undefined ? [] : [start]), ...thought, ...rest] }])
    expect(rightOf(await chat({ language: model }, chatEffect(), { pieces: heard })).text).toBe('said')
    expect(heard).toEqual(pieces('said'))
  })

  it('comes whole where nobody listens, or the model cannot', async () => {
    const both = scripted([reply('whole')])
    expect(rightOf(await chat({ language: both })).text).toBe('whole')
    const { doStream, ...deaf } = modelV4(() =>
      Promise.resolve({
        content: [{ type: 'text', text: 'whole' }],
        finishReason: { unified: 'stop', raw: 'stop' },
        usage: usage(1, 0, 1, 0),
        warnings: [],
      }),
    )
    const heard: ChatPiece[] = []
    expect(rightOf(await chat({ language: deaf }, chatEffect(), { pieces: heard })).text).toBe('whole')
    expect([heard, typeof doStream]).toEqual([[], 'function'])
  })

  it.each([
    ['breaks', { parts: streamOf('so ', 'far').slice(0, 5), throws: new TypeError('terminated') }],
    ['ends early', { parts: streamOf('so ', 'far').slice(0, 5) }],
    [
      'tells an error',
      { parts: [...streamOf('so ', 'far').slice(0, 5), { type: 'error', error: { message: 'overloaded' } }] },
    ],
    [
      'tells an error as a text',
      { parts: [...streamOf('so ', 'far').slice(0, 5), { type: 'error', error: 'overloaded' }] },
    ],
  ] as const)('and %s in the middle is begun again from the first piece', async (_how, broken) => {
    const heard: ChatPiece[] = []
    const model = streaming([broken, { parts: streamOf('all', ' of it') }])
    const outcome = await chat({ language: model }, chatEffect(), { pieces: heard })
    expect(rightOf(outcome)).toMatchObject({ text: 'all of it', attempts: 2 })
    expect(heard).toEqual([...pieces('so ', 'far'), ...pieces('all', ' of it')])
    expect(
      leftOf(await chat({ language: streaming([broken]), retry: { maxRetries: 0 } }, chatEffect(), { pieces: [] })),
    ).toMatchObject({
      ...{ _tag: 'Unavailable', applied: 'unknown', retryable: true, paid: { attempts: 1 } },
      because: expect.stringMatching(/^the stream broke: /u),
    })
  })

  it('whose stream breaks shows no secret of the words it broke by', async () => {
    const broken = { parts: [{ type: 'error', error: new Error('key sk-proj-abcdefghij0123456789 expired') }] } as const
    const fault = leftOf(
      await chat({ language: streaming([broken]), retry: { maxRetries: 0 } }, chatEffect(), { pieces: [] }),
    )
    expect(fault.because).toBe('the stream broke: key [masked] expired')
  })

  it('has no price where nobody counted its tokens', async () => {
    const uncounted = { inputTokens: { total: undefined }, outputTokens: { total: undefined } }
    const parts = streamOf('x').map((part) => (part.type === 'finish' ? { ...part, usage: uncounted as never } : part))
    const model = streaming([{ parts }], { provider: 'openai.chat', modelId: 'gpt-4o' })
    const { costMicroUsd, usage: used } = rightOf(await chat({ language: model }, chatEffect(), { pieces: [] }))
    expect([costMicroUsd, used.output]).toEqual([null, 0])
  })

  it('that takes too long is TimedOut, and what the model goes on to say is not told', async () => {
    const heard: ChatPiece[] = []
    let more: () => void = () => undefined
    let [isCancelled, isLeft] = [false, false]
    const stream = new ReadableStream({
      start: (controller) => {
        controller.enqueue({ type: 'text-delta', id: '0', delta: 'so far' })
        more = () => isCancelled || controller.enqueue({ type: 'text-delta', id: '0', delta: 'late' })
      },
      cancel: () => {
        isCancelled = true
      },
    })
    const language = {
      ...modelV4(() => Promise.reject(new Error('not used'))),
      doStream: () => Promise.resolve({ stream }),
    }
    const fault = leftOf(
      await chat({ language, timeoutMs: 30, retry: { maxRetries: 0 } }, chatEffect(), { pieces: heard }),
    )
    isLeft = isCancelled
    more()
    await new Promise((resolve) => setImmediate(resolve))
    expect(fault).toMatchObject({ _tag: 'TimedOut', applied: 'unknown' })
    expect([heard, isLeft]).toEqual([pieces('so far'), true])
  })

  it('is no stream at all: a malformed reply', async () => {
    const language = { ...modelV4(() => Promise.reject(new Error('not used'))), doStream: () => Promise.resolve({}) }
    expect(leftOf(await chat({ language, retry: { maxRetries: 0 } }, chatEffect(), { pieces: [] }))).toMatchObject({
      ...{ _tag: 'BadAnswer', reason: 'malformed_reply' },
    })
  })
})

describe('what an adapter can do', () => {
  it('says whether it tells pieces', () => {
    const { doStream, ...deaf } = modelV4(() => Promise.reject(new Error('not used')))
    expect([capabilitiesOf({ language: deaf }), capabilitiesOf({ language: { ...deaf, doStream } })]).toMatchObject([
      { conversation: true, streaming: false },
      { conversation: true, streaming: true },
    ])
  })
})
