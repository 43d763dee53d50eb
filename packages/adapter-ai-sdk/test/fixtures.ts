import type { LanguageModelV3, LanguageModelV3GenerateResult, LanguageModelV3StreamPart } from '@ai-sdk/provider'
import type { Either } from 'fp-ts/lib/Either.js'
import { MockLanguageModelV3 } from 'ai/test'
import { expect } from 'vitest'
import type { Context } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'
import type {
  Chat,
  Chatted,
  ChatPiece,
  Contract,
  Embed,
  Embedded,
  Generate,
  Generated,
  Sampling,
} from '@chorale/core/ports/model'
import { aiSdk, type GenerateOptions, type Options } from '../src/index.js'

/** The contract of CF14 (spec 4.6). */
export const contract: Contract = {
  name: 'resolver answer',
  fields: [
    { name: 'text', kind: 'text', most: 200 },
    { name: 'terms_used', kind: 'texts', most: 8 },
    { name: 'warnings', kind: 'texts', most: 8 },
  ],
}

export const good = JSON.stringify({ text: 'Essential Values', terms_used: ['Values'], warnings: [] })
/** An answer that breaks the contract: `missing_key:warnings`. */
export const bad = '{"text":"x","terms_used":[]}'

export const answer = { text: 'Essential Values', terms_used: ['Values'], warnings: [] }

const sampling: Sampling = { temperature: 0.7, topP: 0, seed: 42, maxTokens: 200 }

export const generateEffect = (more: Partial<Sampling> = {}): Generate => ({
  _tag: 'model/generate',
  key: 'C/0,1/multiply/2',
  prompt: { system: 'You multiply meanings.', user: 'Values * Necessary' },
  contract,
  sampling: { ...sampling, ...more },
})

export const embedEffect = (texts: readonly string[], model?: string): Embed => ({
  _tag: 'model/embed',
  key: 'embed/0',
  texts,
  ...(model === undefined ? {} : { model }),
})

export const context = (signal: AbortSignal = new AbortController().signal): Context => ({
  run: 'run-1',
  attempt: 1,
  signal,
})

/** Carries out one generate effect with waits of a millisecond, unless told otherwise. */
export const generate = (
  options: Options,
  more?: Partial<Sampling>,
  signal?: AbortSignal,
): Promise<Either<EffectError, Generated>> =>
  aiSdk({ ...options, retry: { baseMs: 1, ...options.retry } })['model/generate'](
    generateEffect(more),
    context(signal),
  )()

export const embed = (options: Options, effect: Embed, signal?: AbortSignal): Promise<Either<EffectError, Embedded>> =>
  aiSdk({ ...options, retry: { baseMs: 1, ...options.retry } })['model/embed'](effect, context(signal))()

/** A conversation of two messages. */
export const chatEffect = (more: Partial<Chat> = {}): Chat => ({
  _tag: 'model/chat',
  key: '0/action/think/1',
  messages: [
    { role: 'system', content: 'You answer first.' },
    { role: 'user', content: 'What is a warm cache?' },
  ],
  sampling,
  delivery: 'pieces',
  form: null,
  ...more,
})

/** Carries out one conversation with waits of a millisecond, unless told otherwise; `pieces` takes what is told meanwhile. */
export const chat = (
  options: Options,
  effect: Chat = chatEffect(),
  at: { readonly pieces?: ChatPiece[]; readonly signal?: AbortSignal } = {},
): Promise<Either<EffectError, Chatted>> => {
  // A cast at the seam: what the adapter tells for this effect is a piece.
  const tell = (partial: unknown): void => void at.pieces?.push(partial as ChatPiece)
  const listening = at.pieces === undefined ? {} : { tell }
  const retry = { baseMs: 1, ...options.retry }
  return aiSdk({ ...options, retry })['model/chat'](effect, { ...context(at.signal), ...listening })()
}

/** Some texts as the pieces of one. */
export const pieces = (...texts: readonly string[]): readonly ChatPiece[] =>
  texts.map((text, i) => ({ from: texts.slice(0, i).join('').length, text }))

/** The right side, or a failed test that shows the fault. */
export const rightOf = <A>(outcome: Either<EffectError, A>): A =>
  outcome._tag === 'Right'
    ? outcome.right
    : expect.unreachable(`wanted an answer, found ${JSON.stringify(outcome.left)}`)

/** The left side, or a failed test that shows the answer. */
export const leftOf = <A>(outcome: Either<EffectError, A>): EffectError =>
  outcome._tag === 'Left' ? outcome.left : expect.unreachable(`wanted a fault, found ${JSON.stringify(outcome.right)}`)

type V3Usage = LanguageModelV3GenerateResult['usage']

/** Tokens: input without the cached, cached, output without reasoning, reasoning. */
export const usage = (...[input, cached, output, reasoning]: readonly [number, number, number, number]): V3Usage => ({
  inputTokens: { total: input + cached, noCache: input, cacheRead: cached, cacheWrite: undefined },
  outputTokens: { total: output + reasoning, text: output, reasoning },
})

/** A V3 reply with some text. */
export const reply = (
  text: string,
  more: Partial<LanguageModelV3GenerateResult> = {},
): LanguageModelV3GenerateResult => ({
  content: [{ type: 'text', text }],
  finishReason: { unified: 'stop', raw: 'stop' },
  usage: usage(100, 20, 30, 5),
  warnings: [],
  ...more,
})

/** What a scripted model does, call by call; the last entry repeats. */
export type Script = readonly (LanguageModelV3GenerateResult | { readonly throws: unknown })[]

/** The SDK's own mock model, told what to answer or throw. */
export const scripted = (
  script: Script,
  names: { readonly provider?: string; readonly modelId?: string } = {},
): MockLanguageModelV3 => {
  let calls = 0
  const doGenerate: LanguageModelV3['doGenerate'] = () => {
    const entry = script[Math.min(calls, script.length - 1)]
    calls += 1
    if (entry !== undefined && !('throws' in entry)) return Promise.resolve(entry)
    return Promise.reject(entry?.throws) // eslint-disable-line @typescript-eslint/prefer-promise-reject-errors -- a model may throw anything
  }
  return new MockLanguageModelV3({ ...names, doGenerate })
}

/** What a scripted stream gives: its parts, and then its end, or what it throws. */
export interface StreamScript {
  readonly parts: readonly LanguageModelV3StreamPart[]
  readonly throws?: unknown
}

/** The parts of a stream that tells some texts and ends well. */
export const streamOf = (...texts: readonly string[]): readonly LanguageModelV3StreamPart[] => [
  { type: 'stream-start', warnings: [] },
  { type: 'response-metadata', modelId: 'mock-2' },
  { type: 'text-start', id: '0' },
  ...texts.map((delta) => ({ type: 'text-delta', id: '0', delta }) as const),
  { type: 'text-end', id: '0' },
  { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage: usage(100, 20, 30, 5) },
]

/** The SDK's own mock model, told what to stream, call by call; the last entry repeats. */
export const streaming = (
  script: readonly StreamScript[],
  names: { readonly provider?: string; readonly modelId?: string } = {},
): MockLanguageModelV3 => {
  let calls = 0
  const doStream: LanguageModelV3['doStream'] = () => {
    const entry = script[Math.min(calls, script.length - 1)]
    calls += 1
    const parts = [...(entry?.parts ?? [])]
    const stream = new ReadableStream<LanguageModelV3StreamPart>({
      pull: (controller) => {
        const part = parts.shift()
        if (part !== undefined) controller.enqueue(part)
        else if (entry?.throws === undefined) controller.close()
        else controller.error(entry.throws)
      },
    })
    return Promise.resolve({ stream })
  }
  return new MockLanguageModelV3({ ...names, doStream })
}

/** A reply of interface V4, with what only V4 has. */
export interface V4Reply {
  readonly content: readonly (
    { readonly type: 'text'; readonly text: string } | { readonly type: 'custom'; readonly kind: 'p.t' }
  )[]
  readonly structuredOutputText?: string
  readonly finishReason: { readonly unified: 'stop' | 'length' | 'interrupted'; readonly raw: string | undefined }
  readonly usage: V3Usage
  readonly warnings: readonly []
}

/** The least that is a V4 language model (read from @ai-sdk/provider 4.0.38). */
export const modelV4 = (doGenerate: (options: GenerateOptions) => Promise<V4Reply>) => ({
  specificationVersion: 'v4' as const,
  provider: 'next.chat',
  modelId: 'next-1',
  supportedUrls: {},
  doGenerate,
  doStream: () => Promise.reject(new Error('not used')),
})
