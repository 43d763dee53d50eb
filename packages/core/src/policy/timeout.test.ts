import * as E from 'fp-ts/lib/Either.js'
import type { Context } from '@chorale/core/effect'
import { describe, expect, it } from 'vitest'
import {
  alone,
  clock,
  context,
  errorOf,
  held,
  pass,
  run,
  runMany,
  together,
  useVirtualTime,
  walk,
  walked,
  walks,
  word,
  type Walk,
} from '../../test/policy/setting.js'
import { timeout } from './timeout.js'

useVirtualTime()

const silent = () => alone<Walk>(() => new Promise(() => undefined))

describe('a timeout', () => {
  it('leaves a faster answer alone, and its signal too', async () => {
    const script = alone(walked)
    expect(word(await run(timeout(5000, { clock })(script.handler), walk('a')))).toBe('walked a')
    await pass(10_000)
    expect(script.contexts[0]?.signal.aborted).toBe(false)
  })

  it('answers at its end for a handler that never does, and aborts its signal', async () => {
    const script = silent()
    const outcome = run(timeout(5000, { clock })(script.handler), walk('a'))
    await pass(4999)
    expect(script.contexts[0]?.signal.aborted).toBe(false)
    await pass(1)
    expect(errorOf(await outcome)).toMatchObject({
      _tag: 'TimedOut',
      applied: 'unknown',
      because: 'no answer within 5000 ms',
    })
    expect(script.contexts[0]?.signal.aborted).toBe(true)
  })

  it('ends with the caller at once', async () => {
    const caller = new AbortController()
    const script = silent()
    const outcome = run(timeout(5000, { clock })(script.handler), walk('a'), context({ signal: caller.signal }))
    await pass(10)
    caller.abort('enough')
    expect(errorOf(await outcome)).toMatchObject({ _tag: 'Cancelled', applied: 'unknown' })
    expect(script.contexts[0]?.signal.aborted).toBe(true)
  })

  it('makes no call for a caller who has left', async () => {
    const script = alone(walked)
    const outcome = await run(
      timeout(5000, { clock })(script.handler),
      walk('a'),
      context({ signal: AbortSignal.abort() }),
    )
    expect(errorOf(outcome)).toMatchObject({ _tag: 'Cancelled', applied: 'no' })
    expect(script.calls).toHaveLength(0)
  })

  it('keeps ten milliseconds of a deadline for those further out', async () => {
    const script = silent()
    const outcome = run(
      timeout(5000, { clock })(script.handler),
      walk('a'),
      context({ deadlineAt: clock.now() + 1000 }),
    )
    await pass(989)
    expect(script.contexts[0]?.signal.aborted).toBe(false)
    await pass(1)
    expect(word(await outcome)).toBe('TimedOut')
  })

  it('asks nobody where no time is left', async () => {
    const script = alone(walked)
    const outcome = await run(
      timeout(5000, { clock })(script.handler),
      walk('a'),
      context({ deadlineAt: clock.now() + 10 }),
    )
    expect(errorOf(outcome)).toMatchObject({ _tag: 'TimedOut', applied: 'no' })
    expect(script.calls).toHaveLength(0)
  })

  it('tells those further in of its end, which is never later than the one they had', async () => {
    const script = alone(walked)
    const seen = () =>
      script.contexts.map((at: Context & { readonly deadlineAt?: number }) => (at.deadlineAt ?? 0) - clock.now())
    const inner = timeout(3000, { clock })(script.handler)
    await run(inner, walk('a'))
    await run(timeout(1000, { clock })(inner), walk('b'))
    expect(seen()).toEqual([3000, 990])
  })

  it('takes a batch for one call', async () => {
    const gate = held<Walk>()
    const script = together(gate.answer)
    const outcomes = runMany(timeout(1000, { clock })(script.handler), walks(3))
    await pass(999)
    gate.release('w0', E.right('one'))
    await pass(1)
    expect((await outcomes).map(word)).toEqual(['TimedOut', 'TimedOut', 'TimedOut'])
  })

  it('does nothing without an end', async () => {
    const script = silent()
    void run(timeout(Number.POSITIVE_INFINITY, { clock })(script.handler), walk('a'))
    await pass(1e9)
    expect(script.contexts[0]?.signal.aborted).toBe(false)
  })
})
