import * as E from 'fp-ts/lib/Either.js'
import type { Generate } from '@chorale/core/ports'
import { describe, expect, it } from 'vitest'
import {
  alone,
  away,
  busy,
  clock,
  context,
  errorOf,
  generated,
  gone,
  held,
  inTurn,
  listener,
  pass,
  question,
  replied,
  resultOf,
  run,
  runMany,
  together,
  useVirtualTime,
  walk,
  walked,
  word,
  wrong,
  type Outcome,
  type Walk,
} from '../../../test/policy/setting.js'
import { cache } from './cache.js'
import type { CacheSpec } from './shelf.js'

useVirtualTime()

const parts = { clock, random: () => 0.5 }
const counting = () => {
  let calls = 0
  return alone<Generate>(() => E.right(generated(`answer ${(calls += 1)}`)))
}
const around = (script: ReturnType<typeof counting>, spec: CacheSpec = {}) => cache(spec, parts)(script.handler)

describe('a cache', () => {
  it('asks once for what is asked again, at whatever address', async () => {
    const script = counting()
    const handler = around(script)
    const answers = [await run(handler, question('a', 'why')), await run(handler, question('b', 'why'))]
    expect(answers.map(word)).toEqual(['answer 1', 'answer 1'])
    expect(resultOf(answers[1])).toEqual(resultOf(answers[0]))
    expect(word(await run(handler, question('a', 'how')))).toBe('answer 2')
    expect(word(await run(handler, question('a', 'why', { temperature: 1 })))).toBe('answer 3')
  })

  it('asks once for a hundred who ask at the same time', async () => {
    const gate = held<Generate>()
    const script = alone(gate.answer)
    const handler = cache({}, parts)(script.handler)
    const all = Array.from({ length: 100 }, (_, i) => run(handler, question(`k${i}`, 'why')))
    await pass(0)
    expect(script.calls).toEqual([['k0']])
    gate.release('k0', E.right(generated('because')))
    expect(new Set((await Promise.all(all)).map(word))).toEqual(new Set(['because']))
    expect(script.calls).toHaveLength(1)
  })

  it('asks again after its time, and asks what failed again at once', async () => {
    const script = alone(inTurn<Generate>(E.left(away()), E.right(generated('one')), E.right(generated('two'))))
    const handler = cache({ ttlMs: 1000, staleMs: 0 }, parts)(script.handler)
    const ask = async () => word(await run(handler, question('a')))
    expect([await ask(), await ask(), await ask()]).toEqual(['Unavailable', 'one', 'one'])
    await pass(1000)
    expect(await ask()).toBe('two')
  })

  it('gives a stale answer at once and refreshes it once', async () => {
    const gate = held<Generate>()
    const { heard, tell } = listener()
    const script = alone(gate.answer)
    const handler = cache({ ttlMs: 1000, staleMs: 500 }, { ...parts, tell })(script.handler)
    const first = run(handler, question('a', 'why'))
    await pass(0)
    gate.release('a', E.right(generated('old')))
    await first
    await pass(1200)
    expect(word(await run(handler, question('b', 'why')))).toBe('old')
    expect(word(await run(handler, question('c', 'why')))).toBe('old')
    expect(script.calls).toEqual([['a'], ['b']])
    expect(heard).toEqual(['b', 'c'].map((key) => ({ _tag: 'stale', key, why: 'refreshing' })))
    gate.release('b', E.right(generated('new')))
    await pass(0)
    expect(word(await run(handler, question('d', 'why')))).toBe('new')
    expect(script.calls).toHaveLength(2)
  })

  it('refreshes to the end though the caller has left, and keeps the old answer when that fails', async () => {
    const gate = held<Generate>()
    const script = alone(gate.answer)
    const handler = cache({ ttlMs: 1000, staleMs: 5000 }, parts)(script.handler)
    const first = run(handler, question('a', 'why'))
    await pass(0)
    gate.release('a', E.right(generated('old')))
    await first
    await pass(1000)
    const caller = new AbortController()
    const at = context({ signal: caller.signal, deadlineAt: clock.now() + 10 })
    expect(word(await run(handler, question('b', 'why'), at))).toBe('old')
    caller.abort()
    expect(script.contexts[1]?.signal.aborted).toBe(false)
    expect(script.contexts[1]).not.toHaveProperty('deadlineAt')
    gate.release('b', E.left(away()))
    await pass(0)
    expect(word(await run(handler, question('c', 'why')))).toBe('old')
  })

  it('refreshes to the end though one who has come to wait for it leaves again', async () => {
    const gate = held<Generate>()
    const script = alone(gate.answer)
    const handler = cache({ ttlMs: 1000, staleMs: 500 }, parts)(script.handler)
    const first = run(handler, question('a', 'why'))
    await pass(0)
    gate.release('a', E.right(generated('old')))
    await first
    await pass(1200)
    await run(handler, question('b', 'why'))
    await pass(1000)
    const caller = new AbortController()
    const waiting = run(handler, question('c', 'why'), context({ signal: caller.signal }))
    await pass(0)
    caller.abort()
    expect(word(await waiting)).toBe('Cancelled')
    expect(script.contexts[1]?.signal.aborted).toBe(false)
    gate.release('b', E.right(generated('new')))
    await pass(0)
    expect(word(await run(handler, question('d', 'why')))).toBe('new')
    expect(script.calls).toEqual([['a'], ['b']])
  })

  it('waits for the source once an answer is too old', async () => {
    const script = counting()
    const handler = around(script, { ttlMs: 1000, staleMs: 500 })
    await run(handler, question('a'))
    await pass(1500)
    expect(word(await run(handler, question('a')))).toBe('answer 2')
  })

  it('gives an old answer, where that is allowed, when the source is away', async () => {
    const { heard, tell } = listener()
    let outcome: Outcome<Generate> = E.right(generated('old'))
    const script = alone<Generate>(() => outcome)
    const handler = cache({ ttlMs: 1000, staleMs: 0, staleIfErrorMs: 86_400_000 }, { ...parts, tell })(script.handler)
    const ask = () => run(handler, question('a'))
    await ask()
    await pass(80_000_000)
    outcome = E.left(away())
    expect(word(await ask())).toBe('old')
    expect(heard).toEqual([{ _tag: 'stale', key: 'a', why: 'failed' }])
    outcome = E.left(busy())
    expect(word(await ask())).toBe('old')
    outcome = E.left(wrong)
    expect(word(await ask())).toBe('Rejected')
    outcome = E.left(away())
    await pass(6_400_001)
    expect(word(await ask())).toBe('Unavailable')
  })

  it('knows for a short time that there is nothing', async () => {
    const script = alone<Generate>(() => E.left(gone))
    const handler = cache({}, parts)(script.handler)
    await run(handler, question('a'))
    await pass(4999)
    expect(word(await run(handler, question('a')))).toBe('NotFound')
    expect(script.calls).toHaveLength(1)
    await pass(1)
    await run(handler, question('a'))
    expect(script.calls).toHaveLength(2)
  })

  it('keeps nothing of effects whose answers may not be used again, unless the host says so', async () => {
    const script = alone(walked)
    const handler = cache({}, parts)(script.handler)
    await run(handler, walk('a'))
    await run(handler, walk('a'))
    expect(script.calls).toHaveLength(2)
    const forced = cache({ of: 'any' }, parts)(script.handler)
    await run(forced, walk('a'))
    await run(forced, walk('a'))
    expect(script.calls).toHaveLength(3)
  })

  it('keeps no result that is none', async () => {
    const script = alone<Walk>(() => E.right(undefined as unknown as string))
    const handler = cache({ of: 'any' }, parts)(script.handler)
    await run(handler, walk('a'))
    await run(handler, walk('a'))
    expect(script.calls).toHaveLength(2)
  })

  it('lets effects past that are no plain data', async () => {
    const script = alone<Walk>(walked)
    const handler = cache({ of: 'any' }, parts)(script.handler)
    const strange = { ...walk('a'), to: 1n } as unknown as Walk
    expect(word(await run(handler, strange))).toBe('walked a')
    expect(word(await run(handler, strange))).toBe('walked a')
    expect(script.calls).toHaveLength(2)
  })

  it('answers of a batch what it knows, and sends the rest, equal ones once', async () => {
    const script = together(replied)
    const handler = cache({}, parts)(script.handler)
    await run(handler, question('x', 'one'))
    const batch = [question('a', 'one'), question('b', 'two'), question('c', 'two'), question('d', 'three')]
    expect((await runMany(handler, batch)).map(word)).toEqual(['one', 'two', 'two', 'three'])
    expect(script.calls).toEqual([['x'], ['b', 'd']])
  })

  it('can be looked into, and says how much it holds', async () => {
    const kept = cache({ ttlMs: 1000 }, parts)
    expect([kept.bytes(), kept.peek(question('a'))]).toEqual([0, undefined])
    await run(kept(counting().handler), question('a'))
    await pass(1100)
    expect(kept.peek(question('b', 'a'))?.answer).toEqual({ text: 'answer 1' })
    expect(kept.bytes()).toBeGreaterThan(200)
  })
})

describe('a call that several wait for', () => {
  const setting = () => {
    const gate = held<Generate>()
    const script = alone(gate.answer)
    const handler = cache({}, parts)(script.handler)
    const ask = (key: string, signal: AbortSignal) => run(handler, question(key, 'why'), context({ signal }))
    return { gate, script, ask, handler }
  }

  it('goes on when one leaves, the first one too', async () => {
    const { gate, script, ask } = setting()
    const [one, other] = [new AbortController(), new AbortController()]
    const outcomes = [ask('a', one.signal), ask('b', other.signal)]
    await pass(0)
    one.abort()
    expect(errorOf(await outcomes[0])).toMatchObject({ _tag: 'Cancelled', applied: 'unknown' })
    expect(script.contexts[0]?.signal.aborted).toBe(false)
    gate.release('a', E.right(generated('because')))
    expect(word(await outcomes[1])).toBe('because')
  })

  it('is ended when all have left, and its answer is kept if it comes all the same', async () => {
    const { gate, script, ask, handler } = setting()
    const [one, other] = [new AbortController(), new AbortController()]
    const outcomes = [ask('a', one.signal), ask('b', other.signal)]
    await pass(0)
    one.abort()
    other.abort()
    expect((await Promise.all(outcomes)).map(word)).toEqual(['Cancelled', 'Cancelled'])
    expect(script.contexts[0]?.signal.aborted).toBe(true)
    gate.release('a', E.right(generated('because')))
    await pass(0)
    expect(word(await run(handler, question('c', 'why')))).toBe('because')
  })

  it('is a new one after the last one was ended', async () => {
    const { gate, script, ask, handler } = setting()
    const caller = new AbortController()
    const left = ask('a', caller.signal)
    await pass(0)
    caller.abort()
    await left
    const next = run(handler, question('b', 'why'))
    await pass(0)
    expect(script.calls).toEqual([['a'], ['b']])
    gate.release('b', E.right(generated('because')))
    expect(word(await next)).toBe('because')
  })

  it('is not begun for a caller who has left', async () => {
    const { script, ask } = setting()
    expect(errorOf(await ask('a', AbortSignal.abort()))).toMatchObject({ _tag: 'Cancelled', applied: 'no' })
    expect(script.calls).toHaveLength(0)
  })
})
