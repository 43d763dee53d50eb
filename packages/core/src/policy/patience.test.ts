import * as E from 'fp-ts/lib/Either.js'
import type { EffectError } from '@chorale/core/fault'
import { describe, expect, it } from 'vitest'
import {
  alone,
  busy,
  late,
  listener,
  walked,
  wrong,
  away,
  clock,
  context,
  errorOf,
  pass,
  run,
  runMany,
  together,
  useVirtualTime,
  walk,
  walks,
  word,
  type Walk,
} from '../../test/policy/setting.js'
import { breaker } from './breaker/breaker.js'
import { patience } from './patience.js'

useVirtualTime()

/** Answers with these errors, one after the other, and then walks. */
const after = (...errors: readonly EffectError[]) =>
  alone<Walk>((effect, _context, call) => {
    const error = errors[call - 1]
    return error === undefined ? walked(effect) : E.left(error)
  })

describe('patience', () => {
  it('gives a success and a final error on after one call', async () => {
    const patient = patience({ maxMs: 60_000 }, { clock })
    const [good, final] = [after(), after(wrong)]
    expect(word(await run(patient(good.handler), walk('a')))).toBe('walked a')
    expect(errorOf(await run(patient(final.handler), walk('a')))).toEqual(wrong)
    expect([good.calls.length, final.calls.length]).toEqual([1, 1])
  })

  it('asks again after a pause until somebody answers', async () => {
    const script = after(away(), busy(), away())
    const { heard, tell } = listener()
    const patient = patience({ maxMs: 60_000, everyMs: 5000 }, { clock, tell })
    const outcome = run(patient(script.handler), walk('a'))
    await pass(14_999)
    expect(script.calls.length).toBe(3)
    await pass(1)
    expect(word(await outcome)).toBe('walked a')
    expect(script.contexts.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4])
    const waiting = { _tag: 'waiting', effect: 'errand/walk', keys: ['a'], delayMs: 5000 }
    expect(heard).toEqual(['Unavailable', 'Throttled', 'Unavailable'].map((error) => ({ ...waiting, error })))
  })

  it('waits as long as it is asked to, and never longer in all than it may', async () => {
    const script = after(away('no', 7000), away('no', 4000), away())
    const outcome = run(patience({ maxMs: 10_000 }, { clock })(script.handler), walk('a'))
    await pass(7000)
    expect(errorOf(await outcome)).toMatchObject({ _tag: 'Unavailable', retryAfterMs: 4000 })
    expect(script.calls.length).toBe(2)
  })

  it('does not wait beyond a deadline', async () => {
    const script = after(away(), away())
    const at = context({ deadlineAt: clock.now() + 1500 })
    const outcome = run(patience({ maxMs: 60_000 }, { clock })(script.handler), walk('a'), at)
    await pass(1000)
    expect(word(await outcome)).toBe('Unavailable')
    expect(script.calls.length).toBe(2)
  })

  it('outlasts an open circuit, and asks no more often than that allows', async () => {
    const script = after(...Array.from({ length: 5 }, () => away()))
    const circuit = breaker({ threshold: 5, recoveryMs: 30_000 }, { clock })
    const patient = patience({ maxMs: 600_000, everyMs: 100 }, { clock })
    const outcome = run(patient(circuit(script.handler)), walk('a'))
    await pass(400 + 29_000)
    expect(script.calls.length).toBe(5)
    await pass(1500)
    expect(word(await outcome)).toBe('walked a')
    expect(script.calls.length).toBe(6)
  })

  it('does not repeat what may have been applied, unless it may', async () => {
    const [once, twice] = [after(late), after(late)]
    expect(errorOf(await run(patience({ maxMs: 60_000 }, { clock })(once.handler), walk('a')))).toEqual(late)
    const outcome = run(patience({ maxMs: 60_000, repeatable: true }, { clock })(twice.handler), walk('a'))
    await pass(1000)
    expect(word(await outcome)).toBe('walked a')
    expect([once.calls.length, twice.calls.length]).toEqual([1, 2])
  })

  it('of a batch asks only those again that nobody answered', async () => {
    const script = together<Walk>((effect, _context, call) =>
      effect.key === 'w1' && call < 3 ? E.left(away()) : walked(effect),
    )
    const outcome = runMany(patience({ maxMs: 60_000 }, { clock })(script.handler), walks(3))
    await pass(2000)
    expect((await outcome).map(word)).toEqual(['walked w0', 'walked w1', 'walked w2'])
    expect(script.calls).toEqual([['w0', 'w1', 'w2'], ['w1'], ['w1']])
  })

  it('ends with the caller at once', async () => {
    const caller = new AbortController()
    const at = context({ signal: caller.signal })
    const outcome = run(patience({ maxMs: 60_000 }, { clock })(after(away(), away()).handler), walk('a'), at)
    await pass(10)
    caller.abort('enough')
    expect(errorOf(await outcome)).toMatchObject({ _tag: 'Cancelled', applied: 'no' })
  })
})
