import { clockOf } from './clocks.js'
import * as E from 'fp-ts/lib/Either.js'
import fc, { type Scheduler } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Effect, Handler } from '@chorale/core/effect'
import { momentOf, start } from '@chorale/core/run'
import { errands, fan, flat, prompt, type Errand, type Ride, type Walk } from './errands.js'
import { readAll } from './gates.js'
import { ledger } from './ledger.js'

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

/** Errands of any shape: chains, fans and trees of both kinds. */
const rounds = fc.array(shapes, { minLength: 1, maxLength: 5 }).map((shape) => named(shape, ''))

const limits = fc.record({
  concurrency: fc.integer({ min: 1, max: 4 }),
  limits: fc.record({ 'errand/ride': fc.integer({ min: 1, max: 3 }) }, { requiredKeys: [] }),
})

/** The same handler; the scheduler decides when its answer comes. */
const late =
  <E extends Effect>(handler: Handler<E>, s: Scheduler): Handler<E> =>
  (effect, context) =>
  () =>
    s.schedule(handler(effect, context)(), effect.key)

const ids = (list: readonly Errand[]): readonly string[] =>
  flat(list)
    .map(({ id }) => id)
    .sort()

describe('a run', () => {
  it('hears of every errand once, in whatever order they come back', async () => {
    await fc.assert(
      fc.asyncProperty(rounds, limits, fc.scheduler(), async (list, bounds, s) => {
        const interpreter = {
          'errand/walk': late(prompt['errand/walk'], s),
          'errand/ride': late(prompt['errand/ride'], s),
        }
        const run = start(errands, list, { interpreter, ...bounds })
        const { status, result } = await s.waitFor(run.result())
        expect(status).toBe('done')
        expect([...result].sort()).toEqual(ids(list))
        expect(await readAll(run)).toHaveLength(result.length + 1)
      }),
    )
  })

  it('is the fold of its journal: replay = live', async () => {
    await fc.assert(
      fc.asyncProperty(rounds, limits, fc.scheduler(), async (list, bounds, s) => {
        const { journal, inputs: kept } = ledger()
        const slow = { ...journal, 'journal/append': late(journal['journal/append'], s) }
        const interpreter = {
          'errand/walk': late(prompt['errand/walk'], s),
          'errand/ride': late(prompt['errand/ride'], s),
        }
        let now = 0
        const clock = clockOf(() => (now += 1))
        const run = start(errands, list, { interpreter, journal: slow, run: 'r', clock, ...bounds })
        const { state, inputs } = await s.waitFor(run.result())
        expect(await kept('r')).toHaveLength(inputs)
        expect(await momentOf(errands, { journal, run: 'r' })()).toMatchObject({ right: { state, inputs } })
      }),
    )
  })

  it('gives the same answers to the same inputs: what a run tells is decided by what it heard', async () => {
    await fc.assert(
      fc.asyncProperty(rounds, fc.scheduler(), async (list, s) => {
        const interpreter = {
          'errand/walk': late(prompt['errand/walk'], s),
          'errand/ride': late(prompt['errand/ride'], s),
        }
        const run = start(errands, list, { interpreter })
        const { state } = await s.waitFor(run.result())
        expect(await readAll(run)).toEqual(['sent', ...state.heard.map(({ id, said }) => `${id} ${said}`)])
      }),
    )
  })

  it('starts an effect only after the input that caused it is acknowledged', async () => {
    await fc.assert(
      fc.asyncProperty(rounds, fc.scheduler(), async (list, s) => {
        const { journal } = ledger()
        const acknowledged = new Set<string>()
        const early: string[] = []
        const causeOf = (key: string): string => key.split('.').slice(0, -1).join('.')
        const watched = <E extends Effect>(handler: Handler<E>): Handler<E> => {
          const slow = late(handler, s)
          return (effect, context) => {
            if (!acknowledged.has(causeOf(effect.key))) early.push(effect.key)
            return slow(effect, context)
          }
        }
        const append: (typeof journal)['journal/append'] = (effect, context) => async () => {
          const outcome = await s.schedule(journal['journal/append'](effect, context)(), 'append')
          // '' stands for the start, which caused the first errands.
          for (const { kind, about } of effect.entries) if (kind !== 'sent') acknowledged.add(about?.key ?? '')
          return outcome
        }
        const interpreter = {
          'errand/walk': watched(prompt['errand/walk']),
          'errand/ride': watched(prompt['errand/ride']),
        }
        await s.waitFor(
          start(errands, list, { interpreter, journal: { ...journal, 'journal/append': append } }).result(),
        )
        expect(early).toEqual([])
        expect(acknowledged.size).toBe(flat(list).length + 1)
      }),
    )
  })
})

describe('the limits of a run', () => {
  it('are never exceeded, and used where there is enough to do', async () => {
    const load = fc.record({ walks: fc.nat(12), rides: fc.nat(12) }).filter(({ walks, rides }) => walks + rides > 0)
    await fc.assert(
      fc.asyncProperty(load, limits, fc.scheduler(), async ({ walks, rides }, bounds, s) => {
        const most = { 'errand/walk': 0, 'errand/ride': 0 }
        const flying = { 'errand/walk': 0, 'errand/ride': 0 }
        const counted =
          <E extends Walk | Ride>(handler: Handler<E>): Handler<E> =>
          (effect, context) =>
          async () => {
            flying[effect._tag] += 1
            most[effect._tag] = Math.max(most[effect._tag], flying[effect._tag])
            const outcome = await s.schedule(handler(effect, context)(), effect.key)
            flying[effect._tag] -= 1
            return outcome
          }
        const interpreter = {
          'errand/walk': counted(prompt['errand/walk']),
          'errand/ride': counted(prompt['errand/ride']),
        }
        const list = [...fan(walks), ...fan(rides, 'ride').map(({ id, ...rest }) => ({ ...rest, id: `r${id}` }))]
        await s.waitFor(start(errands, list, { interpreter, ...bounds }).result())
        expect(most).toEqual({
          'errand/walk': Math.min(walks, bounds.concurrency),
          'errand/ride': Math.min(rides, bounds.limits['errand/ride'] ?? bounds.concurrency),
        })
      }),
    )
  })

  it('hold for batches: no batch is too large, no more calls are under way than allowed, and each answer finds its effect', async () => {
    const sizes = fc.record({
      count: fc.integer({ min: 1, max: 40 }),
      batch: fc.integer({ min: 1, max: 9 }),
      concurrency: fc.integer({ min: 1, max: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(sizes, fc.scheduler(), async ({ count, batch, concurrency }, s) => {
        const calls: number[] = []
        let [flying, most] = [0, 0]
        const call = async <A>(size: number, answer: A): Promise<A> => {
          calls.push(size)
          flying += 1
          most = Math.max(most, flying)
          const outcome = await s.schedule(Promise.resolve(answer), `call of ${size}`)
          flying -= 1
          return outcome
        }
        const walk: Handler<Walk> = Object.assign((effect: Walk) => () => call(1, E.right(effect.key)), {
          many: (effects: readonly Walk[]) => () =>
            call(
              effects.length,
              effects.map(({ key }) => E.right(key)),
            ),
        })
        const run = start(errands, fan(count), { interpreter: { ...prompt, 'errand/walk': walk }, batch, concurrency })
        const { state } = await s.waitFor(run.result())
        expect(state.heard.every(({ id, said }) => id === said)).toBe(true)
        expect(state.heard).toHaveLength(count)
        expect(Math.max(...calls)).toBeLessThanOrEqual(batch)
        expect(calls).toHaveLength(Math.ceil(count / batch))
        expect(most).toBe(Math.min(concurrency, calls.length))
      }),
    )
  })
})
