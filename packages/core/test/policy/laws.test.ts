import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Effect, Handler } from '@chorale/core/effect'
import {
  account,
  applyTo,
  breaker,
  budget,
  bulkhead,
  cache,
  fallback,
  identity,
  policyOf,
  presets,
  rateLimit,
  recording,
  retry,
  timeout,
  type Policy,
} from '@chorale/core/policy'
import { trace } from '@chorale/core/policy/trace'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  alone,
  away,
  busy,
  clock,
  context,
  errorOf,
  pass,
  price,
  question,
  replied,
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
  type Walk,
} from './setting.js'

useVirtualTime()

const random = () => 0.5
const worst = () => price(1)
const taped: Policy = (handler) => recording({ it: handler }, () => undefined).it

/** Every policy there is, new for each test: they keep their state. */
const policies: readonly (readonly [string, () => Policy])[] = [
  ['identity', () => identity],
  ['retry', () => retry({}, { clock, random })],
  ['breaker', () => breaker({}, { clock })],
  ['timeout', () => timeout(60_000, { clock })],
  ['bulkhead', () => bulkhead({ limit: 10, queue: 10 })],
  [
    'fallback',
    () =>
      <E extends Effect>(handler: Handler<E>) =>
        fallback<E>([], { clock, deadlineMs: 60_000 })(handler),
  ],
  ['cache', () => cache({ of: 'any' }, { clock, random })],
  ['rate', () => rateLimit({ requests: 1000, tokens: 1e6 }, { clock })],
  ['budget', () => budget(account({ total: { calls: 1000 } }, { clock }), { clock, worst })],
  ['recording', () => taped],
  ['trace', () => trace()],
  ...Object.entries(presets).map(
    ([name, spec]) => [`the preset ${name}`, () => policyOf(spec, { clock, random })] as const,
  ),
]

/** Policies that wait for nothing before they call: an aborted signal reaches the handler as it is. */
const transparent = ['identity', 'retry', 'recording', 'trace', 'the handler itself']

/** How many listeners a signal has, and had at most. */
const listeners = (signal: AbortSignal) => {
  let [now, most] = [0, 0]
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)]
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    now += 1
    most = Math.max(most, now)
    add(...args)
  }
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    now -= 1
    remove(...args)
  }
  return { now: () => now, most: () => most }
}

describe.each(policies)('the policy %s', (name, make) => {
  it('gives an answer on as it is', async () => {
    const script = alone(walked)
    expect(await run(make()(script.handler), walk('a'))).toEqual(E.right('walked a'))
    expect(script.calls).toEqual([['a']])
  })

  it('gives the answer of a model on with its price', async () => {
    const script = alone(replied)
    expect(await run(make()(script.handler), question('q'))).toEqual(replied(question('q')))
  })

  it('carries nothing out before it is asked to, and then each time', async () => {
    const script = alone(walked)
    const task = make()(script.handler)(walk('a', String(Math.random())), context())
    await pass(0)
    expect(script.calls).toHaveLength(0)
    await task()
    expect(script.calls).toHaveLength(1)
  })

  it('has a batch face where the handler has one, and only there', async () => {
    const script = together(walked)
    expect((await runMany(make()(script.handler), walks(4))).map(word)).toEqual(
      walks(4).map(({ key }) => `walked ${key}`),
    )
    expect(script.calls).toEqual([['w0', 'w1', 'w2', 'w3']])
    expect(make()(alone(walked).handler).many).toBeUndefined()
  })

  it('gives each member of a batch its own outcome', async () => {
    const script = together((effect: Walk) => (effect.key === 'w1' ? E.left(wrong) : walked(effect)))
    expect((await runMany(make()(script.handler), walks(3))).map(word)).toEqual(['walked w0', 'Rejected', 'walked w2'])
  })

  it('has nothing to do with an empty batch', async () => {
    expect(await runMany(make()(together(walked).handler), [])).toEqual([])
  })

  if (name !== 'identity')
    it.each<[string, unknown, string]>([
      [
        'throws',
        () => {
          throw new TypeError('oh')
        },
        'TypeError: oh',
      ],
      [
        'throws later',
        () => () => {
          throw new Error('oh')
        },
        'Error: oh',
      ],
      ['rejects', () => () => Promise.reject(new Error('oh')), 'Error: oh'],
      ['gives nothing', () => () => Promise.resolve(undefined), 'the handler gave no Either'],
      ['gives something else', () => () => Promise.resolve('done'), 'the handler gave no Either'],
    ])('makes a Defect of a handler that %s', async (_, handler, because) => {
      const outcome = await run(make()(handler as Handler<Walk>), walk('a'))
      expect(errorOf(outcome)).toMatchObject({
        _tag: 'Defect',
        doing: 'carry out errand/walk a',
        because: expect.stringContaining(because),
      })
    })

  if (name !== 'identity')
    it.each<[string, unknown]>([
      ['rejects', () => () => Promise.reject(new Error('oh'))],
      ['gives no list', () => () => Promise.resolve('done')],
      ['gives too few', () => () => Promise.resolve([E.right('one')])],
    ])('makes Defects of a batch face that %s', async (_, many) => {
      const handler = Object.assign(alone(walked).handler, { many }) as Handler<Walk>
      const outcomes = await runMany(make()(handler), walks(3))
      expect(outcomes.slice(1).map(word)).toEqual(['Defect', 'Defect'])
    })

  it('sends nothing for a caller who has left, or leaves that to the handler', async () => {
    const script = alone(walked)
    const outcome = await run(make()(script.handler), walk('a'), context({ signal: AbortSignal.abort() }))
    if (transparent.includes(name)) expect(script.contexts[0]?.signal.aborted).toBe(true)
    else expect([word(outcome), script.calls.length]).toEqual(['Cancelled', 0])
  })

  it('listens on a signal that many calls share once at most, and not for ever', async () => {
    const caller = new AbortController()
    const listened = listeners(caller.signal)
    const slow = (outcome: Outcome<Walk>) =>
      new Promise<Outcome<Walk>>((resolve) => setTimeout(() => resolve(outcome), 10))
    const script = alone<Walk>(({ key }, { attempt }) => slow(attempt === 1 ? E.left(busy(20)) : E.right(key)))
    const handler = make()(script.handler)
    const signal = caller.signal
    const all = Array.from({ length: 20 }, (_, i) => run(handler, walk('a', String(i)), context({ signal })))
    await pass(20_000)
    await Promise.all(all)
    expect(listened.most()).toBeLessThanOrEqual(1)
    expect(listened.now()).toBe(0)
  })

  it('composes with the one that does nothing, on either side', async () => {
    for (const composed of [
      pipe(together(walked).handler, identity, make()),
      pipe(together(walked).handler, make(), identity),
    ])
      expect((await runMany(composed, walks(2))).map(word)).toEqual(['walked w0', 'walked w1'])
  })
})

describe('all policies together', () => {
  it('still give the answer, each call once', async () => {
    const script = together(walked)
    const handler = policies.reduce<Handler<Walk>>((inner, [, make]) => make()(inner), script.handler)
    expect((await runMany(handler, walks(5))).map(word)).toEqual(walks(5).map(({ key }) => `walked ${key}`))
    expect(script.calls).toHaveLength(1)
  })
})

describe('a record of handlers', () => {
  const record = { 'errand/walk': alone(walked).handler, 'model/generate': alone(replied).handler }

  it('keeps its type under one policy for all', async () => {
    const guarded = applyTo(record, bulkhead({ limit: 1, queue: 0 }))
    expectTypeOf(guarded).toEqualTypeOf(record)
    expect(word(await run(guarded['model/generate'], question('q')))).toBe('q')
  })

  it('shares the state of one policy, and not that of two', async () => {
    const failing = { one: alone<Walk>(() => E.left(away())).handler, two: alone(walked).handler }
    const shared = applyTo(failing, breaker({ threshold: 1 }, { clock }))
    await run(shared.one, walk('a'))
    expect(word(await run(shared.two, walk('a')))).toBe('Unavailable')
    const apart = applyTo(failing, {
      one: breaker({ threshold: 1 }, { clock }),
      two: breaker({ threshold: 1 }, { clock }),
    })
    await run(apart.one, walk('a'))
    expect(word(await run(apart.two, walk('a')))).toBe('walked a')
  })

  it('takes policies by tag, those for one kind of effect too, and leaves the others alone', async () => {
    const spare = { name: 'spare', handler: alone<Walk>(() => E.right('spare')).handler }
    const guarded = applyTo(
      { ...record, 'errand/walk': alone<Walk>(() => E.left(wrong)).handler },
      { 'errand/walk': fallback([spare], { clock }) },
    )
    expect(word(await run(guarded['errand/walk'], walk('a')))).toBe('spare')
    expect(guarded['model/generate']).toBe(record['model/generate'])
    // @ts-expect-error a policy for another kind of effect
    void applyTo(record, { 'model/generate': fallback([spare], { clock }) })
  })
})
