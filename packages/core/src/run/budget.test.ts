import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import type { Effect, Handler } from '@chorale/core/effect'
import { nothingPaid, overBudget, unavailable, type Paid } from '@chorale/core/fault'
import { describe, expect, it } from 'vitest'
import { errands, fan, prompt, type Walk } from '../../test/laws/errands.js'
import { gates, until } from '../../test/laws/gates.js'
import { ledger } from '../../test/laws/ledger.js'
import { resume, start, type RunBudget } from './index.js'

const price = (calls: number, microUsd: number, tokens = 0): Paid => ({
  attempts: calls,
  costMicroUsd: microUsd,
  usage: { ...nothingPaid.usage, output: tokens },
})

/** At most two calls, 100 tokens and 50 millionths for each errand. */
const worst = (): Paid => price(2, 50, 100)
const terms = { 'errand/walk': { whenUnknown: 'retry' } } as const

/** A walk that says what it took, which is less than it may take. */
const paying = (paid: Paid): Handler<Walk> => {
  // A cast on purpose: the errand's answer is a text; the runner looks for what was paid in it.
  const answer = { ...paid, toString: () => 'paid' } as unknown as string
  return () => () => Promise.resolve(E.right(answer))
}

const options = (budget: RunBudget['limits'], walk: Handler<Walk>) => ({
  interpreter: { ...prompt, 'errand/walk': walk },
  budget: { limits: budget, worst },
  terms,
  run: 'r',
})

describe('a budget', () => {
  it.each([
    ['calls', { calls: 10 }, 9],
    ['money', { microUsd: 200 }, 8],
    ['tokens', { tokens: 130 }, 4],
    ['the first that is reached', { calls: 10, tokens: 130 }, 4],
  ])('of %s pauses the run before it may be broken, and lists what is unpaid', async (_what, limits, walked) => {
    const { journal, record } = ledger()
    const run = start(errands, fan(20), { ...options(limits, paying(price(1, 20, 10))), journal, concurrency: 1 })
    const { status, pause, spent, inputs } = await run.result()
    expect({ status, walked: inputs - 1 }).toEqual({ status: 'paused', walked })
    expect(spent.paid).toEqual(price(walked, 20 * walked, 10 * walked))
    expect(pause).toMatchObject({
      _tag: 'OverBudget',
      unpaid: fan(20)
        .slice(walked)
        .map(({ id }) => ({ key: id, worst: worst() })),
    })
    expect(await record('r')).toMatchObject({ status: 'paused' })
  })

  it('that is made larger lets the run go on where it was, over all its sittings', async () => {
    const { journal } = ledger()
    const first = await start(errands, fan(20), { ...options({ calls: 10 }, paying(price(1, 20))), journal }).result()
    expect(first.status).toBe('paused')
    const second = await resume(errands, { ...options({ calls: 15 }, paying(price(1, 20))), journal }).result()
    expect(second).toMatchObject({ status: 'paused', spent: { paid: { attempts: 14 } } })
    const last = await resume(errands, { ...options({ calls: 99 }, paying(price(1, 20))), journal }).result()
    expect(last).toMatchObject({ status: 'done', inputs: 21, spent: { paid: price(20, 400) } })
  })

  it('that is exactly used up is no pause', async () => {
    const exact = {
      ...options({ calls: 20 }, paying(price(1, 0))),
      budget: { limits: { calls: 20 }, worst: () => price(1, 0) },
    }
    expect(await start(errands, fan(20), exact).result()).toMatchObject({ status: 'done' })
  })

  it('in money refuses an effect of unknown price', async () => {
    const unpriced = { limits: { microUsd: 1e9 }, worst: () => ({ ...worst(), costMicroUsd: null }) }
    const run = start(errands, fan(2), { ...options({}, prompt['errand/walk']), budget: unpriced })
    expect(await run.result()).toMatchObject({
      status: 'paused',
      pause: { _tag: 'OverBudget', shortfall: { limit: 'microUsd', wanted: null } },
    })
  })

  it('does not bind what costs nothing', async () => {
    const free = { 'errand/walk': { isPaid: false } }
    const run = start(errands, fan(5), { ...options({ calls: 0 }, prompt['errand/walk']), terms: free })
    expect((await run.result()).status).toBe('done')
  })

  it('counts what a dead worker may have spent', async () => {
    const { journal } = ledger()
    const { handler, started } = gates()
    const stop = new AbortController()
    const run = start(errands, fan(3), { ...options({ calls: 8 }, handler), journal, signal: stop.signal })
    await until(() => started.length === 3)
    stop.abort()
    expect((await run.result()).spent).toMatchObject({ paid: { attempts: 0 }, exposed: { attempts: 6 } })
    const again = await resume(errands, { ...options({ calls: 8 }, paying(price(1, 1))), journal }).result()
    expect(again).toMatchObject({ status: 'paused', spent: { exposed: { attempts: 6 }, paid: { attempts: 1 } } })
  })

  it('is not broken by failures that do not say what they took', async () => {
    const lost = unavailable({ doing: 'walk', because: 'no word came back', next: 'wait', applied: 'unknown' })
    const refused = { ...lost, applied: 'no' } as const
    for (const [fault, walked] of [
      [lost, 4],
      [refused, 9],
    ] as const) {
      const run = start(errands, fan(20), {
        ...options({ microUsd: 240, calls: 10 }, () => () => Promise.resolve(E.left(fault))),
        concurrency: 1,
      })
      expect((await run.result()).inputs - 1).toBe(walked)
    }
  })

  it('of time pauses the run when it is used up', async () => {
    let ring: () => void = () => undefined
    const clock = { now: () => 0, wait: () => new Promise<void>((resolve) => (ring = resolve)) }
    const { handler, started, release } = gates()
    const run = start(errands, fan(3), { ...options({}, handler), clock, timeMs: 1000, concurrency: 1 })
    await until(() => started.length === 1)
    ring()
    await Promise.resolve()
    release('e0')
    expect(await run.result()).toMatchObject({
      status: 'paused',
      pause: { shortfall: { limit: 'ms', allowed: 1000 } },
      inputs: 2,
    })
  })

  it('of a policy that finds no money pauses the run too: nothing was sent', async () => {
    const { journal } = ledger()
    const broke = overBudget({ doing: 'walk', because: 'the day is paid for', next: 'wait for tomorrow' })
    let walks = 0
    const walk: Handler<Walk> = (effect, context) => () => {
      walks += 1
      return walks > 2 ? Promise.resolve(E.left(broke)) : prompt['errand/walk'](effect, context)()
    }
    const run = start(errands, fan(4), {
      interpreter: { ...prompt, 'errand/walk': walk },
      journal,
      run: 'r',
      concurrency: 1,
    })
    expect(await run.result()).toMatchObject({
      status: 'paused',
      pause: { _tag: 'OverBudget', shortfall: broke },
      inputs: 3,
    })
    const again = resume(errands, { interpreter: prompt, journal, run: 'r' })
    expect(await again.result()).toMatchObject({ status: 'done', inputs: 5, spent: { exposed: { attempts: 0 } } })
  })

  it('holds whatever the order of the answers: nothing is ever out that could break it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 30 }),
        fc.scheduler(),
        fc.integer({ min: 1, max: 8 }),
        async (calls, s, concurrency) => {
          let [out, spent, most] = [0, 0, 0]
          const walk: Handler<Effect<'errand/walk', string>> = (effect, context) => async () => {
            out += 2
            most = Math.max(most, spent + out)
            await s.schedule(Promise.resolve(), effect.key)
            out -= 2
            spent += 1
            return paying(price(1, 0))(effect, context)()
          }
          const run = start(errands, fan(20), { ...options({ calls }, walk), concurrency })
          const { status } = await s.waitFor(run.result())
          expect(most).toBeLessThanOrEqual(calls)
          expect(spent).toBe(status === 'done' ? 20 : Math.max(0, calls - 1))
        },
      ),
      { numRuns: 60 },
    )
  })
})
