import { isRight } from 'fp-ts/lib/Either.js'
import { MockEmbeddingModelV3 } from 'ai/test'
import { describe, expect, it } from 'vitest'
import { generatedCodec } from '@chorale/core/ports/model'
import { aiSdk, capabilitiesOf, checkOptions, prices, pricesAsOf, type Options } from '../src/index.js'
import {
  context,
  embed,
  embedEffect,
  generate,
  generateEffect,
  good,
  leftOf,
  reply,
  rightOf,
  scripted,
} from './fixtures.js'

/** What a host without a type checker may pass. */
const untyped = (options: unknown): Options => options as Options

const language = scripted([reply(good)])
const embedding = new MockEmbeddingModelV3()

const findings = (options: Options): readonly string[] => {
  const checked = checkOptions(options)
  return isRight(checked) ? [] : checked.left.findings.map(({ path, message }) => `${path}: ${message}`)
}

describe('options', () => {
  it('of one line are enough', async () => {
    const outcome = rightOf(await aiSdk({ language })['model/generate'](generateEffect(), context())())
    expect(isRight(generatedCodec.decode(outcome))).toBe(true)
  })

  it.each([
    [
      'a text',
      'gpt-4o',
      'language: found a model id as text, wanted a language model: pass the object your provider package makes of it',
    ],
    [
      'interface v2',
      { specificationVersion: 'v2', doGenerate: () => 0 },
      'language: found model interface v2, wanted v3 or v4: install the provider package`s release for AI SDK 6 or 7',
    ],
    [
      'interface v1',
      { specificationVersion: 'v1' },
      'language: found model interface v1, wanted v3 or v4: install the provider package`s release for AI SDK 6 or 7',
    ],
    [
      'an embedding model',
      embedding,
      'language: found another kind of model, wanted a language model (one with doGenerate)',
    ],
    [
      'nothing like a model',
      { id: 1 },
      'language: found a value without specificationVersion, wanted a language model of AI SDK 6 or 7',
    ],
    ['null', null, 'language: found a value without specificationVersion, wanted a language model of AI SDK 6 or 7'],
  ])('with %s as a model are refused by every effect, without a throw', async (_name, model, finding) => {
    const options = untyped({ language: model, embedding })
    expect(findings(options)).toEqual([finding.replace('`', "'")])
    const fault = leftOf(await generate(options))
    expect(fault).toMatchObject({
      _tag: 'Unsupported',
      retryable: false,
      applied: 'no',
      because: finding.replace('`', "'"),
    })
    expect(leftOf(await embed(options, embedEffect(['a'])))._tag).toBe('Unsupported')
  })

  it('tell every fault with its path', () => {
    const options = {
      language,
      retry: { maxRetries: 11, baseMs: 0, maxWaitMs: -1 },
      repair: 1.5,
      timeoutMs: 0,
      prices: { m: { input: 0.5, output: -1 } },
    }
    expect(findings(options)).toEqual([
      'retry.maxRetries: found 11, wanted an integer from 0 to 10',
      'retry.baseMs: found 0, wanted an integer from 1 to 60000',
      'retry.maxWaitMs: found -1, wanted an integer from 0 to 300000',
      'repair: found 1.5, wanted an integer from 0 to 3',
      'timeoutMs: found 0, wanted an integer from 1 to 3600000',
      'prices.m.input: found 0.5, wanted an integer from 0 to 1000000000000',
      'prices.m.output: found -1, wanted an integer from 0 to 1000000000000',
    ])
    expect(findings(untyped({ language, prices: { m: null }, repair: 'x' }))).toEqual([
      'repair: found string, wanted an integer from 0 to 3',
      'prices.m.input: found undefined, wanted an integer from 0 to 1000000000000',
      'prices.m.output: found undefined, wanted an integer from 0 to 1000000000000',
    ])
  })

  it('need a model', () => expect(findings({})).toEqual([': no model: pass language, embedding or provider']))

  it('with one model leave the other effect Unsupported', async () => {
    expect(leftOf(await embed({ language }, embedEffect(['a'])))).toMatchObject({
      _tag: 'Unsupported',
      next: 'Pass embedding to aiSdk.',
    })
    expect(leftOf(await generate({ embedding }))).toMatchObject({
      _tag: 'Unsupported',
      next: 'Pass language to aiSdk.',
    })
  })
})

describe('capabilities', () => {
  it('follow the models', () => {
    expect(capabilitiesOf({ language })).toEqual({
      questions: true,
      conversation: true,
      streaming: true,
      embedding: false,
      deterministic: false,
    })
    expect(capabilitiesOf({ embedding })).toMatchObject({ conversation: false, embedding: true })
    expect(capabilitiesOf({ provider: { embeddingModel: () => embedding } })).toMatchObject({
      conversation: false,
      embedding: true,
    })
  })
})

describe('list prices', () => {
  it('are dated, valid by our own rules, and cheaper from the cache', () => {
    expect(pricesAsOf).toMatch(/^\d{4}-\d{2}-\d{2}$/u)
    expect(findings({ language, prices })).toEqual([])
    for (const { input, cached } of Object.values(prices)) expect(cached ?? input).toBeLessThanOrEqual(input)
  })
})
