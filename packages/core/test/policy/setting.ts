import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { noUsage } from '@chorale/core/base'
import type { Context, Effect, Handler, ResultOf } from '@chorale/core/effect'
import { notFound, rejected, throttled, timedOut, unavailable, type EffectError, type Paid } from '@chorale/core/fault'
import type { PolicyEvent } from '@chorale/core/policy'
import type { Clock, Generate, Generated } from '@chorale/core/ports'
import { afterEach, beforeEach, vi } from 'vitest'

/** One virtual time for the libraries' timers and for ours: nothing sleeps. */
export const useVirtualTime = (): void => {
  beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2026, 10, 21, 10, 30) }))
  afterEach(() => vi.useRealTimers())
}

/** The clock port over the virtual time. */
export const clock: Clock = {
  now: () => Date.now(),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (ms <= 0 || signal?.aborted === true) return resolve()
      const timer = setTimeout(resolve, ms)
      signal?.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    }),
}

/** Lets so much virtual time pass, and everything that is ready have its turn. */
export const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

/** An effect of no special kind. */
export type Walk = Effect<'errand/walk', string> & { readonly to?: string }
export type Outcome<E extends Effect> = Either<EffectError, ResultOf<E>>

export const walk = (key: string, to?: string): Walk => ({
  _tag: 'errand/walk',
  key,
  ...(to === undefined ? {} : { to }),
})
export const walks = (count: number): readonly Walk[] =>
  Array.from({ length: count }, (_, i) => walk(`w${i}`, `to${i}`))

/** A question to a model, told apart by its text. */
export const question = (key: string, text = key, over: Partial<Generate['sampling']> = {}): Generate => ({
  _tag: 'model/generate',
  key,
  prompt: { system: 'be brief', user: text },
  contract: { name: 'plain', fields: [{ name: 'text', kind: 'text', most: 100 }] },
  sampling: { temperature: 0, topP: 1, seed: 1, maxTokens: 100, ...over },
})

/** What a call took: so many tokens, at one millionth of a dollar a token. */
export const price = (tokens: number, attempts = 1): Paid => ({
  usage: { ...noUsage, output: tokens },
  costMicroUsd: tokens,
  attempts,
})

export const generated = (text: string, paid: Paid = price(10)): Generated => ({
  answer: { text },
  resolver: { type: 'custom', model: 'large' },
  usage: paid.usage,
  costMicroUsd: paid.costMicroUsd,
  attempts: paid.attempts,
  latencyMs: 0,
  rawLength: text.length,
})

const report = { doing: 'walk', because: 'the path is closed', next: 'wait' }
const asking = (retryAfterMs: number | undefined) => (retryAfterMs === undefined ? {} : { retryAfterMs })
export const away = (applied: 'no' | 'unknown' = 'no', retryAfterMs?: number) =>
  unavailable({ ...report, applied, ...asking(retryAfterMs) })
export const late = timedOut({ ...report, applied: 'unknown' })
export const busy = (retryAfterMs?: number) => throttled({ ...report, ...asking(retryAfterMs) })
export const wrong = rejected(report)
export const gone = notFound(report)

/** What a handler of a test answers, with what reached it. */
export interface Script<E extends Effect> {
  readonly handler: Handler<E>
  /** The keys of each call, alone or together. */
  readonly calls: readonly (readonly string[])[]
  readonly effects: readonly E[]
  readonly contexts: readonly Context[]
}

type Answer<E extends Effect> = (effect: E, context: Context, call: number) => Outcome<E> | Promise<Outcome<E>>

/** A handler with a single face. */
export const alone = <E extends Effect>(answer: Answer<E>): Script<E> => {
  const calls: (readonly string[])[] = []
  const effects: E[] = []
  const contexts: Context[] = []
  const handler: Handler<E> = (effect, context) => async () => {
    calls.push([effect.key])
    effects.push(effect)
    contexts.push(context)
    return answer(effect, context, calls.length)
  }
  return { handler, calls, effects, contexts }
}

/** A handler with both faces. */
export const together = <E extends Effect>(answer: Answer<E>): Script<E> => {
  const { handler, calls, effects, contexts } = alone(answer)
  // A cast: the lists are the script's own, open to it alone.
  const open = { calls: calls as (readonly string[])[], effects: effects as E[], contexts: contexts as Context[] }
  const many: NonNullable<Handler<E>['many']> = (batch, context) => async () => {
    open.calls.push(batch.map(({ key }) => key))
    open.effects.push(...batch)
    open.contexts.push(context)
    const call = open.calls.length
    return Promise.all(batch.map(async (effect) => answer(effect, context, call)))
  }
  return { handler: Object.assign(handler, { many }), calls, effects, contexts }
}

/** Answers a walk at once. */
export const walked = ({ key }: Walk): Outcome<Walk> => E.right(`walked ${key}`)
/** Answers a question at once. */
export const replied = ({ prompt }: Generate): Outcome<Generate> => E.right(generated(prompt.user))

/** Answers call by call; the last one repeats. */
export const inTurn = <E extends Effect>(...outcomes: readonly Outcome<E>[]) => {
  let at = 0
  return (): Outcome<E> => {
    const outcome = outcomes[Math.min(at, outcomes.length - 1)]
    at += 1
    if (outcome === undefined) throw new Error('a script without outcomes')
    return outcome
  }
}

/** Answers that wait until they are let go, by key. */
export const held = <E extends Effect>() => {
  const waiting = new Map<string, (outcome: Outcome<E>) => void>()
  return {
    answer: (effect: E): Promise<Outcome<E>> => new Promise((resolve) => waiting.set(effect.key, resolve)),
    release: (key: string, outcome: Outcome<E>): void => waiting.get(key)?.(outcome),
    keys: () => [...waiting.keys()],
  }
}

export const context = (over: Partial<Context> & { readonly deadlineAt?: number } = {}): Context => ({
  run: 'run',
  attempt: 1,
  signal: new AbortController().signal,
  ...over,
})

export const run = <E extends Effect>(handler: Handler<E>, effect: E, at: Context = context()): Promise<Outcome<E>> =>
  handler(effect, at)()

/** The batch face of a handler that must have one. */
export const runMany = <E extends Effect>(
  handler: Handler<E>,
  effects: readonly E[],
  at: Context = context(),
): Promise<readonly Outcome<E>[]> => {
  if (handler.many === undefined) throw new Error('the handler has no batch face')
  return handler.many(effects, at)()
}

/** The outcome in one word: the tag of an error, the text of a result. */
export const word = (outcome: Either<EffectError, unknown> | undefined): string => {
  if (outcome === undefined) return 'nothing'
  if (E.isLeft(outcome)) return outcome.left._tag
  const { right } = outcome
  return typeof right === 'object' && right !== null && 'answer' in right
    ? String((right as Generated).answer['text'])
    : String(right)
}

/** The error of an outcome that must be one. */
export const errorOf = (outcome: Either<EffectError, unknown> | undefined): EffectError => {
  if (outcome === undefined || E.isRight(outcome)) throw new Error(`no error but ${word(outcome)}`)
  return outcome.left
}

/** The result of an outcome that must be one. */
export const resultOf = <A>(outcome: Either<EffectError, A> | undefined): A => {
  if (outcome === undefined || E.isLeft(outcome)) throw new Error(`no result but ${word(outcome)}`)
  return outcome.right
}

/** A listener that keeps what it heard. */
export const listener = () => {
  const heard: PolicyEvent[] = []
  return { heard, tell: (event: PolicyEvent) => void heard.push(event) }
}

/** Chances in turn; the last one repeats. */
export const chances = (...values: readonly number[]) => {
  let at = 0
  return () => values[Math.min(at++, values.length - 1)] ?? 0
}
