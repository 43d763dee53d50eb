import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { freeTariff, type Tariff } from '@chorale/core/ports/model'
import { mergePriors, plan, priorsOf, type Plan, type PlanOptions } from '../../src/run/plan/index.js'
import { errands, fan } from '../laws/errands.js'
import { alarms, echoing, loom, tour, type TourTypes } from './programs.js'
import { right, walked } from './runs.js'

const tariff: Tariff = { microUsdPerMTok: { input: 3_000_000, cached: 300_000, output: 15_000_000 }, maxAttempts: 2 }

describe('a plan of calls whose texts are known', () => {
  const params = { width: 3, calls: 3 }
  const planned: Plan = right(plan(loom, params, { tariff }))

  it('has their exact number of tokens by the counter it is given', () => {
    const counted = right(plan(loom, params, { tokens: (text) => text.length }))
    // 'Answer briefly.' and 'Begin with 0.'
    expect(counted.inputTokens).toEqual({ low: 84, middle: 84, high: 84 })
    expect(counted).toMatchObject({ knownInput: { calls: 3, tokens: 84 }, counting: 'exact' })
  })

  it('takes a quarter of the characters without a counter, and says so', () => {
    expect(planned.inputTokens).toEqual({ low: 24, middle: 24, high: 24 })
    expect(planned.counting).toBe('estimate')
  })

  it('expects answers of one token to as many as are allowed, where nothing is known of them', () => {
    expect(planned.outputTokens).toEqual({ low: 3, middle: 152, high: 300 })
    expect(planned.attempts).toEqual({ low: 3, middle: 3, high: 3 })
  })

  it('has a price with a tariff, and none without; time only with priors', () => {
    expect(plan(loom, params)).toMatchObject({ right: { costMicroUsd: null, ms: null } })
    // 8 tokens read and 100 written cost 24 + 1500 at most; 1 written and all read from a cache 2.4 + 15.
    expect(planned.costMicroUsd).toMatchObject({ low: 51, high: 4572 })
    expect(right(plan(loom, params, { tariff: freeTariff })).costMicroUsd).toEqual({ low: 0, middle: 0, high: 0 })
  })

  it('counts calls by each value of each label', () => {
    expect(planned).toMatchObject({ calls: 3, by: { stage: { even: 2, odd: 1 } }, effects: { 'model/generate': 3 } })
  })
})

describe('a plan of calls that depend on answers', () => {
  it('has an interval round the part that is known', () => {
    const planned = right(plan(loom, { width: 1, calls: 2 }, { tokens: (text) => text.length }))
    // The second asks 'Go on from .' about an answer of up to 100 tokens.
    expect(planned.inputTokens).toEqual({ low: 28 + 27, middle: 28 + 27 + 50, high: 28 + 27 + 100 })
    expect(planned.knownInput).toEqual({ calls: 1, tokens: 28 })
  })
})

describe('a text that nobody has written yet', () => {
  it('has the length that is expected of it, and no more than it may have', () => {
    const lengths: number[] = []
    const ask: NonNullable<PlanOptions<TourTypes>['answers']>['person/ask'] = (_, unwritten) => {
      const texts = [
        unwritten('answer', { tokens: 20 }),
        unwritten('answer', { tokens: 20, length: 5 }),
        unwritten('word', { length: 1 }),
      ]
      lengths.push(...texts.map((text) => text.length))
      return { answer: texts.join(' and ') }
    }
    right(plan(tour, { until: 0 }, { answers: { 'person/ask': ask } }))
    expect(lengths).toEqual([40, 5, 1])
  })
})

describe('a program with every kind of effect', () => {
  it('is walked with the usual answers', () => {
    const planned = right(plan(tour, { until: 5000 }, { tariff }))
    expect(planned.status).toBe('done')
    expect(planned.effects).toEqual({
      'model/embed': 1,
      'graph/query': 1,
      'clock/wake': 1,
      'person/ask': 1,
      'model/generate': 2,
    })
    expect(planned.calls).toBe(3)
  })

  it('does not know what a person will say, unless there is a choice: the first stands for it', () => {
    expect(right(plan(tour, { until: 0 })).knownInput.calls).toBe(1)
    expect(right(plan(tour, { until: 0, choices: ['home', 'away'] })).knownInput.calls).toBe(2)
  })

  it('takes answers of the host before the usual ones, made of texts that are known to be unknown', () => {
    const answers = { 'person/ask': () => ({ answer: 'home' }) } as const
    expect(right(plan(tour, { until: 0 }, { answers })).knownInput.calls).toBe(2)
    const marked = {
      'person/ask': (_: unknown, unwritten: (field: string) => string) => ({ answer: unwritten('answer') }),
    } as const
    expect(right(plan(tour, { until: 0 }, { answers: marked })).knownInput.calls).toBe(1)
  })

  it('waits until the instants it names, in the time of the plan', async () => {
    const priors = priorsOf((await walked({ through: 'C' })).entries)
    expect(right(plan(tour, { until: 5000 }, { priors })).ms).toEqual({ low: 5000, middle: 5000, high: 5000 })
    expect(right(plan(tour, { until: 5000 }, { priors, at: 4000 })).ms).toMatchObject({ middle: 1000 })
  })

  it('lets timers run side by side, whatever the lanes', () => {
    const planned = right(plan(alarms, { short: 10, long: 5000 }, { priors: {}, concurrency: 1 }))
    expect(planned).toMatchObject({ calls: 0, effects: { 'clock/wake': 3 }, ms: { middle: 5000 } })
    expect(right(plan(alarms, { short: 10, long: 100 }, { priors: {}, concurrency: 1 })).ms?.middle).toBe(1010)
  })

  it('prices calls of several models each by its own tariff; one that has none leaves the plan without a price', () => {
    const byModel = right(
      plan(tour, { until: 0 }, { tariff: ({ _tag }) => (_tag === 'model/embed' ? freeTariff : tariff) }),
    )
    expect(byModel.costMicroUsd?.low).toBeGreaterThan(0)
    const half = { tariff: ({ _tag }: { readonly _tag: string }) => (_tag === 'model/embed' ? undefined : tariff) }
    expect(right(plan(tour, { until: 0 }, half)).costMicroUsd).toBeNull()
  })
})

describe('a plan beside known answers', () => {
  it('names what it would ask all the same, in the order in which it would ask', () => {
    const planned = right(plan(loom, { width: 3, calls: 7 }, { known: new Map() }))
    expect(planned).toMatchObject({ reused: 0, recomputed: ['0', '1', '2', '3', '4', '5', '6'] })
  })
})

describe('what cannot be planned', () => {
  it('is an effect of the host for which no answer is given', () => {
    expect(plan(errands, fan(2))).toMatchObject({
      left: { _tag: 'Unplannable', because: 'nobody said what errand/walk is answered with', ids: { effect: 'e0' } },
    })
    const answers = { 'errand/walk': () => 'walked' } as const
    expect(right(plan(errands, fan(2), { answers })).effects).toEqual({ 'errand/walk': 2 })
  })

  it('is a program without an end', () => {
    const answers = { 'own/echo': () => 'again' } as const
    expect(plan(echoing, { turns: Number.POSITIVE_INFINITY }, { answers })).toMatchObject({
      left: { _tag: 'Unplannable', because: 'it has not ended after 100000 effects' },
    })
    expect(plan(echoing, { turns: 10 }, { answers, most: 10 })).toMatchObject({ right: { calls: 10 } })
    expect(E.isLeft(plan(echoing, { turns: 11 }, { answers, most: 10 }))).toBe(true)
  })

  it('is an input that the program refuses, or a program that throws', () => {
    expect(plan(errands, [])).toMatchObject({ left: { _tag: 'BadInput' } })
    const step: typeof loom.step = () => {
      throw new Error('oh')
    }
    const broken = { ...loom, step }
    expect(plan(broken, { width: 1, calls: 1 })).toMatchObject({ left: { _tag: 'Crashed', because: 'Error: oh' } })
  })

  it('is not a program that would wait: its plan says so', () => {
    const waiting = { ...loom, status: () => 'running' as const }
    expect(right(plan(waiting, { width: 1, calls: 1 })).status).toBe('running')
  })
})

describe('effects of the host', () => {
  const answers = { 'own/echo': () => 'again' } as const

  it('are paid for unless their terms say otherwise, at a price nobody knows', () => {
    const planned = right(plan(echoing, { turns: 3 }, { answers, tariff }))
    expect(planned).toMatchObject({ calls: 3, costMicroUsd: null, attempts: { low: 3, high: 3 } })
    const free = right(plan(echoing, { turns: 3 }, { answers, tariff, terms: { 'own/echo': { isPaid: false } } }))
    expect(free).toMatchObject({ calls: 0, costMicroUsd: { low: 0, high: 0 }, effects: { 'own/echo': 3 } })
  })
})

describe('a large program', () => {
  it('of 18 649 calls is planned whole', () => {
    const planned = right(plan(loom, { width: 128, calls: 18_649 }, { tariff, priors: mergePriors({}, {}) }))
    expect(planned).toMatchObject({ status: 'done', calls: 18_649, knownInput: { calls: 128 }, ms: { high: 0 } })
  })
})
