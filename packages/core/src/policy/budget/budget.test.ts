import * as E from 'fp-ts/lib/Either.js'
import { badAnswer } from '@chorale/core/fault'
import type { Generate } from '@chorale/core/ports'
import { describe, expect, it } from 'vitest'
import {
  alone,
  away,
  clock,
  context,
  errorOf,
  generated,
  held,
  late,
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
  word,
  type Outcome,
} from '../../../test/policy/setting.js'
import { cache } from '../cache/cache.js'
import { account, type Account } from './account.js'
import { budget } from './budget.js'
import type { Rung } from './ladder.js'

useVirtualTime()

const worst = () => price(100)
const usedOf = (purse: Account) => {
  const { spent, reserved } = purse.books().windows.total.ledger
  return { spent: spent.costMicroUsd, reserved: reserved.costMicroUsd, calls: spent.attempts }
}

/** A handler behind an account, whose calls the test lets go. */
const setting = (microUsd: number) => {
  const gate = held<Generate>()
  const script = alone(gate.answer)
  const purse = account({ total: { microUsd } }, { clock })
  const handler = budget(purse, { clock, worst })(script.handler)
  const ask = (key: string, signal?: AbortSignal) => run(handler, question(key), context(signal && { signal }))
  const release = async (key: string, tokens: number) => {
    gate.release(key, E.right(generated(key, price(tokens))))
    await pass(0)
  }
  return { script, purse, ask, release, gate }
}

describe('a budget', () => {
  it('sets the most aside before a call and books what was paid after it', async () => {
    const { purse, ask, release } = setting(1000)
    const outcome = ask('a')
    await pass(0)
    expect(usedOf(purse)).toEqual({ spent: 0, reserved: 100, calls: 0 })
    await release('a', 30)
    expect(word(await outcome)).toBe('a')
    expect(usedOf(purse)).toEqual({ spent: 30, reserved: 0, calls: 1 })
  })

  it('lets wait, in order, what calls under way may leave room for', async () => {
    const { script, ask, release } = setting(250)
    const all = ['a', 'b', 'c', 'd'].map((key) => ask(key))
    await pass(0)
    expect(script.calls).toEqual([['a'], ['b']])
    await release('b', 10)
    expect(script.calls).toEqual([['a'], ['b'], ['c']])
    await release('a', 10)
    expect(script.calls).toEqual([['a'], ['b'], ['c'], ['d']])
    await release('c', 10)
    await release('d', 10)
    expect((await Promise.all(all)).map(word)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('refuses what will not fit, at once or when the last call has left no room', async () => {
    const { script, purse, ask, release } = setting(150)
    const first = ask('a')
    const second = ask('b')
    await pass(0)
    await release('a', 90)
    await first
    expect(errorOf(await second)).toMatchObject({
      _tag: 'OverBudget',
      because: 'the total limit is 150 microUsd: 90 spent, 0 set aside, 100 wanted',
      ids: { effect: 'b', period: 'total', limit: 'microUsd' },
    })
    expect(word(await ask('c'))).toBe('OverBudget')
    expect(script.calls).toEqual([['a']])
    expect(usedOf(purse)).toEqual({ spent: 90, reserved: 0, calls: 1 })
  })

  it('goes on when more is allowed', async () => {
    const { purse, ask, release } = setting(150)
    const first = ask('a')
    const waiting = ask('b')
    await pass(0)
    purse.allow({ total: { microUsd: 500 } })
    await pass(0)
    await release('b', 100)
    await release('a', 100)
    expect((await Promise.all([first, waiting])).map(word)).toEqual(['a', 'b'])
  })

  it('says when an hour of UTC has room again', async () => {
    const purse = account({ hourly: { calls: 1 } }, { clock })
    const handler = budget(purse, { clock, worst })(alone(replied).handler)
    await run(handler, question('a'))
    expect(errorOf(await run(handler, question('b')))).toMatchObject({ _tag: 'OverBudget', retryAfterMs: 1_800_000 })
    await pass(1_800_000)
    expect(word(await run(handler, question('b')))).toBe('b')
  })

  it('lets a caller who waits leave at once, and sets nothing aside for one', async () => {
    const { script, purse, ask, release } = setting(100)
    const caller = new AbortController()
    const first = ask('a')
    const leaving = ask('b', caller.signal)
    const third = ask('c')
    await pass(0)
    caller.abort()
    expect(errorOf(await leaving)).toMatchObject({ _tag: 'Cancelled', applied: 'no' })
    await release('a', 0)
    await release('c', 5)
    expect((await Promise.all([first, third])).map(word)).toEqual(['a', 'c'])
    expect(script.calls).toEqual([['a'], ['c']])
    expect(usedOf(purse)).toEqual({ spent: 5, reserved: 0, calls: 2 })
  })

  const flaw = badAnswer({ doing: '', because: '', next: '', reason: 'x', attempts: 1, retryable: false })
  it.each<[string, Outcome<Generate>, number]>([
    ['nothing for what did not happen', E.left(away()), 0],
    ['what an error says was paid', E.left({ ...flaw, paid: price(40) }), 40],
    ['the most for an answer that was lost', E.left(late), 100],
    ['the most, where more may have been paid than is known', E.left({ ...late, paid: price(40) }), 100],
    ['the most for a bad answer that says nothing', E.left(flaw), 100],
    ['the most for a price that is missing', E.right({ ...generated('a'), costMicroUsd: null }), 100],
  ])('books %s', async (_, outcome, spent) => {
    const purse = account({ total: { microUsd: 1000 } }, { clock })
    await run(budget(purse, { clock, worst })(alone<Generate>(() => outcome).handler), question('a'))
    expect(usedOf(purse)).toMatchObject({ spent, reserved: 0 })
  })

  it('gives back what was set aside when a handler breaks', async () => {
    const purse = account({ total: { microUsd: 1000 } }, { clock })
    const handler = budget(purse, { clock, worst })<Generate>(() => () => Promise.reject(new Error('broken')))
    expect(word(await run(handler, question('a')))).toBe('Defect')
    expect(usedOf(purse)).toEqual({ spent: 100, reserved: 0, calls: 1 })
  })

  it.each([
    [
      'breaks',
      () => {
        throw new Error('no tariff')
      },
    ],
    ['is no amount', () => ({ ...price(1), costMicroUsd: NaN })],
  ])('keeps its books when what the host says of the worst case %s', async (_, broken) => {
    const purse = account({ total: { microUsd: 1000 } }, { clock })
    const most = ({ key }: { readonly key: string }) => (key === 'b' ? broken() : price(100))
    const script = together(replied)
    const handler = budget(purse, { clock, worst: most })(script.handler)
    const outcomes = await runMany(
      handler,
      ['a', 'b', 'c'].map((key) => question(key)),
    )
    expect(outcomes.map(word)).toEqual(['a', 'Defect', 'c'])
    expect(usedOf(purse)).toEqual({ spent: 20, reserved: 0, calls: 2 })
  })

  it('books the most for a payment that is no amount', async () => {
    const purse = account({ total: { microUsd: 1000 } }, { clock })
    const strange = alone<Generate>(() => E.right({ ...generated('a'), costMicroUsd: NaN }))
    await run(budget(purse, { clock, worst })(strange.handler), question('a'))
    expect(usedOf(purse)).toMatchObject({ spent: 100, reserved: 0 })
  })

  it('is one for all handlers that spend from an account', async () => {
    const purse = account({ total: { calls: 1 } }, { clock, spent: price(0, 0) })
    await run(budget(purse, { clock, worst })(alone(replied).handler), question('a'))
    expect(word(await run(budget(purse, { clock, worst })(alone(replied).handler), question('b')))).toBe('OverBudget')
  })

  it('sends of a batch what fits, then what fits after that, and refuses the rest', async () => {
    const purse = account({ total: { microUsd: 260 } }, { clock })
    const script = together<Generate>(({ key }) => E.right(generated(key, price(60))))
    const batch = ['a', 'b', 'c', 'd'].map((key) => question(key))
    const outcomes = await runMany(budget(purse, { clock, worst })(script.handler), batch)
    expect(script.calls).toEqual([['a', 'b'], ['c']])
    expect(outcomes.map(word)).toEqual(['a', 'b', 'c', 'OverBudget'])
    expect(usedOf(purse)).toEqual({ spent: 180, reserved: 0, calls: 3 })
  })

  it('asks for a price only what is paid', async () => {
    const purse = account({ total: { microUsd: 10 } }, { clock })
    const free = () => ({ ...price(0), costMicroUsd: 0 })
    expect(word(await run(budget(purse, { clock, worst: free })(alone(walked).handler), walk('a')))).toBe('walked a')
    const unpriced = () => ({ ...price(0), costMicroUsd: null })
    expect(
      errorOf(await run(budget(purse, { clock, worst: unpriced })(alone(walked).handler), walk('a'))),
    ).toMatchObject({
      _tag: 'OverBudget',
      because: 'it has no price, so that the total limit of 10 microUsd could not be kept',
    })
  })
})

describe("a budget's ladder", () => {
  const at = (ladder: readonly Rung[], spent: number) => {
    const { heard, tell } = listener()
    const script = alone(replied)
    const kept = cache({ ttlMs: 1000, staleMs: 0, staleIfErrorMs: 86_400_000 }, { clock, random: () => 0.5 })
    const purse = account({ total: { microUsd: 1000 } }, { clock, spent: price(spent) })
    const policy = budget(purse, { clock, worst, ladder, cache: kept, tell })
    return {
      heard,
      script,
      kept,
      purse,
      ask: (text: string) => run(policy(script.handler), question('q', text)),
      policy,
    }
  }

  it('asks a cheaper model for less as the money goes', async () => {
    const { script, heard, ask } = at(
      [
        { at: 0.5, measure: { _tag: 'smaller', maxTokens: 40 } },
        { at: 0.8, measure: { _tag: 'cheaper', model: 'small' } },
      ],
      850,
    )
    expect(word(await ask('why'))).toBe('why')
    expect(script.effects[0]?.sampling).toMatchObject({ model: 'small', maxTokens: 40 })
    expect(heard).toEqual(
      ['smaller', 'cheaper'].map((measure) => ({ _tag: 'lessened', key: 'q', measure, share: 0.85 })),
    )
  })

  it('does nothing before its first rung', async () => {
    const { script, ask } = at([{ at: 0.8, measure: { _tag: 'cheaper', model: 'small' } }], 700)
    await ask('why')
    expect(script.effects[0]).toEqual(question('q', 'why'))
  })

  it('answers from the cache, however old, and goes on where that has nothing', async () => {
    const { script, kept, ask, purse } = at([{ at: 0.5, measure: { _tag: 'cache' } }], 600)
    await run(kept(alone<Generate>(() => E.right(generated('kept'))).handler), question('x', 'why'))
    await pass(50_000)
    expect(word(await ask('why'))).toBe('kept')
    expect(script.calls).toHaveLength(0)
    expect(usedOf(purse)).toMatchObject({ spent: 600 })
    expect(word(await ask('how'))).toBe('how')
  })

  it('stops for a person to decide', async () => {
    const { script, ask } = at([{ at: 0.9, measure: { _tag: 'ask' } }], 900)
    expect(errorOf(await ask('why'))).toMatchObject({
      _tag: 'OverBudget',
      because: '90 % of the budget is used, and from here on a person is to decide',
    })
    expect(script.calls).toHaveLength(0)
  })

  it('is not kept by a cache: it answers another question', async () => {
    const { policy, script } = at([{ at: 0.5, measure: { _tag: 'cheaper', model: 'small' } }], 600)
    const outer = cache({}, { clock, random: () => 0.5 })
    const handler = outer(policy(script.handler))
    await run(handler, question('q', 'why'))
    await run(handler, question('q', 'why'))
    expect(script.calls).toHaveLength(2)
  })

  it('leaves stores alone', async () => {
    const { policy } = at([{ at: 0, measure: { _tag: 'ask' } }], 0)
    expect(word(await run(policy(alone(walked).handler), walk('a')))).toBe('walked a')
  })
})
