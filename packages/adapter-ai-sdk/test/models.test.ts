import { describe, expect, it } from 'vitest'
import {
  answer,
  bad,
  generate,
  good,
  leftOf,
  modelV4,
  reply,
  rightOf,
  scripted,
  usage,
  type V4Reply,
} from './fixtures.js'

describe('models of interface V4', () => {
  const v4 = (more: Partial<V4Reply>): V4Reply => ({
    content: [
      { type: 'custom', kind: 'p.t' },
      { type: 'text', text: `draft ${bad}` },
    ],
    finishReason: { unified: 'stop', raw: 'stop' },
    usage: usage(10, 2, 3, 1),
    warnings: [],
    ...more,
  })

  it('answer, and may name the text to parse', async () => {
    const outcome = await generate({ language: modelV4(() => Promise.resolve(v4({ structuredOutputText: good }))) })
    expect(rightOf(outcome)).toMatchObject({
      answer,
      resolver: { type: 'custom', model: 'next-1' },
      usage: { input: 10, cached: 2, output: 3, reasoning: 1 },
    })
  })

  it('mean it where that text is empty', async () => {
    const model = modelV4(() =>
      Promise.resolve(v4({ content: [{ type: 'text', text: good }], structuredOutputText: '' })),
    )
    expect(leftOf(await generate({ language: model }))).toMatchObject({ reason: 'empty_output' })
  })

  it('are not believed where they were interrupted', async () => {
    const model = modelV4(() =>
      Promise.resolve(v4({ structuredOutputText: good, finishReason: { unified: 'interrupted', raw: undefined } })),
    )
    expect(leftOf(await generate({ language: model }))).toMatchObject({ reason: 'interrupted' })
  })
})

describe('an effect that names a model', () => {
  it('is answered by the host`s model where it is that one', async () => {
    expect(
      rightOf(await generate({ language: scripted([reply(good)], { modelId: 'a' }) }, { model: 'a' })).attempts,
    ).toBe(1)
  })

  it('is never answered by another', async () => {
    const model = scripted([reply(good)], { modelId: 'a' })
    expect(leftOf(await generate({ language: model }, { model: 'b' }))).toMatchObject({
      _tag: 'Unsupported',
      because: 'the effect asks for the model b',
    })
    expect(model.doGenerateCalls).toHaveLength(0)
  })

  it('is answered by the provider`s, and what the provider throws is a fault', async () => {
    const provider = {
      languageModel: (modelId: string) =>
        modelId === 'b' ? scripted([reply(good)], { modelId }) : (JSON.parse('{"specificationVersion":"v2"}') as never),
    }
    const language = scripted([reply(good)], { modelId: 'a' })
    expect(rightOf(await generate({ language, provider }, { model: 'b' })).resolver.model).toBe('b')
    expect(leftOf(await generate({ language, provider }, { model: 'c' }))).toMatchObject({
      _tag: 'Unsupported',
      because: expect.stringContaining('v2'),
    })
    const throwing = { languageModel: () => JSON.parse('') as never }
    expect(leftOf(await generate({ provider: throwing }, { model: 'c' }))._tag).toBe('Defect')
  })
})
