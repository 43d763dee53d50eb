import * as E from 'fp-ts/lib/Either.js'
import type { Handler } from '@chorale/core/effect'
import { account, budget, retry, type Account } from '@chorale/core/policy'
import type { Clock, Generate } from '@chorale/core/ports'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { away, context, generated, late, price, question, runMany, run, word, type Outcome } from './setting.js'

/** Time stands still: what waits, waits for others. */
const clock: Clock = { now: () => Date.UTC(2026, 10, 21), wait: () => Promise.resolve() }

/** Everything that is ready has its turn. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** What one call may take, what it takes, and how it ends. */
const call = fc.integer({ min: 1, max: 40 }).chain((worst) =>
  fc.record({
    worst: fc.constant(worst),
    taken: fc.integer({ min: 0, max: worst }),
    ends: fc.constantFrom('answered', 'failed', 'lost', 'broke'),
  }),
)
type Call = typeof call extends fc.Arbitrary<infer C> ? C : never

const limits = fc.record({
  total: fc.record({ microUsd: fc.integer({ min: 0, max: 400 }), calls: fc.integer({ min: 0, max: 60 }) }),
  hourly: fc.record({ tokens: fc.integer({ min: 0, max: 400 }) }),
})

const isKept = (purse: Account): boolean => {
  const { total, hourly } = purse.books().windows
  const within = (used: number, allowed: number | undefined) =>
    used >= 0 && used <= (allowed ?? Number.POSITIVE_INFINITY)
  const cost = (total.ledger.spent.costMicroUsd ?? 0) + (total.ledger.reserved.costMicroUsd ?? 0)
  const calls = total.ledger.spent.attempts + total.ledger.reserved.attempts
  const tokens = hourly.ledger.spent.usage.output + hourly.ledger.reserved.usage.output
  return (
    within(cost, total.ledger.budget.microUsd) &&
    within(calls, total.ledger.budget.calls) &&
    within(tokens, hourly.ledger.budget.tokens)
  )
}

/** Calls that end when, and in the order in which, the schedule says. */
const world = (calls: readonly Call[], order: fc.Stream<number>) => {
  const open = new Map<string, { readonly call: Call; readonly end: (outcome: Outcome<Generate>) => void }>()
  const callOf = (effect: Generate): Call => {
    const found = calls[Number(effect.key)]
    if (found === undefined) throw new Error('a call of nobody')
    return found
  }
  const one: Handler<Generate> = (effect) => () =>
    new Promise((end, reject) => {
      const made = callOf(effect)
      if (made.ends === 'broke') reject(new Error('broken'))
      open.set(effect.key, { call: made, end })
    })
  const handler = Object.assign(one, {
    many: (effects: readonly Generate[]) => () => Promise.all(effects.map((effect) => one(effect, context())())),
  })
  const outcomeOf = ({ ends, taken }: Call): Outcome<Generate> =>
    ends === 'answered' ? E.right(generated('', price(taken))) : E.left(ends === 'lost' ? late : away())
  /** Lets calls end one after the other until no more is under way, looking at the books each time. */
  const endAll = async (holds: () => boolean): Promise<boolean> => {
    for (const choice of order) {
      await turn()
      if (!holds()) return false
      const keys = [...open.keys()]
      const key = keys[choice % Math.max(1, keys.length)]
      if (key === undefined) return true
      const { call: made, end } = open.get(key) ?? {}
      open.delete(key)
      if (made !== undefined) end?.(outcomeOf(made))
    }
    return true
  }
  return { handler, worst: (effect: { readonly key: string }) => price(calls[Number(effect.key)]?.worst ?? 0), endAll }
}

describe('a budget with fifty calls at once', () => {
  it('is never exceeded, whatever the order, and leaves nobody waiting', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { minLength: 50, maxLength: 50 }),
        limits,
        fc.infiniteStream(fc.nat()),
        async (calls, allowance, order) => {
          const purse = account(allowance, { clock })
          const { handler, worst, endAll } = world(calls, order)
          const guarded = budget(purse, { clock, worst })(handler)
          const outcomes = calls.map((_, i) => run(guarded, question(String(i))))
          expect(await endAll(() => isKept(purse))).toBe(true)
          const words = (await Promise.all(outcomes)).map(word)
          expect(isKept(purse)).toBe(true)
          expect(purse.books().windows.total.ledger.reserved).toEqual({ ...price(0, 0) })
          // Nobody is refused whom the books could still hold: what is spent only grows.
          const { total, hourly } = purse.books().windows
          const couldFit = (i: number) => {
            const wanted = calls[i]?.worst ?? 0
            return (
              (total.ledger.spent.costMicroUsd ?? 0) + wanted <= allowance.total.microUsd &&
              total.ledger.spent.attempts + 1 <= allowance.total.calls &&
              hourly.ledger.spent.usage.output + wanted <= allowance.hourly.tokens
            )
          }
          expect(words.filter((said, i) => said === 'OverBudget' && couldFit(i))).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  })

  it('is never exceeded by batches and retries either', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { minLength: 50, maxLength: 50 }),
        limits,
        fc.infiniteStream(fc.nat()),
        async (calls, allowance, order) => {
          const purse = account(allowance, { clock })
          const { handler, worst, endAll } = world(calls, order)
          const spending = budget(purse, { clock, worst })(handler)
          const guarded = retry({ retries: 2, repeatable: true }, { clock, random: () => 0 })(spending)
          const effects = calls.map((_, i) => question(String(i)))
          const batches = [0, 10, 20, 30, 40].map((from) => runMany(guarded, effects.slice(from, from + 10)))
          expect(await endAll(() => isKept(purse))).toBe(true)
          expect((await Promise.all(batches)).flat()).toHaveLength(50)
          expect(isKept(purse)).toBe(true)
        },
      ),
      { numRuns: 40 },
    )
  })
})
