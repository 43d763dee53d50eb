import { memory } from '@chorale/adapter-memory'
import { combine } from '@chorale/core/effect'
import { valley } from '@chorale/core/cf14'
import { resume, start } from '@chorale/core/run'
import { countingResolver } from '@chorale/core/testing'
import { describe, expect, it } from 'vitest'

describe('a valley that keeps snapshots', () => {
  it('is resumed from the newest at every turn, asks for nothing again, and ends with the same result', async () => {
    const stores = memory()
    const asked = countingResolver()
    const reads: number[] = []
    const journal: typeof stores = {
      ...stores,
      'journal/read': (effect, context) => {
        reads.push(effect.from)
        return stores['journal/read'](effect, context)
      },
    }
    const options = { interpreter: combine(asked, stores), journal, run: 'one', snapshots: { every: 40 } }
    const limits = (calls: number) => ({ limits: { calls }, worst })
    let ending = await start(valley, { problem: 'p' }, { ...options, budget: limits(30) }).result()
    let sittings = 1
    for (; ending.status === 'paused'; sittings += 1)
      ending = await resume(valley, { ...options, budget: limits(30 * (sittings + 1)) }).result()
    expect(sittings).toBe(Math.ceil(343 / 30))
    expect(ending.status).toBe('done')
    expect(reads.length).toBe(sittings - 1)
    expect(Math.min(...reads)).toBeGreaterThan(40)
    const made = Object.values(asked.counts()).flatMap((stages) => Object.values(stages))
    expect(made.reduce((sum, count) => sum + count, 0)).toBe(343)
    const straight = await start(
      valley,
      { problem: 'p' },
      { interpreter: combine(countingResolver(), memory()), run: 'one' },
    ).result()
    expect(comparable(ending.result)).toEqual(comparable(straight.result))
  })
})

/** A call, whatever it takes. */
const worst = () => ({
  usage: { input: 0, cached: 0, output: 0, reasoning: 0 },
  costMicroUsd: 0,
  attempts: 1,
})

/** All but instants and durations, which differ between two runs. */
const comparable = (result: object): unknown =>
  JSON.parse(JSON.stringify(result, (name, value: unknown) => (/(^at|At|Ms)$/u.test(name) ? 0 : value)))
