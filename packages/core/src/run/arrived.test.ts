import * as E from 'fp-ts/lib/Either.js'
import type { Interpreter } from '@chorale/core/effect'
import { rejected } from '@chorale/core/fault'
import type { Machine } from '@chorale/core/machine'
import type { JournalEffect } from '@chorale/core/ports/journal'
import type { Chat } from '@chorale/core/ports/model'
import { describe, expect, it } from 'vitest'
import { until } from '../../test/laws/gates.js'
import { ledger } from '../../test/laws/ledger.js'
import {
  chat,
  chatted,
  handModel,
  heardOf,
  kept,
  piecesOf,
  streaming,
  talk,
  type TalkTypes,
} from '../../test/laws/talk.js'
import { momentOf, start, verify } from './index.js'

const run = 'r'

/** A run of one text whose model is in the test's hands, at the moment its call is open. */
const opened = async (at = ledger(), more: object = {}) => {
  const { calls, interpreter } = handModel()
  const going = start(talk, ['ab'], { interpreter, journal: at.journal, run, ...more })
  await until(() => calls.length === 1)
  // A cast after a check: the call is there.
  return { ...at, going, call: calls[0] as (typeof calls)[number], calls }
}

/** A step of a talk that asks for nothing. */
const asked = (state: TalkTypes['state']) => ({
  state,
  responses: [] as readonly string[],
  effects: [] as readonly Chat[],
})

describe('the parts of an outcome', () => {
  it('reach the machine in their order, before the outcome, and each is answered', async () => {
    const going = start(talk, ['ab', 'c'], { interpreter: streaming })
    const told: string[] = []
    for await (const response of going) told.push(response)
    expect((await going.result()).state.heard).toEqual(heardOf('ab', 'c'))
    expect(told).toEqual(['ab', 'ab', '!', 'abab!', 'cc', '!', 'cc!'])
  })

  it('reach it while the call is under way', async () => {
    const { going, call } = await opened()
    const reader = going[Symbol.asyncIterator]()
    call.tell({ from: 0, text: 'ab' })
    expect(await reader.next()).toEqual({ done: false, value: 'ab' })
    call.tell({ from: 2, text: 'ab!' })
    expect(await reader.next()).toEqual({ done: false, value: 'ab!' })
    call.end()
    expect((await going.result()).status).toBe('done')
  })

  it('are kept as inputs, each with the effect it belongs to and at no price', async () => {
    const { journal, inputs, entries } = ledger()
    await start(talk, ['c'], { interpreter: streaming, journal, run }).result()
    const all = await entries(run)
    expect(all.map(({ kind }) => kind)).toEqual(['started', 'sent', 'arrived', 'arrived', 'settled'])
    const about = all[1]?.about
    for (const entry of all.slice(2, 4)) expect(entry).toMatchObject({ about, amount: null, source: null })
    expect((await inputs(run)).slice(1, 3).map(({ payload }) => payload)).toEqual([
      '{"from":0,"text":"cc"}',
      '{"from":2,"text":"!"}',
    ])
  })

  it('are folded by whoever reads the run: its moments, a check of it', async () => {
    const { journal } = ledger()
    const { state, inputs } = await start(talk, ['ab', 'c'], { interpreter: streaming, journal, run }).result()
    expect(await momentOf(talk, { journal, run })()).toMatchObject({ right: { state, inputs, outstanding: [] } })
    expect(await momentOf(talk, { journal, run }, 4)()).toMatchObject({
      right: { inputs: 3, outstanding: ['ab'], state: { heard: piecesOf('abab') } },
    })
    expect(await verify(talk, { journal, run })()).toMatchObject({
      right: { equal: 2, difference: null, refused: null },
    })
  })

  it('betray a program that asks something else today, even where they are free', async () => {
    const { journal } = ledger()
    const terms = { 'model/chat': { isPaid: false } }
    await start(talk, ['ab'], { interpreter: streaming, journal, run, terms }).result()
    const other: Machine<TalkTypes> = {
      ...talk,
      step: (state, input) =>
        E.map((next: ReturnType<typeof asked>) => ({
          ...next,
          effects: next.effects.map((one) => chat('x', one.key)),
        }))(talk.step(state, input)),
    }
    expect(await verify(other, { journal, run })()).toMatchObject({
      right: { difference: { sequence: 1, key: 'ab' } },
    })
  })

  it('are appended together, not one by one', async () => {
    const { journal, call, going } = await opened()
    let appends = 0
    const append = journal['journal/append']
    Object.assign(journal, {
      'journal/append': (...given: Parameters<typeof append>) => {
        appends += 1
        return append(...given)
      },
    } satisfies Partial<Interpreter<JournalEffect>>)
    for (let from = 0; from < 1000; from += 1) call.tell({ from, text: '.' })
    call.end()
    expect((await going.result()).inputs).toBe(1002)
    expect(appends).toBeLessThan(5)
  })

  it('cost nothing: what was set aside stays so until the outcome is there', async () => {
    const limits = { microUsd: 100 }
    const worst = () => ({ usage: chatted('').usage, costMicroUsd: 60, attempts: 1 })
    const at = await opened(ledger(), { budget: { limits, worst } })
    at.call.tell({ from: 0, text: 'ab' })
    await kept(at, run, { kind: 'arrived', count: 1 })
    const moment = await momentOf(talk, { journal: at.journal, run })()
    expect(moment).toMatchObject({
      right: { spent: { paid: { costMicroUsd: 0 }, exposed: { costMicroUsd: 60 } }, outstanding: ['ab'] },
    })
    at.call.end()
    expect((await at.going.result()).spent).toMatchObject({ paid: { costMicroUsd: 10 }, exposed: { costMicroUsd: 0 } })
  })
})

describe('a part that comes too late', () => {
  it('after its effect has settled is dropped', async () => {
    const { calls, interpreter } = handModel()
    const { journal, inputs } = ledger()
    const going = start(talk, ['a', 'b'], { interpreter, journal, run })
    await until(() => calls.length === 1)
    calls[0]?.tell({ from: 0, text: 'aa' })
    calls[0]?.end()
    await until(() => calls.length === 2)
    calls[0]?.tell({ from: 2, text: 'late' })
    calls[1]?.end()
    expect((await going.result()).state.heard).toEqual([{ from: 0, text: 'aa' }, { end: 'aa!' }, { end: 'bb!' }])
    expect((await inputs(run)).map(({ kind }) => kind)).toEqual(['started', 'arrived', 'settled', 'settled'])
  })

  it.each(['stopped', 'cancelled'] as const)('after its run was %s is dropped', async (how) => {
    const stop = new AbortController()
    const at = await opened(ledger(), { signal: stop.signal })
    at.call.tell({ from: 0, text: 'ab' })
    await kept(at, run, { kind: 'arrived', count: 1 })
    if (how === 'stopped') stop.abort()
    else at.going.cancel()
    at.call.tell({ from: 2, text: 'late' })
    expect(await at.going.result()).toMatchObject({
      status: how === 'stopped' ? 'paused' : 'cancelled',
      state: { heard: [{ from: 0, text: 'ab' }] },
    })
    at.call.tell({ from: 2, text: 'later' })
    at.call.end()
    expect((await at.inputs(run)).map(({ kind }) => kind)).toEqual(['started', 'arrived'])
  })

  it('while its run is asked to pause is still heard: what is under way is waited for', async () => {
    const { going, call } = await opened()
    going.pause()
    call.tell({ from: 0, text: 'ab' })
    call.end()
    expect((await going.result()).state.heard).toEqual([{ from: 0, text: 'ab' }, { end: 'abab!' }])
  })
})

describe('a part that JSON cannot hold', () => {
  const circular: { self?: unknown } = {}
  circular.self = circular
  it.each([
    ['a circle', circular],
    ['a function', () => 1],
    ['nothing', undefined],
    ['a large number of its own kind', 1n],
  ])(
    '%s: is dropped with all after it, and the effect ends as a defect that is paid all the same',
    async (_what, odd) => {
      const { going, call, entries } = await opened()
      call.tell({ from: 0, text: 'ab' })
      call.tell(odd)
      call.tell({ from: 2, text: 'ab' })
      call.end()
      const ending = await going.result()
      expect(ending).toMatchObject({
        status: 'partial',
        state: { heard: [{ from: 0, text: 'ab' }, { end: '!Defect' }] },
      })
      expect(ending.spent.paid.costMicroUsd).toBe(10)
      const last = (await entries(run)).at(-1)
      expect(last).toMatchObject({ kind: 'settled', amount: { costMicroUsd: 10 } })
      expect(last?.payload).toContain('a part of its answer is no plain data')
    },
  )

  it('ends a call that fails by itself as a defect as well', async () => {
    const { going, call } = await opened()
    call.tell(undefined)
    call.end(E.left(rejected({ doing: 'chat', because: 'no', next: 'no' })))
    expect((await going.result()).result).toEqual(['!Defect'])
  })

  it('is nobody’s business where no journal keeps it', async () => {
    const { calls, interpreter } = handModel()
    const going = start(talk, ['ab'], { interpreter })
    await until(() => calls.length === 1)
    calls[0]?.tell({ from: 0, text: 'ab', odd: 1n })
    calls[0]?.end()
    expect((await going.result()).state.heard).toHaveLength(2)
  })
})

describe('somebody who listens', () => {
  it('is there for each call alone: the parts of two calls do not mix', async () => {
    const { calls, interpreter } = handModel()
    const twice: Machine<TalkTypes> = {
      ...talk,
      step: (state, input) =>
        input._tag === 'started'
          ? E.right({ ...asked({ ...state, run: input.run, left: ['x'] }), effects: [chat('a'), chat('b')] })
          : talk.step(
              { ...state, left: [input.key, ...(input._tag === 'settled' && input.key === 'a' ? ['b'] : [])] },
              input,
            ),
    }
    const going = start(twice, [], { interpreter })
    await until(() => calls.length === 2)
    for (const from of [0, 1]) for (const { effect, tell } of calls) tell({ from, text: effect.key })
    calls[0]?.end()
    calls[1]?.end()
    const { heard } = (await going.result()).state
    expect(heard.flatMap((one) => ('end' in one ? [] : [`${one.text}${one.from}`]))).toEqual(['a0', 'b0', 'a1', 'b1'])
  })

  it('is missing in a batch', async () => {
    const { calls, interpreter } = handModel()
    const tellers: boolean[] = []
    const handler = Object.assign(
      (...given: Parameters<(typeof interpreter)['model/chat']>) => interpreter['model/chat'](...given),
      {
        many: (effects: readonly Chat[], context: { readonly tell?: unknown }) => () => {
          tellers.push('tell' in context)
          return Promise.resolve(effects.map(({ key }) => E.right(chatted(key))))
        },
      },
    )
    const both: Machine<TalkTypes> = {
      ...talk,
      step: (state, input) =>
        input._tag === 'started'
          ? E.right({ ...asked({ ...state, run: input.run, left: ['a', 'b'] }), effects: [chat('a'), chat('b')] })
          : E.map((next: ReturnType<typeof asked>) => ({ ...next, effects: [] }))(talk.step(state, input)),
    }
    await start(both, [], { interpreter: { 'model/chat': handler } }).result()
    expect([tellers, calls]).toEqual([[false], []])
  })

  it('is missing for an effect that tells nothing by its terms, and there for one whose host says so', async () => {
    for (const isTelling of [false, true]) {
      const { calls, interpreter } = handModel()
      const going = start(talk, ['ab'], { interpreter, terms: { 'model/chat': { isTelling } } })
      await until(() => calls.length === 1)
      expect(calls[0]?.context.tell === undefined).toBe(!isTelling)
      calls[0]?.end()
      await going.result()
    }
  })

  it('is heard when a handler tells and then throws', async () => {
    const interpreter = {
      'model/chat': ((_effect, { tell }) => {
        tell?.({ from: 0, text: 'so far' })
        throw new Error('broke')
      }) as (typeof streaming)['model/chat'],
    }
    const { state } = await start(talk, ['ab'], { interpreter }).result()
    expect(state.heard).toEqual([{ from: 0, text: 'so far' }, { end: '!Defect' }])
  })
})
