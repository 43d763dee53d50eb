import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import type { Effect, Handler } from '@chorale/core/effect'
import { unavailable } from '@chorale/core/fault'
import { describe, expect, it } from 'vitest'
import { seededRandom, shuffled } from './index.js'

type Say = Effect<'test/say', string>

const context = { run: 'r', attempt: 1, signal: new AbortController().signal }
const say: Handler<Say> = (effect) => () =>
  Promise.resolve(
    effect.key === 'e3'
      ? E.left(unavailable({ doing: 'say', because: 'lost', next: 'again', applied: 'no' }))
      : E.right(`said ${effect.key}`),
  )

/** The order in which `count` effects under way at once settle, and their outcomes by place. */
const settle = async (count: number, seed: number) => {
  const handler = shuffled(say, seed)
  const order: number[] = []
  const outcomes = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const outcome = await handler({ _tag: 'test/say', key: `e${i}` }, context)()
      order.push(i)
      return outcome
    }),
  )
  return { order, outcomes }
}

const count = (length: number): readonly number[] => Array.from({ length }, (_, i) => i)

describe('a shuffled handler', () => {
  it('gives each effect its own answer, failures too, and loses none', async () => {
    const { outcomes, order } = await settle(5, 1)
    expect(outcomes.map((outcome) => (E.isRight(outcome) ? outcome.right : outcome.left._tag))).toEqual([
      'said e0',
      'said e1',
      'said e2',
      'Unavailable',
      'said e4',
    ])
    expect([...order].sort()).toEqual(count(5))
  })

  it('really reorders: ten seeds give more than five orders', async () => {
    const orders = []
    for (const seed of count(10)) orders.push((await settle(6, seed)).order.join())
    expect(new Set(orders).size).toBeGreaterThan(5)
  })

  it('settles in the same order for the same seed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.integer(), async (many, seed) => {
        const [once, again] = [await settle(many, seed), await settle(many, seed)]
        expect(again.order).toEqual(once.order)
        expect([...once.order].sort((a, b) => a - b)).toEqual(count(many))
      }),
      { numRuns: 30 }, // each run takes a turn of the host for every effect
    )
  })

  it('does not hold an effect that is alone for ever', async () => {
    expect((await settle(1, 7)).order).toEqual([0])
  })

  it('does nothing before its task is run', async () => {
    const asked: string[] = []
    const watched: Handler<Say> = (effect, given) => () => {
      asked.push(effect.key)
      return say(effect, given)()
    }
    const task = shuffled(watched, 1)({ _tag: 'test/say', key: 'e0' }, context)
    expect(asked).toEqual([])
    await task()
    expect(asked).toEqual(['e0'])
  })
})

describe('a seeded sequence of numbers', () => {
  /** Mulberry32 with integers of any size: the same arithmetic without the shortcuts of 32-bit operators. */
  const mulberry = (seed: bigint, length: number): readonly number[] => {
    const bits = (n: bigint): bigint => BigInt.asUintN(32, n)
    return count(length).map((_, i) => {
      const a = bits(seed + 0x6d2b79f5n * BigInt(i + 1))
      const t = bits((a ^ (a >> 15n)) * (a | 1n))
      const u = bits(t ^ (t + bits((t ^ (t >> 7n)) * (t | 61n))))
      return Number(bits(u ^ (u >> 14n))) / 2 ** 32
    })
  }

  const first = (seed: number, length: number): readonly number[] => {
    const random = seededRandom(seed)
    return count(length).map(() => random())
  }

  it.each([
    [0, [0.26642920868471265, 0.0003297457005828619, 0.2232720274478197]],
    [1, [0.6270739405881613, 0.002735721180215478, 0.5274470399599522]],
    [42, [0.6011037519201636, 0.44829055899754167, 0.8524657934904099]],
  ])('starts from %d as mulberry32 does everywhere', (seed, numbers) => {
    expect(first(seed, 3)).toEqual(numbers)
  })

  it('is mulberry32 for every seed, in [0, 1)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (seed) => {
        const numbers = first(seed, 20)
        expect(numbers).toEqual(mulberry(BigInt(seed), 20))
        expect(numbers.every((n) => n >= 0 && n < 1)).toBe(true)
      }),
    )
  })
})
