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
  listener,
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
  type Walk,
} from '../../../test/policy/setting.js'
import { account } from '../budget/account.js'
import { breaker } from '../breaker/breaker.js'
import { policyOf, type PolicyParts } from './policy-of.js'
import { presets } from './presets.js'

useVirtualTime()

const parts: PolicyParts = { clock, random: () => 0 }
const failing = () => alone<Walk>(() => E.left(away()))
const silent = () => alone<Walk>(() => new Promise(() => undefined))

describe('a policy made of data', () => {
  it('does nothing where nothing is told', () => {
    const script = together(walked)
    const handler = policyOf({}, parts)(script.handler)
    expect(handler).toBe(script.handler)
  })

  it('has the numbers of the presets', () => {
    expect(
      Object.entries(presets).map(([name, { timeoutMs, breaker: broken, bulkhead, ...rest }]) => [
        name,
        timeoutMs,
        'retry' in rest ? rest.retry.retries : 0,
        `${broken.threshold}/${broken.recoveryMs / 1000}`,
        `${bulkhead.limit}/${bulkhead.queue}`,
      ]),
    ).toEqual([
      ['ai', 30_000, 2, '5/60', '5/50'],
      ['dbRead', 5000, 3, '5/60', '20/100'],
      ['dbWrite', 10_000, 3, '5/60', '10/100'],
      ['vector', 5000, 3, '5/60', '20/100'],
      ['warmCache', 100, 0, '3/30', '8/0'],
      ['push', 2000, 1, '3/30', '50/1000'],
    ])
  })

  it('ends its tries with an open circuit: the retry is round the breaker', async () => {
    const script = failing()
    const handler = policyOf(
      { retry: { retries: 5, repeatable: true }, breaker: { threshold: 2 } },
      parts,
    )(script.handler)
    expect(errorOf(await run(handler, walk('a')))).toMatchObject({ _tag: 'Unavailable', ids: { circuit: 'open' } })
    expect(script.calls).toHaveLength(2)
  })

  it('gives each try its own time', async () => {
    const script = silent()
    const handler = policyOf({ retry: { retries: 1, repeatable: true }, timeoutMs: 1000 }, parts)(script.handler)
    const outcome = run(handler, walk('a'))
    await pass(2000)
    expect(word(await outcome)).toBe('TimedOut')
    expect(script.calls).toHaveLength(2)
  })

  it('holds one place for all tries of a call', async () => {
    const script = silent()
    const spec = { bulkhead: { limit: 1, queue: 0 }, retry: { retries: 1, repeatable: true }, timeoutMs: 1000 }
    const handler = policyOf(spec, parts)(script.handler)
    void run(handler, walk('a'))
    await pass(1500)
    expect(word(await run(handler, walk('b')))).toBe('Throttled')
  })

  it('counts each try against rate and budget', async () => {
    const purse = account({ total: { calls: 2 } }, { clock })
    const script = alone<Walk>(() => E.left({ ...away(), paid: price(1) }))
    const handler = policyOf({ retry: { retries: 5 } }, { ...parts, account: purse })(script.handler)
    expect(errorOf(await run(handler, walk('a')))).toMatchObject({ _tag: 'OverBudget', paid: price(2, 2) })
    const slow = failing()
    void run(policyOf({ retry: { retries: 5 }, rate: { requests: 2 } }, parts)(slow.handler), walk('a'))
    await pass(0)
    expect(slow.calls).toHaveLength(2)
    await pass(30_000)
    expect(slow.calls).toHaveLength(3)
  })

  it('needs no place and no money for what its cache knows', async () => {
    const script = alone(replied)
    const spec = { cache: {}, bulkhead: { limit: 1, queue: 0 }, budget: { total: { calls: 1 } } }
    const handler = policyOf(spec, parts)(script.handler)
    expect(word(await run(handler, question('a', 'why')))).toBe('why')
    expect(word(await run(handler, question('b', 'why')))).toBe('why')
    expect(word(await run(handler, question('b', 'how')))).toBe('OverBudget')
  })

  it('knows no prices unless it is told: a limit in money refuses what is paid', async () => {
    const spec = { budget: { total: { microUsd: 1_000_000 } } }
    expect(word(await run(policyOf(spec, parts)(alone(replied).handler), question('a')))).toBe('OverBudget')
    const told = policyOf(spec, { ...parts, worst: () => price(100) })
    expect(word(await run(told(alone(replied).handler), question('a')))).toBe('a')
  })

  it('takes a breaker of the host, whose state it can read', async () => {
    const mine = breaker({ threshold: 1 }, { clock })
    await run(policyOf(presets.push, { ...parts, breaker: mine })(failing().handler), walk('a'))
    expect(mine.toJSON()).toMatchObject({ _tag: 'open' })
  })

  it('keeps the batch face through all of it', async () => {
    const script = together(walked)
    const spec = { ...presets.dbWrite, cache: {}, rate: { requests: 100 }, budget: { total: { calls: 10 } } }
    const handler = policyOf({ ...spec, fallback: { models: ['small'] } }, parts)(script.handler)
    expect((await runMany(handler, walks(3))).map(word)).toEqual(['walked w0', 'walked w1', 'walked w2'])
    expect(script.calls).toEqual([['w0', 'w1', 'w2']])
  })
})

describe('a fallback made of data', () => {
  const byModel = (answers: { readonly [model: string]: 'fails' | 'answers' }) =>
    alone<Generate>(({ sampling, prompt }) =>
      answers[sampling.model ?? 'first'] === 'answers'
        ? E.right(generated(`${prompt.user} by ${sampling.model ?? 'first'}`))
        : E.left(away()),
    )

  it('asks one model after the other, each with a circuit of its own', async () => {
    const { heard, tell } = listener()
    const script = byModel({ small: 'fails', tiny: 'answers' })
    const spec = { breaker: { threshold: 1 }, retry: { retries: 1 }, fallback: { models: ['small', 'tiny'] } }
    const handler = policyOf(spec, { ...parts, tell })(script.handler)
    expect(word(await run(handler, question('q', 'why')))).toBe('why by tiny')
    expect(script.effects.map(({ sampling }) => sampling.model ?? 'first')).toEqual(['first', 'small', 'tiny'])
    expect(word(await run(handler, question('q', 'why')))).toBe('why by tiny')
    expect(script.calls).toHaveLength(4)
    expect(heard.filter(({ _tag }) => _tag === 'fellBack')).toHaveLength(2)
  })

  it('keeps the answer of another model under that model only', async () => {
    let first: 'fails' | 'answers' = 'fails'
    const script = alone<Generate>((effect) =>
      effect.sampling.model === undefined && first === 'fails' ? E.left(away()) : replied(effect),
    )
    const handler = policyOf({ cache: {}, fallback: { models: ['small'] } }, parts)(script.handler)
    await run(handler, question('q'))
    await run(handler, question('q'))
    expect(script.calls).toHaveLength(3)
    first = 'answers'
    await run(handler, question('q'))
    await run(handler, question('q'))
    expect(script.calls).toHaveLength(4)
  })

  it('has one deadline, and is none for what no model answers', async () => {
    const script = alone<Generate>(() => new Promise(() => undefined))
    const handler = policyOf(
      { timeoutMs: 3000, fallback: { models: ['small'], deadlineMs: 4000 } },
      parts,
    )(script.handler)
    const outcome = run(handler, question('q'))
    await pass(4000)
    expect(word(await outcome)).toBe('TimedOut')
    expect(script.calls).toHaveLength(2)
    const store = alone<Walk>(() => E.left(wrong))
    expect(errorOf(await run(policyOf({ fallback: { models: ['small'] } }, parts)(store.handler), walk('a')))).toEqual(
      wrong,
    )
    expect(store.calls).toHaveLength(1)
  })

  it('refuses at once to wait beyond the deadline', async () => {
    const script = alone<Generate>(() => E.left(away('no', 5000)))
    const handler = policyOf({ retry: {}, fallback: { models: [], deadlineMs: 4000 } }, parts)(script.handler)
    expect(word(await run(handler, question('q'), context()))).toBe('Unavailable')
    expect(script.calls).toHaveLength(1)
  })
})
