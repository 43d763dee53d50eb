import * as E from 'fp-ts/lib/Either.js'
import type { Effect } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'
import type { Machine } from '@chorale/core/machine'
import type { Ask, Clock, Wake } from '@chorale/core/ports'
import { describe, expect, it } from 'vitest'
import { until } from '../../test/laws/gates.js'
import { ledger } from '../../test/laws/ledger.js'
import { resume, start } from './index.js'

type Work = Effect<'work/do', string>

/** Asks so many questions at once, sets so many timers, and keeps what it hears; with a message it takes notes. */
interface Desk {
  readonly params: { readonly asks: number; readonly wakes: readonly number[]; readonly work?: boolean }
  readonly state: { readonly open: number; readonly heard: readonly string[] }
  readonly effect: Ask | Wake | Work
  readonly message: string
  readonly response: string
  readonly result: readonly string[]
}

const office: Machine<Desk> = {
  name: 'office',
  version: 1,
  initial: { open: -1, heard: [] },
  step: (state, input) => {
    switch (input._tag) {
      case 'started': {
        const { asks, wakes, work } = input.params
        const effects: Desk['effect'][] = [
          ...Array.from({ length: asks }, (_, i): Ask => ({
            _tag: 'person/ask',
            key: `q${i}`,
            question: `What of ${i}?`,
          })),
          ...wakes.map((until, i): Wake => ({ _tag: 'clock/wake', key: `t${i}`, until })),
          ...(work === true ? [{ _tag: 'work/do', key: 'w' } as const] : []),
        ]
        return E.right({ state: { open: effects.length, heard: [] }, responses: [], effects })
      }
      case 'settled': {
        const outcome: E.Either<EffectError, unknown> = input.outcome
        const said = `${input.key}=${E.isRight(outcome) ? sayingOf(outcome.right) : outcome.left._tag}`
        return E.right({
          state: { open: state.open - 1, heard: [...state.heard, said] },
          responses: [said],
          effects: [],
        })
      }
      case 'told':
        return E.right({ state: { ...state, heard: [...state.heard, input.message] }, responses: [], effects: [] })
    }
  },
  status: ({ open }) => (open === 0 ? 'done' : 'running'),
  result: ({ heard }) => heard,
}

const sayingOf = (result: unknown): string =>
  typeof result === 'object' && result !== null && 'answer' in result ? String(result.answer) : 'rang'

const none = { 'work/do': () => () => Promise.resolve(E.right('done')) }

/** A clock whose time moves when the test says so. */
const handClock = () => {
  let now = 0
  const waiting: { readonly until: number; readonly ring: () => void }[] = []
  const clock: Clock = {
    now: () => now,
    wait: (ms) => new Promise((ring) => (ms <= 0 ? ring() : waiting.push({ until: now + ms, ring }))),
  }
  const go = (to: number): void => {
    now = to
    for (const { until, ring } of waiting) if (until <= now) ring()
  }
  return { clock, go }
}

describe('a question to a person', () => {
  it('waits, open to see, until it is answered', async () => {
    const { journal, record } = ledger()
    const run = start(office, { asks: 2, wakes: [] }, { interpreter: none, journal, run: 'r' })
    await until(() => run.asks().length === 2)
    expect(run.asks()).toEqual([
      { key: 'q0', question: 'What of 0?', choices: undefined },
      { key: 'q1', question: 'What of 1?', choices: undefined },
    ])
    await until(() => run.asks().length === 2)
    await run.answer('q1', { answer: 'yes', by: 'Ada' })
    expect(run.asks().map(({ key }) => key)).toEqual(['q0'])
    expect(await record('r')).toMatchObject({ status: 'waiting' })
    await run.answer('q0', { answer: 'no' })
    expect(await run.result()).toMatchObject({ status: 'done', result: ['q1=yes', 'q0=no'] })
  })

  it('is answered once: nobody asks a second time', async () => {
    const run = start(office, { asks: 2, wakes: [] }, { interpreter: none })
    await run.answer('q0', { answer: 1 })
    await expect(run.answer('q0', { answer: 2 })).rejects.toMatchObject({ _tag: 'NotFound' })
    await expect(run.answer('q9', { answer: 2 })).rejects.toMatchObject({ _tag: 'NotFound' })
    run.cancel()
    expect(await run.result()).toMatchObject({ status: 'cancelled', result: ['q0=1'] })
    await expect(run.answer('q1', { answer: 2 })).rejects.toMatchObject({ _tag: 'NotFound' })
  })

  it('may be left open: the run uses no process meanwhile, and takes answers in any order over many sittings', async () => {
    const { journal, record } = ledger()
    const options = { interpreter: none, journal, run: 'r', whileWaiting: 'leave' } as const
    const first = await start(office, { asks: 64, wakes: [] }, options).result()
    expect(first).toMatchObject({ status: 'waiting', pause: null })
    expect(first.asks).toHaveLength(64)
    expect(await record('r')).toMatchObject({ status: 'waiting' })
    const order = Array.from({ length: 64 }, (_, i) => `q${(i * 37) % 64}`)
    for (const key of order) {
      const sitting = resume(office, options)
      await sitting.answer(key, { answer: key })
      await sitting.result()
    }
    const last = await resume(office, options).result()
    expect(last).toMatchObject({ status: 'done', result: order.map((key) => `${key}=${key}`) })
  })

  it('does not hold up other work', async () => {
    const run = start(office, { asks: 1, wakes: [], work: true }, { interpreter: none })
    const reader = run[Symbol.asyncIterator]()
    expect(await reader.next()).toEqual({ done: false, value: 'w=rang' })
    await run.answer('q0', { answer: 'now' })
    expect((await run.result()).status).toBe('done')
  })
})

describe('a timer', () => {
  it('goes off at its instant, not before, in the order of time', async () => {
    const { clock, go } = handClock()
    const run = start(office, { asks: 0, wakes: [500, 100] }, { interpreter: none, clock })
    const reader = run[Symbol.asyncIterator]()
    go(99)
    go(100)
    expect(await reader.next()).toEqual({ done: false, value: 't1=rang' })
    go(500)
    expect((await run.result()).result).toEqual(['t1=rang', 't0=rang'])
  })

  it('that passed while nobody was there goes off at once', async () => {
    const { clock, go } = handClock()
    const { journal } = ledger()
    const options = { interpreter: none, journal, run: 'r', whileWaiting: 'leave', clock } as const
    expect(await start(office, { asks: 0, wakes: [1000] }, options).result()).toMatchObject({
      status: 'waiting',
      timers: [{ key: 't0', until: 1000 }],
    })
    go(2000)
    const run = resume(office, { ...options, whileWaiting: 'stay' })
    expect(await run.result()).toMatchObject({ status: 'done', result: ['t0=rang'] })
  })
})

describe('a message from outside', () => {
  it('reaches the machine and is kept before that is told', async () => {
    const { journal, inputs } = ledger()
    const run = start(office, { asks: 1, wakes: [] }, { interpreter: none, journal, run: 'r' })
    await run.tell('hello')
    expect((await inputs('r')).map(({ kind }) => kind)).toEqual(['started', 'told'])
    run.pause()
    expect(await run.result()).toMatchObject({ status: 'paused', pause: { _tag: 'Asked' }, result: ['hello'] })
    const again = resume(office, { interpreter: none, journal, run: 'r' })
    await again.answer('q0', { answer: 'ok' })
    expect((await again.result()).result).toEqual(['hello', 'q0=ok'])
    await expect(again.tell('too late')).rejects.toMatchObject({ _tag: 'NotFound' })
  })
})

describe('a pause', () => {
  it('waits for what is under way and sends nothing new', async () => {
    const { journal, record } = ledger()
    const gates: (() => void)[] = []
    const slow = {
      'work/do': () => () => new Promise<E.Either<never, string>>((go) => gates.push(() => go(E.right('ok')))),
    }
    const run = start(office, { asks: 1, wakes: [], work: true }, { interpreter: slow, journal, run: 'r' })
    await until(() => gates.length === 1)
    run.pause()
    gates[0]?.()
    expect(await run.result()).toMatchObject({ status: 'paused', result: ['w=rang'], asks: [{ key: 'q0' }] })
    expect(await record('r')).toMatchObject({ status: 'paused' })
  })

  it('may be wished before the run has begun', async () => {
    const run = start(office, { asks: 1, wakes: [] }, { interpreter: none })
    run.pause()
    expect(await run.result()).toMatchObject({ status: 'paused' })
  })
})

describe('a cancelled run', () => {
  it('reaches the call in flight, and cannot be taken up again', async () => {
    const { journal } = ledger()
    const signals: AbortSignal[] = []
    const deaf = {
      'work/do':
        (_: Work, { signal }: { readonly signal: AbortSignal }) =>
        () => {
          signals.push(signal)
          return new Promise<never>(() => undefined)
        },
    }
    const run = start(office, { asks: 0, wakes: [], work: true }, { interpreter: deaf, journal, run: 'r' })
    await until(() => signals.length === 1)
    run.cancel()
    expect((await run.result()).status).toBe('cancelled')
    expect(signals[0]?.aborted).toBe(true)
    const again = resume(office, { interpreter: deaf, journal, run: 'r' })
    expect((await again.result()).status).toBe('cancelled')
    expect(signals).toHaveLength(1)
  })

  it('cannot be taken up by who read it before it was cancelled either', async () => {
    const { journal, entries } = ledger()
    let letGo: () => void = () => undefined
    const held = new Promise<void>((resolve) => (letGo = resolve))
    const late: typeof journal = {
      ...journal,
      'journal/append': (effect, context) => async () => {
        await held
        return journal['journal/append'](effect, context)()
      },
    }
    const run = start(office, { asks: 1, wakes: [] }, { interpreter: none, journal, run: 'r' })
    await until(() => run.asks().length === 1)
    const rival = resume(office, { interpreter: none, journal: late, run: 'r' })
    await until(() => true)
    run.cancel()
    await run.result()
    letGo()
    expect(await rival.ending()).toMatchObject({ left: { _tag: 'JournalFailed', cause: { _tag: 'Conflict' } } })
    expect((await entries('r')).at(-1)).toMatchObject({ kind: 'cancelled' })
  })
})
