import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Context, Handler } from '@chorale/core/effect'
import type { Chat, ChatPiece } from '@chorale/core/ports/model'
import { describe, expect, it } from 'vitest'
import { answerTo, chat, chatted, piecesOf, streaming } from '../../test/laws/talk.js'
import { away, chances, clock, context, late, pass, run, useVirtualTime } from '../../test/policy/setting.js'
import {
  account,
  breaker,
  budget,
  bulkhead,
  cache,
  fallback,
  identity,
  patience,
  rateLimit,
  recording,
  replaying,
  retry,
  timeout,
  type Policy,
} from './index.js'
import { hearing } from './hearing.js'
import { estimatedTokens } from './payment.js'
import { policyOf } from './value/policy-of.js'

useVirtualTime()

const random = chances(0.5)
const parts = { clock, random }
const model = streaming['model/chat']

/** Somebody who listens, and what was heard. */
const ear = () => {
  const heard: ChatPiece[] = []
  // A cast at the seam: what a conversation tells is a piece.
  return { heard, at: { ...context(), tell: (partial: unknown) => void heard.push(partial as ChatPiece) } }
}

/** Tells the first few pieces of an answer, call by call, and then ends in the way given, the last one again and again. */
const failing = (...ends: readonly ('away' | 'ends')[]): Handler<Chat> => {
  let calls = 0
  return (effect, { tell }) =>
    () => {
      const end = ends[Math.min(calls, ends.length - 1)]
      calls += 1
      const pieces = piecesOf(answerTo(effect.key))
      for (const piece of end === 'ends' ? pieces : pieces.slice(0, 1)) tell?.(piece)
      return Promise.resolve(end === 'ends' ? E.right(chatted(answerTo(effect.key))) : E.left(away('unknown')))
    }
}

const whole = piecesOf(answerTo('ab'))
const first = whole.slice(0, 1)

describe('every policy', () => {
  const all: readonly (readonly [string, () => Policy])[] = [
    ['none', () => identity],
    ['retry', () => retry({}, parts)],
    ['patience', () => patience({ maxMs: 1000 }, parts)],
    ['timeout', () => timeout(1000, parts)],
    ['breaker', () => breaker({ threshold: 1, recoveryMs: 1000 }, parts)],
    ['bulkhead', () => bulkhead({ limit: 1, queue: 1 })],
    ['cache', () => cache({}, parts)],
    ['rate', () => rateLimit({ requests: 1, tokens: 1000 }, parts)],
    ['budget', () => budget(account({}, parts), { clock, worst: () => ({ ...chatted(''), attempts: 1 }) })],
    ['recording', () => (handler) => recording({ handler }, () => undefined).handler],
    ['all of a spec', () => policyOf({ timeoutMs: 1000, retry: {}, cache: {}, fallback: { models: ['b'] } }, parts)],
  ]
  it.each(all)('%s gives the parts of a call on as they come', async (_name, policy) => {
    const { heard, at } = ear()
    expect(await run(policy()(model), chat('ab'), at)).toMatchObject(E.right({ text: 'abab!' }))
    expect(heard).toEqual(whole)
  })

  it.each(all)('%s works where nobody listens', async (_name, policy) => {
    expect(await run(policy()(model), chat('ab'))).toMatchObject(E.right({ text: 'abab!' }))
  })
})

describe('the parts of several tries', () => {
  it('come again from the first with each retry', async () => {
    const { heard, at } = ear()
    const outcome = run(retry({ repeatable: true }, parts)(failing('away', 'away', 'ends')), chat('ab'), at)
    await pass(5000)
    expect(await outcome).toMatchObject(E.right({ text: 'abab!' }))
    expect(heard).toEqual([...first, ...first, ...whole])
  })

  it('come again from the first with each link of a fallback', async () => {
    const { heard, at } = ear()
    const handler = fallback([{ name: 'other', handler: failing('ends') }], { clock })(failing('away'))
    expect(await run(handler, chat('ab'), at)).toMatchObject(E.right({ text: 'abab!' }))
    expect(heard).toEqual([...first, ...whole])
  })

  it('do not mix: what a try tells after its time is not heard', async () => {
    const { heard, at } = ear()
    let calls = 0
    /** Its first call goes on telling for ever; its second answers. */
    const stubborn: Handler<Chat> = (effect, { tell }) => {
      calls += 1
      if (calls > 1) return model(effect, { ...context(), ...(tell === undefined ? {} : { tell }) })
      return () =>
        new Promise(() => {
          for (let from = 0; from < 10; from += 1) setTimeout(() => tell?.({ from, text: String(from) }), 100 * from)
        })
    }
    const policy = (handler: Handler<Chat>) => pipe(handler, timeout(250, parts), retry({ repeatable: true }, parts))
    const outcome = run(policy(stubborn), chat('ab'), at)
    await pass(5000)
    expect(await outcome).toMatchObject(E.right({ text: 'abab!' }))
    expect(heard).toEqual([0, 1, 2].map((from) => ({ from, text: String(from) })).concat(whole))
  })

  it('end with a timeout, whoever asked it: what the handler goes on to tell is not heard', async () => {
    const { heard, at } = ear()
    const stubborn: Handler<Chat> =
      (_effect, { tell }) =>
      () =>
        new Promise(() => {
          for (const from of [0, 1, 2, 3]) setTimeout(() => tell?.({ from, text: String(from) }), 100 * from)
        })
    const outcome = run(timeout(150, parts)(stubborn), chat('ab'), at)
    await pass(1000)
    expect(await outcome).toMatchObject({ left: { _tag: 'TimedOut' } })
    expect(heard.map(({ from }) => from)).toEqual([0, 1])
  })

  it('do not mix either where a handler tells after it has answered', async () => {
    const { heard, at } = ear()
    let calls = 0
    const sloppy: Handler<Chat> =
      (effect, { tell }) =>
      () => {
        calls += 1
        setTimeout(() => tell?.({ from: 9, text: `late ${calls}` }), 1)
        return Promise.resolve(calls === 1 ? E.left(late) : E.right(chatted(effect.key)))
      }
    const outcome = run(retry({ repeatable: true }, parts)(sloppy), chat('ab'), at)
    await pass(5000)
    expect(E.isRight(await outcome)).toBe(true)
    expect(heard).toEqual([])
  })
})

describe('a cache', () => {
  it('lets the parts of one call reach the first who asked, and the others its end', async () => {
    const policy = cache({}, parts)
    const [a, b] = [ear(), ear()]
    let end: () => void = () => undefined
    const slow: Handler<Chat> = (effect, given) => () =>
      new Promise((resolve) => {
        end = () => void model(effect, given)().then(resolve)
      })
    const handler = policy(slow)
    const both = [run(handler, chat('ab'), a.at), run(handler, chat('ab', 'other'), b.at)]
    await pass(0)
    end()
    expect(await Promise.all(both)).toMatchObject([E.right({ text: 'abab!' }), E.right({ text: 'abab!' })])
    expect([a.heard, b.heard]).toEqual([whole, []])
  })

  it('answers what it holds without parts', async () => {
    const handler = cache({}, parts)(model)
    await run(handler, chat('ab'))
    const { heard, at } = ear()
    expect(await run(handler, chat('ab'), at)).toMatchObject(E.right({ text: 'abab!' }))
    expect(heard).toEqual([])
  })
})

describe('a tape', () => {
  it('holds how a conversation ended and none of its parts', async () => {
    let tape = ''
    const recorded = recording({ 'model/chat': model }, (line) => void (tape += line))
    const { heard, at } = ear()
    await run(recorded['model/chat'], chat('ab'), at)
    expect([heard, tape.split('\n').length]).toEqual([whole, 2])
    const replayed = replaying<Chat>(tape)
    if (E.isLeft(replayed)) throw new Error(replayed.left.doing)
    const again = ear()
    expect(await run(replayed.right['model/chat'], chat('ab'), again.at)).toEqual(E.right(chatted('abab!')))
    expect(again.heard).toEqual([])
  })
})

describe('a conversation as something to be paid', () => {
  const long = { ...chat('x'.repeat(400)), sampling: { ...chat('').sampling, maxTokens: 100 } }

  it('takes a quarter of its characters and all it may write, by estimate', () => {
    expect(estimatedTokens(long)).toBe(100 + 100)
  })

  it('waits for a rate of tokens, and what it really took replaces the estimate', async () => {
    const handler = rateLimit({ tokens: 200, perMs: 1000 }, { clock })(model)
    await run(handler, long)
    let at = 0
    const from = clock.now()
    const second = run(handler, long).then(() => (at = clock.now()))
    await pass(2000)
    await second
    // It took 5 of 200 tokens: the next one waits for these alone.
    expect(at - from).toBe(25)
  })

  it('is set aside before and refused where there is no money for it', async () => {
    const calls: string[] = []
    const counted: Handler<Chat> = (effect, given) => {
      calls.push(effect.key)
      return model(effect, given)
    }
    const policy = (most: number) => policyOf({ budget: { total: { tokens: most } } }, parts)
    expect(await run(policy(200)(counted), long)).toMatchObject({ left: { _tag: 'OverBudget' } })
    expect(await run(policy(2000)(counted), long)).toMatchObject(E.right({ finish: 'stop' }))
    expect(calls).toHaveLength(1)
  })

  it('is asked of a cheaper model, for less, as a ladder says; and of another model where the first fails', async () => {
    const asked: Chat[] = []
    const seen: Handler<Chat> = (effect, given) => {
      asked.push(effect)
      return effect.sampling.model === 'other' ? model(effect, given) : () => Promise.resolve(E.left(away('no')))
    }
    const ladder = [
      { at: 0, measure: { _tag: 'cheaper', model: 'small' } },
      { at: 0, measure: { _tag: 'smaller', maxTokens: 7 } },
    ] as const
    await run(policyOf({ budget: { total: { tokens: 9999 }, ladder } }, parts)(seen), long)
    expect(asked.map(({ sampling }) => [sampling.model, sampling.maxTokens])).toEqual([['small', 7]])
    asked.length = 0
    const outcome = await run(policyOf({ fallback: { models: ['other'] } }, parts)(seen), long)
    expect(E.isRight(outcome)).toBe(true)
    expect(asked.map(({ sampling }) => sampling.model)).toEqual([undefined, 'other'])
  })
})

describe('a call that is over', () => {
  it('is not heard any more; one that nobody listens to costs nothing', () => {
    const deaf = context()
    expect(hearing(deaf).context).toBe(deaf)
    const { heard, at } = ear()
    const open = hearing<Context>(at)
    open.context.tell?.({ from: 0, text: 'a' })
    open.close()
    open.context.tell?.({ from: 1, text: 'b' })
    expect(heard).toEqual([{ from: 0, text: 'a' }])
  })
})
