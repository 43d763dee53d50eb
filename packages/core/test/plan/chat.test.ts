import { describe, expect, it } from 'vitest'
import { contentOf } from '@chorale/core/effect'
import type { Chat, Tariff } from '@chorale/core/ports/model'
import { differencesOf, plan, priorsOf } from '../../src/run/plan/index.js'
import { start } from '../../src/run/index.js'
import { ledger } from '../laws/ledger.js'
import { chat, streaming, talk } from '../laws/talk.js'
import { right } from './runs.js'

const tariff: Tariff = { microUsdPerMTok: { input: 3_000_000, cached: 300_000, output: 15_000_000 }, maxAttempts: 2 }

describe('a plan of conversations', () => {
  it('counts what is said and what may be written, and prices it', () => {
    const planned = right(plan(talk, ['one two', 'three'], { tariff, tokens: (text) => text.length }))
    expect(planned).toMatchObject({ status: 'done', effects: { 'model/chat': 2 }, calls: 2, counting: 'exact' })
    expect(planned.inputTokens).toEqual({ low: 12, middle: 12, high: 12 })
    expect(planned.outputTokens).toEqual({ low: 2, middle: 21, high: 40 })
    expect(planned.costMicroUsd?.high).toBe(36 + 600)
  })

  it('learns from runs what an answer takes, however many parts it came in', async () => {
    const { journal, entries } = ledger()
    await start(talk, ['one two', 'three'], { interpreter: streaming, journal, run: 'r' }).result()
    const priors = priorsOf(await entries('r'), (text) => text.length)
    expect(priors['model/chat']).toMatchObject({
      outputTokens: { count: 2, low: 2, high: 2 },
      textTokens: { text: { count: 2, low: 11, high: 15 } },
    })
    expect(right(plan(talk, ['one two'], { priors })).outputTokens).toEqual({ low: 2, middle: 2, high: 2 })
  })
})

describe('where two conversations differ', () => {
  it('is told by part: the words, the model, a parameter, the form', () => {
    const [before, now] = [chat('one'), { ...chat('two', 'k'), form: 'chorus/action', delivery: 'whole' } as const]
    const asked: Chat = { ...now, sampling: { ...now.sampling, model: 'other', seed: 2 } }
    const found = differencesOf(contentOf(before), contentOf(asked))
    expect(found.map(({ path, part }) => [path, part])).toEqual([
      ['delivery', 'parameter'],
      ['form', 'contract'],
      ['messages[0].content', 'prompt'],
      ['sampling.model', 'model'],
      ['sampling.seed', 'parameter'],
    ])
  })
})
