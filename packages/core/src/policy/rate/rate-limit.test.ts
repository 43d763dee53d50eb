import * as E from 'fp-ts/lib/Either.js'
import type { Generate } from '@chorale/core/ports'
import { describe, expect, it } from 'vitest'
import {
  alone,
  away,
  clock,
  context,
  errorOf,
  generated,
  late,
  pass,
  price,
  question,
  run,
  runMany,
  together,
  useVirtualTime,
  walk,
  walked,
  walks,
  word,
  type Outcome,
  type Walk,
} from '../../../test/policy/setting.js'
import { rateLimit, type RateSpec } from './rate-limit.js'

useVirtualTime()

const walking = (spec: RateSpec) => {
  const script = alone(walked)
  const handler = rateLimit(spec, { clock })(script.handler)
  const at: number[] = []
  const ask = async (key: string, signal?: AbortSignal) => {
    const outcome = await run(handler, walk(key), context(signal && { signal }))
    at.push(clock.now())
    return outcome
  }
  return { script, ask, at }
}

describe('a rate of requests', () => {
  it('lets a full load go at once, and the rest evenly, in order', async () => {
    const { script, ask, at } = walking({ requests: 60 })
    const from = clock.now()
    const all = Array.from({ length: 63 }, (_, i) => ask(`k${i}`))
    await pass(0)
    expect(script.calls).toHaveLength(60)
    await pass(3000)
    await Promise.all(all)
    expect(script.calls.flat()).toEqual(Array.from({ length: 63 }, (_, i) => `k${i}`))
    expect(at.slice(60).map((time) => time - from)).toEqual([1000, 2000, 3000])
  })

  it('as a window lets no more go in a minute, however they come', async () => {
    const { script, ask } = walking({ requests: 10, by: 'window' })
    for (let i = 0; i < 40; i += 1) void ask(`k${i}`)
    const times: number[] = []
    for (let second = 0; second < 180; second += 1) {
      while (times.length < script.calls.length) times.push(second)
      await pass(1000)
    }
    const most = Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + 60).length))
    expect(most).toBeLessThanOrEqual(11)
    expect(script.calls.length).toBeGreaterThanOrEqual(25)
  })

  it('lets who leaves go at once, who takes nothing', async () => {
    const { script, ask } = walking({ requests: 1 })
    await ask('a')
    const caller = new AbortController()
    const leaving = ask('b', caller.signal)
    const next = ask('c')
    await pass(1000)
    caller.abort()
    expect(errorOf(await leaving)).toMatchObject({ _tag: 'Cancelled', applied: 'no' })
    await pass(59_000)
    expect(word(await next)).toBe('walked c')
    expect(script.calls).toEqual([['a'], ['c']])
  })

  it('counts each member of a batch, and a batch beyond the limit waits for all of it and is owed', async () => {
    const script = together(walked)
    const handler = rateLimit({ requests: 4 }, { clock })(script.handler)
    expect((await runMany(handler, walks(6))).map(word)).toHaveLength(6)
    const next = run(handler, walk('a'))
    await pass(44_999)
    expect(script.calls).toHaveLength(1)
    await pass(1)
    expect(word(await next)).toBe('walked a')
  })

  it('is one for all handlers it is put round', async () => {
    const policy = rateLimit({ requests: 1 }, { clock })
    const [one, other] = [alone(walked), alone(walked)]
    await run(policy(one.handler), walk('a'))
    void run(policy(other.handler), walk('b'))
    await pass(59_999)
    expect(other.calls).toHaveLength(0)
    await pass(1)
    expect(other.calls).toHaveLength(1)
  })
})

describe('a rate of tokens', () => {
  /** An effect that is taken to need 100 tokens back and some 25 there. */
  const asking = (outcome: Outcome<Generate>) => {
    const script = alone<Generate>(() => outcome)
    const handler = rateLimit({ tokens: 150 }, { clock })(script.handler)
    return { script, ask: () => run(handler, question('q')) }
  }

  it('takes what a call is thought to need before it, and corrects it by what it took', async () => {
    const { script, ask } = asking(E.right(generated('a', price(20))))
    for (let i = 0; i < 2; i += 1) await ask()
    expect(script.calls).toHaveLength(2)
    void ask()
    await pass(0)
    expect(script.calls).toHaveLength(2)
    await pass(20_000)
    expect(script.calls).toHaveLength(3)
  })

  it('gives all back for a call that did not happen, and nothing for one that may have', async () => {
    const never = asking(E.left(away()))
    for (let i = 0; i < 20; i += 1) await never.ask()
    expect(never.script.calls).toHaveLength(20)
    const maybe = asking(E.left(late))
    await maybe.ask()
    void maybe.ask()
    await pass(0)
    expect(maybe.script.calls).toHaveLength(1)
  })

  it('wants nothing for an effect without tokens', async () => {
    const script = alone<Walk>(walked)
    const handler = rateLimit({ tokens: 1 }, { clock })(script.handler)
    for (let i = 0; i < 5; i += 1) await run(handler, walk('a'))
    expect(script.calls).toHaveLength(5)
  })
})
