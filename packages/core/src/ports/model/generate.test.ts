import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { nameRule } from '../graph/index.js'
import { generatedCodec, type Generated } from './index.js'

const generated: Generated = {
  answer: { text: 'x', terms_used: ['a'] },
  resolver: { type: 'openai', model: 'm' },
  usage: { input: 1, cached: 0, output: 2, reasoning: 0 },
  costMicroUsd: null,
  attempts: 1,
  latencyMs: 3,
  rawLength: 4,
}

describe('a result of the model port', () => {
  it('is read as it was written', () => {
    expect(generatedCodec.decode(JSON.parse(JSON.stringify(generated)))).toEqual(E.right(generated))
  })

  it.each([
    ['an answer of numbers', { ...generated, answer: { text: 7 } }],
    ['a kind of resolver nobody knows', { ...generated, resolver: { type: 'oracle', model: null } }],
    ['no usage', { ...generated, usage: undefined }],
    ['a bucket that is missing', { ...generated, usage: { input: 1, cached: 0, output: 2 } }],
    ['a cost as text', { ...generated, costMicroUsd: '3' }],
  ])('is refused with %s', (_what, value) => {
    expect(generatedCodec.is(value)).toBe(false)
    expect(E.isLeft(generatedCodec.decode(value))).toBe(true)
  })
})

describe('the rule for names in a graph', () => {
  it.each(['A', 'cf14_cell', 'x9', 'a'.repeat(64)])('allows %s', (name) => {
    expect(nameRule.test(name)).toBe(true)
  })

  it.each(['', '9x', '_x', 'a-b', 'a b', 'a`b', 'é', 'x}) DETACH DELETE n //', 'a\n', 'a'.repeat(65)])(
    'forbids %j',
    (name) => {
      expect(nameRule.test(name)).toBe(false)
    },
  )
})
