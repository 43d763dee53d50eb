import { APICallError, type EmbeddingModelV3 } from '@ai-sdk/provider'
import { right } from 'fp-ts/lib/Either.js'
import { MockEmbeddingModelV3 } from 'ai/test'
import { describe, expect, it } from 'vitest'
import { embed, embedEffect, leftOf, rightOf } from './fixtures.js'

type Reply = Awaited<ReturnType<EmbeddingModelV3['doEmbed']>>
type Most = EmbeddingModelV3['maxEmbeddingsPerCall'] | null

/** Places a text by its length, so that order is seen. */
const place = (text: string): number[] => [text.length, 1]

const model = (
  most: Most = 2,
  answer: (values: string[], call: number) => Reply | PromiseLike<Reply> = (values) => embedded(values.map(place)),
) => {
  const mock: MockEmbeddingModelV3 = new MockEmbeddingModelV3({
    provider: 'openai.embedding',
    modelId: 'text-embedding-3-small',
    maxEmbeddingsPerCall: most,
    doEmbed: async ({ values }) => answer(values, mock.doEmbedCalls.length),
  })
  return mock
}

const embedded = (embeddings: number[][], warnings: Reply['warnings'] = []): Reply => ({
  embeddings,
  usage: { tokens: 50 },
  warnings,
})

const sizes = (mock: MockEmbeddingModelV3) => mock.doEmbedCalls.map(({ values }) => values.length)

describe('texts', () => {
  it('are placed in their order, in batches as large as the model takes', async () => {
    const mock = model(2)
    expect(await embed({ embedding: mock }, embedEffect(['a', 'bb', 'ccc', 'dddd', 'eeeee']))).toEqual(
      right({
        vectors: [
          [1, 1],
          [2, 1],
          [3, 1],
          [4, 1],
          [5, 1],
        ],
        dimension: 2,
        resolver: { type: 'openai', model: 'text-embedding-3-small' },
        usage: { input: 150, cached: 0, output: 0, reasoning: 0 },
        costMicroUsd: 3,
        warnings: [],
      }),
    )
    expect(sizes(mock)).toEqual([2, 2, 1])
  })

  it.each<[string, Most]>([
    ['all', null],
    ['without limit', Number.POSITIVE_INFINITY],
    ['three, told later', Promise.resolve(3)],
    ['a senseless number', 0],
  ])('go out at once to a model that takes %s', async (_name, most) => {
    const mock = model(most)
    await embed({ embedding: mock }, embedEffect(['a', 'b', 'c']))
    expect(sizes(mock)).toEqual([3])
  })

  it('may be none: nothing is asked', async () => {
    const mock = model()
    expect(rightOf(await embed({ embedding: mock }, embedEffect([])))).toMatchObject({
      vectors: [],
      dimension: 0,
      costMicroUsd: 0,
    })
    expect(sizes(mock)).toEqual([])
  })

  it('may be very many', async () => {
    const texts = Array.from({ length: 150_000 }, () => 'x')
    expect(rightOf(await embed({ embedding: model(null) }, embedEffect(texts))).vectors).toHaveLength(150_000)
  })

  it('bring the model`s warnings along, each once', async () => {
    const mock = model(1, (values) => embedded(values.map(place), [{ type: 'unsupported', feature: 'dimensions' }]))
    expect(rightOf(await embed({ embedding: mock }, embedEffect(['a', 'b']))).warnings).toEqual([
      'unsupported:dimensions',
    ])
  })
})

describe('vectors that cannot be used', () => {
  it.each([
    ['too few', [[1]], 'wrong_count:1/2'],
    ['too many', [[1], [2], [3]], 'wrong_count:3/2'],
    ['empty', [[], []], 'empty_vector'],
    ['of unequal dimension', [[1], [1, 2]], 'unequal_dimension'],
    ['not finite', [[1], [Number.NaN]], 'not_finite'],
    ['no numbers', [[1], ['x']], 'not_finite'],
    ['no vectors', [[1], 'x'], 'malformed_reply'],
  ])('%s: a bad answer after four attempts', async (_name, vectors, reason) => {
    const mock = model(2, () => embedded(vectors as number[][]))
    expect(leftOf(await embed({ embedding: mock }, embedEffect(['a', 'b'])))).toMatchObject({
      _tag: 'BadAnswer',
      reason,
      attempts: 4,
      retryable: false,
    })
    expect(sizes(mock)).toEqual([2, 2, 2, 2])
  })

  it('unequal between batches are found at the end', async () => {
    const mock = model(1, (_values, call) => embedded([call === 1 ? [1] : [1, 2]]))
    expect(leftOf(await embed({ embedding: mock }, embedEffect(['a', 'b'])))).toMatchObject({
      reason: 'unequal_dimension',
      paid: { attempts: 2 },
    })
  })
})

describe('a failing batch', () => {
  const error = (statusCode: number) =>
    Promise.reject(new APICallError({ message: 'no', url: 'x', requestBodyValues: {}, statusCode }))

  it('is asked again, alone', async () => {
    const mock = model(1, (values, call) => (call === 2 ? error(500) : embedded(values.map(place))))
    expect(rightOf(await embed({ embedding: mock }, embedEffect(['a', 'bb', 'ccc']))).vectors).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ])
    expect(mock.doEmbedCalls.map(({ values }) => values[0])).toEqual(['a', 'bb', 'bb', 'ccc'])
  })

  it('ends the effect where it cannot be retried, with what the others cost', async () => {
    const mock = model(1, (values, call) => (call === 2 ? error(401) : embedded(values.map(place))))
    expect(leftOf(await embed({ embedding: mock }, embedEffect(['a', 'b', 'c'])))).toMatchObject({
      _tag: 'Denied',
      doing: 'embed embed/0 (3 texts)',
      paid: { attempts: 2, usage: { input: 50 }, costMicroUsd: 1 },
    })
  })

  it('ends with the caller`s signal', async () => {
    const controller = new AbortController()
    const mock = model(1, (values, call) => {
      if (call === 2) controller.abort()
      return embedded(values.map(place))
    })
    const fault = leftOf(await embed({ embedding: mock }, embedEffect(['a', 'b', 'c']), controller.signal))
    expect(fault).toMatchObject({ _tag: 'Cancelled', applied: 'unknown' })
    expect(sizes(mock)).toEqual([1, 1])
  })

  it('never throws where the model cannot even say its limit', async () => {
    const mock = model(Promise.reject(new Error('limit unknown')))
    expect(leftOf(await embed({ embedding: mock }, embedEffect(['a'])))).toMatchObject({
      _tag: 'Defect',
      because: 'the model threw: limit unknown',
    })
  })
})

describe('another model', () => {
  it('is found by the provider, or refused', async () => {
    const provider = { embeddingModel: () => model() }
    expect(rightOf(await embed({ provider }, embedEffect(['a'], 'text-embedding-3-small'))).dimension).toBe(2)
    expect(leftOf(await embed({ embedding: model() }, embedEffect(['a'], 'other')))._tag).toBe('Unsupported')
  })
})
