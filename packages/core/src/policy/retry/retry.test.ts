import * as E from 'fp-ts/lib/Either.js'
import { badAnswer, declined, type EffectError } from '@chorale/core/fault'
import { describe, expect, it } from 'vitest'
import {
  alone,
  away,
  busy,
  chances,
  clock,
  context,
  errorOf,
  generated,
  inTurn,
  late,
  listener,
  pass,
  price,
  question,
  resultOf,
  run,
  runMany,
  together,
  useVirtualTime,
  walk,
  walked,
  walks,
  word,
  wrong,
} from '../../../test/policy/setting.js'
import { retry } from './retry.js'

useVirtualTime()

const random = chances(0.5)
const left = (error: EffectError) => E.left(error)

describe('a retry', () => {
  it('asks once where there is an answer', async () => {
    const script = alone(walked)
    expect(word(await run(retry({}, { clock, random })(script.handler), walk('a')))).toBe('walked a')
    expect(script.calls).toHaveLength(1)
  })

  it('asks again after waits that grow, and counts the tries in the context', async () => {
    const { heard, tell } = listener()
    const script = alone(inTurn(left(away()), left(away()), E.right('walked')))
    const outcome = run(retry({}, { clock, random, tell })(script.handler), walk('a'))
    await pass(499)
    expect(script.calls).toHaveLength(1)
    await pass(1)
    expect(script.calls).toHaveLength(2)
    await pass(1000)
    expect(word(await outcome)).toBe('walked')
    expect(script.contexts.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
    expect(heard).toEqual([
      { _tag: 'retrying', effect: 'errand/walk', keys: ['a'], attempt: 2, delayMs: 500, error: 'Unavailable' },
      { _tag: 'retrying', effect: 'errand/walk', keys: ['a'], attempt: 3, delayMs: 1000, error: 'Unavailable' },
    ])
  })

  it('gives the last error when its tries are used up', async () => {
    const script = alone(inTurn(left(away()), left(away()), left(busy())))
    const outcome = run(retry({ retries: 2 }, { clock, random: () => 0 })(script.handler), walk('a'))
    await pass(0)
    expect(word(await outcome)).toBe('Throttled')
    expect(script.calls).toHaveLength(3)
  })

  it.each([
    ['an error that is final', wrong, false],
    ['an answer that may have been lost', late, false],
    [
      'an answer that broke its contract',
      badAnswer({ doing: '', because: '', next: '', reason: 'x', attempts: 1, retryable: true }),
      false,
    ],
    ['a model that declines, even where it may be repeated', declined({ doing: '', because: '', next: '' }), true],
    ['an error that is final, even where it may be repeated', wrong, true],
  ])('does not repeat %s', async (_, error, repeatable) => {
    const script = alone(inTurn(left(error)))
    expect(word(await run(retry({ repeatable }, { clock, random })(script.handler), walk('a')))).toBe(error._tag)
    expect(script.calls).toHaveLength(1)
  })

  it('repeats what may have been lost where that does no harm', async () => {
    const script = alone(inTurn(left(late), E.right('walked')))
    const outcome = run(retry({ repeatable: true }, { clock, random: () => 0 })(script.handler), walk('a'))
    await pass(0)
    expect(word(await outcome)).toBe('walked')
  })

  it('waits as long as the server asks, and never shorter', async () => {
    const script = alone(inTurn(left(busy(5000)), left(away('no', 10)), E.right('walked')))
    const outcome = run(retry({}, { clock, random })(script.handler), walk('a'))
    await pass(4999)
    expect(script.calls).toHaveLength(1)
    await pass(1)
    expect(script.calls).toHaveLength(2)
    await pass(1000)
    expect(word(await outcome)).toBe('walked')
  })

  it('gives up at once where the wait would outlast the deadline', async () => {
    const script = alone(inTurn(left(busy(5000)), E.right('walked')))
    const at = context({ deadlineAt: clock.now() + 4999 })
    expect(word(await run(retry({}, { clock, random })(script.handler), walk('a'), at))).toBe('Throttled')
    expect(script.calls).toHaveLength(1)
  })

  it('ends a wait at once with the caller, and says what is known', async () => {
    const caller = new AbortController()
    const script = alone(inTurn(left(late), E.right('walked')))
    const policy = retry({ repeatable: true }, { clock, random })
    const outcome = run(policy(script.handler), walk('a'), context({ signal: caller.signal }))
    await pass(100)
    caller.abort()
    expect(errorOf(await outcome)).toMatchObject({ _tag: 'Cancelled', applied: 'unknown' })
    await pass(10_000)
    expect(script.calls).toHaveLength(1)
  })

  it('does not go on after the caller has left during a call', async () => {
    const caller = new AbortController()
    const script = alone(() => {
      caller.abort()
      return left(away())
    })
    const outcome = await run(
      retry({}, { clock, random })(script.handler),
      walk('a'),
      context({ signal: caller.signal }),
    )
    expect(word(outcome)).toBe('Unavailable')
    expect(script.calls).toHaveLength(1)
  })

  it('adds nothing inside of another one', async () => {
    const script = alone(inTurn(left(away())))
    const twice = retry(
      { retries: 2 },
      { clock, random: () => 0 },
    )(retry({ retries: 3 }, { clock, random: () => 0 })(script.handler))
    const outcome = run(twice, walk('a'))
    await pass(0)
    expect(word(await outcome)).toBe('Unavailable')
    expect(script.calls).toHaveLength(3)
  })

  it('sends of a batch only the members that failed and may go again', async () => {
    const script = together((effect: ReturnType<typeof walk>, _, call) =>
      effect.key === 'w1' && call < 3 ? left(away()) : effect.key === 'w2' ? left(wrong) : walked(effect),
    )
    const outcome = runMany(retry({}, { clock, random: () => 0 })(script.handler), walks(4))
    await pass(0)
    expect((await outcome).map(word)).toEqual(['walked w0', 'walked w1', 'Rejected', 'walked w3'])
    expect(script.calls).toEqual([['w0', 'w1', 'w2', 'w3'], ['w1'], ['w1']])
  })

  it('waits for a batch as long as its most patient member must', async () => {
    const script = together((effect: ReturnType<typeof walk>, _, call) =>
      call > 1 ? walked(effect) : left(busy(effect.key === 'w0' ? 100 : 3000)),
    )
    const outcome = runMany(retry({}, { clock, random: () => 0 })(script.handler), walks(2))
    await pass(2999)
    expect(script.calls).toHaveLength(1)
    await pass(1)
    expect((await outcome).map(word)).toEqual(['walked w0', 'walked w1'])
  })

  it('keeps to a tenth of the calls once a hundred were seen', async () => {
    const policy = retry({ retries: 1 }, { clock, random: () => 0 })
    const fine = alone(walked)
    const handler = policy(fine.handler)
    for (let i = 0; i < 99; i += 1) await run(handler, walk('a'))
    const broken = alone(inTurn(left(away())))
    const failing = policy(broken.handler)
    for (let i = 0; i < 20; i += 1) {
      const outcome = run(failing, walk('a'))
      await pass(0)
      await outcome
    }
    expect(broken.calls.length - 20).toBe(11)
    await pass(120_000)
    const outcome = run(failing, walk('a'))
    await pass(0)
    await outcome
    expect(broken.calls.length - 21).toBe(12)
  })
})

describe('the money of a retry', () => {
  const paying = {
    ...badAnswer({ doing: 'a', because: 'b', next: 'c', reason: 'empty', attempts: 2, retryable: true }),
    paid: price(30, 2),
  }
  const policy = retry({ repeatable: true }, { clock, random: () => 0 })

  it('is in the answer, with the tries that said nothing of it', async () => {
    const script = alone(inTurn(left(paying), left(away()), E.right(generated('yes', price(10)))))
    const outcome = run(policy(script.handler), question('q'))
    await pass(0)
    expect(resultOf(await outcome)).toMatchObject({ ...price(40, 4), answer: { text: 'yes' } })
  })

  it('is in the error when all tries fail', async () => {
    const script = alone(inTurn(left(paying)))
    const outcome = run(policy(script.handler), question('q'))
    await pass(0)
    expect(errorOf(await outcome)).toMatchObject({ _tag: 'BadAnswer', attempts: 8, paid: price(120, 8) })
  })

  it('is in what a caller who left is told', async () => {
    const caller = new AbortController()
    const script = alone(inTurn(left({ ...busy(1000), paid: price(5) })))
    const outcome = run(policy(script.handler), question('q'), context({ signal: caller.signal }))
    await pass(1)
    caller.abort()
    expect(errorOf(await outcome)).toMatchObject({ _tag: 'Cancelled', applied: 'no', paid: price(5) })
  })

  it('is not invented where nobody spoke of money', async () => {
    const script = alone(inTurn(left(away())))
    const outcome = run(policy(script.handler), walk('a'))
    await pass(0)
    expect(errorOf(await outcome).paid).toBeUndefined()
  })
})

describe('what may have been applied', () => {
  const policy = retry({ retries: 1, repeatable: true }, { clock, random: () => 0 })

  it.each([
    ['Unavailable', away()],
    ['Unavailable', busy(10)],
  ])('stays possible when the last try is certain to have failed (%s)', async (tag, last) => {
    const script = alone(inTurn(left(late), left(last)))
    const outcome = run(policy(script.handler), walk('a'))
    await pass(0)
    expect(errorOf(await outcome)).toMatchObject({ _tag: tag, applied: 'unknown' })
  })

  it('gives way to a definite answer', async () => {
    const script = alone(inTurn(left(late), left(wrong)))
    const outcome = run(policy(script.handler), walk('a'))
    await pass(0)
    expect(errorOf(await outcome)).toEqual(wrong)
  })
})
