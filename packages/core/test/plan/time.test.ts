import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memory } from '@chorale/adapter-memory'
import { valley, type ValleyInput } from '@chorale/core/cf14'
import { combine } from '@chorale/core/effect'
import type { Clock, Generate } from '@chorale/core/ports'
import { echoResolver } from '@chorale/core/testing'
import { plan, planError, priorsOf } from '../../src/run/plan/index.js'
import { errands, prompt, type Errand } from '../laws/errands.js'
import { lasting, right, timed, walked } from './runs.js'

/** Milliseconds by stage, or by stage and call. */
type Latency = (effect: Generate) => number

const onTime = (latency: Latency) => (clock: Clock) => {
  const echo = echoResolver()
  return combine({ 'model/generate': lasting(echo['model/generate'], clock, latency) }, memory())
}

const stageOf = (effect: Generate): string => effect.question?.operation ?? ''

const steady: { readonly [stage: string]: number } = {
  multiply: 300,
  column_lens: 450,
  row_lens: 500,
  synthesize: 900,
  shift: 250,
}

describe('the time of a plan', () => {
  it('is to the millisecond that of a run whose stages always take as long, in any number of lanes', async () => {
    for (const concurrency of [1, 7, 64, 400]) {
      const input: ValleyInput = { through: 'X' }
      const { entries, ms } = await timed(valley, input, {
        interpreter: onTime((effect) => steady[stageOf(effect)] ?? 0),
        concurrency,
      })
      const planned = right(plan(valley, input, { priors: priorsOf(entries), concurrency }))
      expect(planned.ms).toEqual({ low: ms, middle: ms, high: ms })
    }
  })

  it('is less in wider lanes, and stands by the limit of a tag before that of all', async () => {
    const input: ValleyInput = { through: 'C' }
    const { entries } = await timed(valley, input, { interpreter: onTime((effect) => steady[stageOf(effect)] ?? 0) })
    const priors = priorsOf(entries)
    const msWith = (limits: object): number | undefined => right(plan(valley, input, { priors, ...limits })).ms?.middle
    // 48 products of 300 ms, then the lenses: 12 of 450 and 12 of 500 side by side, then 12 syntheses.
    expect(msWith({ concurrency: 48 })).toBe(300 + 500 + 900)
    expect(msWith({ concurrency: 1 })).toBe(48 * 300 + 12 * (450 + 500 + 900))
    expect(msWith({ concurrency: 1, limits: { 'model/generate': 48 } })).toBe(300 + 500 + 900)
    expect(msWith({ limits: { 'model/generate': 0 } })).toBe(msWith({ concurrency: 1 }))
  })

  it('holds a run whose calls take now longer and now shorter, where no lane is full', async () => {
    const latencies = fc.func(fc.integer({ min: 1, max: 5000 }))
    await fc.assert(
      fc.asyncProperty(latencies, async (draw) => {
        const input: ValleyInput = { through: 'D' }
        const { entries, ms } = await timed(valley, input, {
          interpreter: onTime(({ key }) => draw(key)),
          concurrency: 1000,
        })
        const planned = right(plan(valley, input, { priors: priorsOf(entries), concurrency: 1000 }))
        expect(planError(planned, { ...nothing, ms }).ms).toMatchObject({ actual: ms, isInside: true })
      }),
      { numRuns: 10 },
    )
  })

  it('is not lengthened by known answers', async () => {
    const { known } = await walked({ through: 'C' })
    const { entries } = await timed(valley, { through: 'C' }, { interpreter: onTime(() => 100) })
    const input: ValleyInput = { through: 'C', problem: 'rising seas' }
    for (const params of [{ through: 'C' } as const, input]) {
      const planned = right(plan(valley, params, { priors: priorsOf(entries), known, concurrency: 1 }))
      expect(planned.calls).toBe(params === input ? 84 : 0)
      expect(planned.ms?.middle).toBe(100 * planned.calls)
    }
  })
})

const nothing = { usage: { input: 0, cached: 0, output: 0, reasoning: 0 }, costMicroUsd: 0, attempts: 0 }

type Shape = readonly { readonly ride: boolean; readonly then: Shape }[]

const shapes = fc.letrec<{ readonly list: Shape; readonly one: Shape[number] }>((tie) => ({
  one: fc.record({
    ride: fc.boolean(),
    then: fc.oneof({ maxDepth: 3, depthIdentifier: 'errands' }, fc.constant([]), tie('list')),
  }),
  list: fc.array(tie('one'), { maxLength: 3, depthIdentifier: 'errands' }),
})).one

const named = (shape: Shape, prefix: string): readonly Errand[] =>
  shape.map(({ ride, then }, i) => {
    const id = `${prefix}${i}`
    return { id, by: ride ? 'ride' : 'walk', then: named(then, `${id}.`) }
  })

const rounds = fc.array(shapes, { minLength: 1, maxLength: 6 }).map((shape) => named(shape, ''))

describe('any tree of effects of two kinds', () => {
  it('is planned with its effects and its time, whatever the lanes', async () => {
    const lanes = fc.record({
      concurrency: fc.integer({ min: 1, max: 4 }),
      limits: fc.record({ 'errand/ride': fc.integer({ min: 1, max: 3 }) }, { requiredKeys: [] }),
    })
    const latency = fc.record({ walk: fc.integer({ min: 0, max: 50 }), ride: fc.integer({ min: 0, max: 50 }) })
    const answers = { 'errand/walk': () => 'walked', 'errand/ride': () => 42 } as const
    await fc.assert(
      fc.asyncProperty(rounds, lanes, latency, async (list, bounds, { walk, ride }) => {
        const { ending, entries, ms } = await timed(errands, list, {
          interpreter: (clock) => ({
            'errand/walk': lasting(prompt['errand/walk'], clock, () => walk),
            'errand/ride': lasting(prompt['errand/ride'], clock, () => ride),
          }),
          ...bounds,
        })
        const planned = right(plan(errands, list, { answers, priors: priorsOf(entries), ...bounds }))
        expect(planned.status).toBe(ending.status)
        expect(planned.calls).toBe(ending.result.length)
        expect(planned.ms).toEqual({ low: ms, middle: ms, high: ms })
      }),
    )
  })
})
