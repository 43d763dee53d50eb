import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  alone,
  context,
  errorOf,
  held,
  run,
  runMany,
  together,
  walk,
  walks,
  word,
  type Walk,
} from '../../test/policy/setting.js'
import { until } from '../../test/laws/gates.js'
import { bulkhead } from './bulkhead.js'

const setting = (limit: number, queue: number) => {
  const gate = held<Walk>()
  const script = alone(gate.answer)
  const handler = bulkhead({ limit, queue })(script.handler)
  return {
    gate,
    script,
    ask: (key: string, signal?: AbortSignal) => run(handler, walk(key), context(signal && { signal })),
  }
}

const turns = async (count = 20): Promise<void> => {
  for (let i = 0; i < count; i += 1) await Promise.resolve()
}

describe('a bulkhead', () => {
  it('with two places and one to wait in refuses the fourth call at once', async () => {
    const { gate, script, ask } = setting(2, 1)
    const three = ['a', 'b', 'c'].map((key) => ask(key))
    expect(errorOf(await ask('d'))).toMatchObject({ _tag: 'Throttled', applied: 'no' })
    expect(script.calls).toEqual([['a'], ['b']])
    gate.release('a', E.right('one'))
    await until(() => script.calls.length === 3)
    gate.release('b', E.right('two'))
    gate.release('c', E.right('three'))
    expect((await Promise.all(three)).map(word)).toEqual(['one', 'two', 'three'])
  })

  it('takes a call again as soon as a place is free', async () => {
    const { gate, ask } = setting(1, 0)
    const first = ask('a')
    expect(word(await ask('b'))).toBe('Throttled')
    gate.release('a', E.right('one'))
    await first
    const second = ask('c')
    await turns()
    gate.release('c', E.right('two'))
    expect(word(await second)).toBe('two')
  })

  it('gives the place of a caller who left to the next one', async () => {
    const { gate, script, ask } = setting(1, 2)
    const leaving = new AbortController()
    const first = ask('a')
    const second = ask('b', leaving.signal)
    const third = ask('c')
    leaving.abort()
    expect(errorOf(await second)).toMatchObject({ _tag: 'Cancelled', applied: 'no' })
    const fourth = ask('d')
    gate.release('a', E.right('one'))
    await until(() => script.calls.length === 2)
    gate.release('c', E.right('three'))
    await until(() => script.calls.length === 3)
    gate.release('d', E.right('four'))
    expect((await Promise.all([first, third, fourth])).map(word)).toEqual(['one', 'three', 'four'])
    expect(script.calls).toEqual([['a'], ['c'], ['d']])
  })

  it('takes a batch for one call', async () => {
    const gate = held<Walk>()
    const script = together(gate.answer)
    const handler = bulkhead({ limit: 1, queue: 0 })(script.handler)
    void runMany(handler, walks(3))
    expect((await runMany(handler, walks(2))).map(word)).toEqual(['Throttled', 'Throttled'])
  })

  it('never has more under way than places, serves in order, and forgets nobody', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          limit: fc.integer({ min: 1, max: 4 }),
          count: fc.integer({ min: 1, max: 20 }),
          order: fc.infiniteStream(fc.nat()),
        }),
        async ({ limit, count, order }) => {
          const { gate, script, ask } = setting(limit, count)
          const outcomes = Array.from({ length: count }, (_, i) => ask(`k${i}`))
          const finished = new Set<string>()
          for (const choice of order) {
            await turns()
            const underWay = script.calls.flat().filter((key) => !finished.has(key))
            if (underWay.length > limit) return false
            const key = underWay[choice % Math.max(1, underWay.length)]
            if (key === undefined) break
            finished.add(key)
            gate.release(key, E.right(key))
          }
          await Promise.all(outcomes)
          return script.calls.flat().join() === Array.from({ length: count }, (_, i) => `k${i}`).join()
        },
      ),
      { numRuns: 50 },
    )
  })
})
