import * as E from 'fp-ts/lib/Either.js'
import { cancelled, type EffectError } from '@chorale/core/fault'
import { describe, expect, it } from 'vitest'
import {
  alone,
  away,
  busy,
  clock,
  context,
  errorOf,
  gone,
  held,
  late,
  listener,
  pass,
  run,
  runMany,
  together,
  useVirtualTime,
  walk,
  walked,
  walks,
  word,
  wrong,
  type Outcome,
  type Script,
  type Walk,
} from '../../../test/policy/setting.js'
import { breaker, type Breaker } from './breaker.js'

useVirtualTime()

/** A handler that can be broken and mended, behind a breaker. */
const setting = (policy: Breaker = breaker({}, { clock })) => {
  let error: EffectError | undefined
  const script = alone((effect: Walk): Outcome<Walk> => (error === undefined ? walked(effect) : E.left(error)))
  const handler = policy(script.handler)
  return {
    policy,
    script,
    handler,
    becomes: (next: EffectError | undefined) => {
      error = next
    },
    fail: async (times: number, by: EffectError = away()) => {
      error = by
      for (let i = 0; i < times; i += 1) await run(handler, walk(`f${i}`))
    },
  }
}

const callsOf = (script: Script<Walk>) => script.calls.length

describe('a breaker', () => {
  it('opens after five failed calls, and does not make the sixth', async () => {
    const { heard, tell } = listener()
    const { handler, fail, script, policy } = setting(breaker({}, { clock, tell }))
    await fail(5)
    const sixth = errorOf(await run(handler, walk('a')))
    expect(callsOf(script)).toBe(5)
    expect(sixth).toMatchObject({ _tag: 'Unavailable', applied: 'no', retryAfterMs: 60_000, ids: { circuit: 'open' } })
    expect(policy.toJSON()).toEqual({ _tag: 'open', failures: 5, openedAt: clock.now(), openings: 1 })
    expect(heard).toEqual([{ _tag: 'opened', until: clock.now() + 60_000 }])
  })

  it('lets one probe through after a minute while ten others wait, and closes when it succeeds', async () => {
    const { heard, tell } = listener()
    const gate = held<Walk>()
    const policy = breaker({}, { clock, tell })
    const { fail } = setting(policy)
    await fail(5)
    await pass(59_999)
    const script = alone(gate.answer)
    const handler = policy(script.handler)
    expect(word(await run(handler, walk('early')))).toBe('Unavailable')
    await pass(1)
    const outcomes = Array.from({ length: 11 }, (_, i) => run(handler, walk(`p${i}`)))
    await pass(0)
    expect(script.calls).toEqual([['p0']])
    gate.release('p0', E.right('back'))
    await pass(0)
    expect(heard.at(-1)).toEqual({ _tag: 'closed' })
    // The ten go one at a time: a service that has just come back is not run over.
    expect(script.calls).toEqual([['p0'], ['p1']])
    gate.release('p1', E.right('back'))
    await pass(0)
    expect(script.calls).toEqual([['p0'], ['p1'], ['p2']])
    await pass(10_000)
    expect(script.calls).toHaveLength(11)
    for (const key of gate.keys()) gate.release(key, E.right('back'))
    expect((await Promise.all(outcomes)).map(word)).toEqual(Array.from({ length: 11 }, () => 'back'))
    expect(policy.toJSON()).toEqual({ _tag: 'closed', failures: 0 })
  })

  it('opens again when the probe fails, for as long or, where told, for longer', async () => {
    const policy = breaker({ recoveryMs: 60_000, growth: 2, maxRecoveryMs: 150_000 }, { clock })
    const { fail, handler } = setting(policy)
    await fail(5)
    for (const recoveryMs of [60_000, 120_000, 150_000, 150_000]) {
      expect(errorOf(await run(handler, walk('a')))).toMatchObject({ retryAfterMs: recoveryMs })
      await pass(recoveryMs)
      await fail(1)
    }
    expect(policy.toJSON()).toMatchObject({ _tag: 'open', openings: 5 })
  })

  it.each([
    ['what is rejected', wrong],
    ['what is not found', gone],
    ['a server that asks for a pause', busy(10)],
    ['a caller who leaves', cancelled({ doing: '', because: '', next: '', applied: 'unknown' })],
  ])('does not count %s', async (_, error) => {
    const { fail, script, policy } = setting()
    await fail(20, error)
    expect(callsOf(script)).toBe(20)
    expect(policy.toJSON()).toEqual({ _tag: 'closed', failures: 0 })
  })

  it('counts answers that come too late, forgets at a success, and learns nothing from a caller who leaves', async () => {
    const { fail, becomes, handler, policy } = setting()
    await fail(3, late)
    await fail(1, cancelled({ doing: '', because: '', next: '', applied: 'no' }))
    expect(policy.toJSON()).toEqual({ _tag: 'closed', failures: 3 })
    becomes(undefined)
    await run(handler, walk('a'))
    expect(policy.toJSON()).toEqual({ _tag: 'closed', failures: 0 })
  })

  it('does not take a probe that was given up for a success', async () => {
    const { fail, policy } = setting()
    await fail(5)
    await pass(60_000)
    await fail(1, cancelled({ doing: '', because: '', next: '', applied: 'unknown' }))
    expect(policy.toJSON()).toMatchObject({ _tag: 'open', openings: 2 })
  })

  it('keeps its state over a restart', async () => {
    const first = setting()
    await first.fail(5)
    const kept = JSON.stringify(first.policy)
    await pass(20_000)
    const { handler, script, policy } = setting(
      breaker({}, { clock, initial: JSON.parse(kept) as ReturnType<Breaker['toJSON']> }),
    )
    expect(policy.toJSON()).toEqual(JSON.parse(kept))
    expect(errorOf(await run(handler, walk('a')))).toMatchObject({ _tag: 'Unavailable', retryAfterMs: 40_000 })
    await pass(40_000)
    expect(word(await run(handler, walk('b')))).toBe('walked b')
    expect(callsOf(script)).toBe(1)
    expect(setting(breaker({}, { clock, initial: { _tag: 'closed', failures: 4 } })).policy.toJSON()).toEqual({
      _tag: 'closed',
      failures: 4,
    })
  })

  it('goes on counting where it was', async () => {
    const { fail, policy } = setting(breaker({}, { clock, initial: { _tag: 'closed', failures: 4 } }))
    await fail(1)
    expect(policy.toJSON()).toMatchObject({ _tag: 'open' })
  })

  it('lets a caller leave who waits for the probe, and carries nothing out for one', async () => {
    const gate = held<Walk>()
    const policy = breaker({}, { clock })
    await setting(policy).fail(5)
    await pass(60_000)
    const script = alone(gate.answer)
    const handler = policy(script.handler)
    const caller = new AbortController()
    const probe = run(handler, walk('probe'))
    const waiting = run(handler, walk('a'), context({ signal: caller.signal }))
    await pass(0)
    caller.abort()
    expect(errorOf(await waiting)).toMatchObject({ _tag: 'Cancelled', applied: 'no' })
    gate.release('probe', E.right('back'))
    expect(word(await probe)).toBe('back')
    await pass(20_000)
    expect(script.calls).toEqual([['probe']])
    expect(word(await run(handler, walk('b'), context({ signal: caller.signal })))).toBe('Cancelled')
  })

  it('lets a caller leave who waits for a slow start', async () => {
    const gate = held<Walk>()
    const policy = breaker({}, { clock })
    const { fail, becomes, handler: probing } = setting(policy)
    await fail(5)
    await pass(60_000)
    becomes(undefined)
    await run(probing, walk('probe'))
    const script = alone(gate.answer)
    const handler = policy(script.handler)
    const caller = new AbortController()
    const first = run(handler, walk('a'))
    const second = run(handler, walk('b'), context({ signal: caller.signal }))
    const third = run(handler, walk('c'))
    await pass(0)
    caller.abort()
    expect(word(await second)).toBe('Cancelled')
    gate.release('a', E.right('one'))
    expect(word(await first)).toBe('one')
    await pass(0)
    gate.release('c', E.right('three'))
    expect(word(await third)).toBe('three')
    expect(script.calls).toEqual([['a'], ['c']])
    expect(policy.toJSON()).toEqual({ _tag: 'closed', failures: 0 })
  })

  it('takes a batch for one call, failed when no member got through', async () => {
    const policy = breaker({ threshold: 2 }, { clock })
    let through = 'w1'
    const script = together((effect: Walk) => (effect.key === through ? walked(effect) : E.left(away())))
    const handler = policy(script.handler)
    await runMany(handler, walks(3))
    await runMany(handler, walks(3))
    expect(policy.toJSON()).toEqual({ _tag: 'closed', failures: 0 })
    through = ''
    await runMany(handler, walks(3))
    await runMany(handler, walks(3))
    expect((await runMany(handler, walks(3))).map(word)).toEqual(['Unavailable', 'Unavailable', 'Unavailable'])
    expect(script.calls).toHaveLength(4)
  })

  it('is one for all handlers it is put round', async () => {
    const policy = breaker({ threshold: 2 }, { clock })
    await setting(policy).fail(2)
    const { handler, script } = setting(policy)
    expect(word(await run(handler, walk('a')))).toBe('Unavailable')
    expect(callsOf(script)).toBe(0)
  })
})
