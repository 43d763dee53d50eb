import * as E from 'fp-ts/lib/Either.js'
import type { Interpreter } from '@chorale/core/effect'
import { conflict } from '@chorale/core/fault'
import { illegalInput } from '@chorale/core/machine'
import type { JournalEffect } from '@chorale/core/ports/journal'
import { describe, expect, it } from 'vitest'
import { chain, errands, fan, prompt } from '../../test/laws/errands.js'
import { gates, readAll, until } from '../../test/laws/gates.js'
import { ledger } from '../../test/laws/ledger.js'
import { clockOf } from '../../test/laws/clocks.js'
import { momentOf, start } from './index.js'

const faster = conflict({ doing: 'append', because: 'expected sequence 1, found 2', next: 'Read from there' })

/** The journal, with its appends in the test's hands: each waits for `acknowledge`. */
const held = (journal: Interpreter<JournalEffect>) => {
  const waiting: (() => void)[] = []
  const appended: number[] = []
  return {
    appended,
    acknowledge: () => waiting.shift()?.(),
    journal: {
      ...journal,
      'journal/append': (effect, context) => async () => {
        appended.push(effect.entries.length)
        await new Promise<void>((resolve) => waiting.push(resolve))
        return journal['journal/append'](effect, context)()
      },
    } satisfies Interpreter<JournalEffect>,
  }
}

describe('a journaled run', () => {
  it('opens its journal with the program, the run and the time', async () => {
    const { journal, created } = ledger()
    await start(errands, fan(2), { interpreter: prompt, journal, run: 'r', clock: clockOf(() => 7) }).result()
    expect(created()).toMatchObject([
      { run: 'r', program: { name: 'errands', version: 3 }, labels: {}, parent: null, at: 7 },
    ])
  })

  it('keeps each input in order, without a gap from 0, with its time', async () => {
    const { journal, entries, inputs } = ledger()
    let now = 0
    const clock = clockOf(() => (now += 1))
    const ending = await start(errands, [...chain(3), ...fan(1, 'ride').map((errand) => ({ ...errand, id: 'r' }))], {
      interpreter: prompt,
      journal,
      run: 'r',
      clock,
    }).result()
    const all = await entries('r')
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, i) => i))
    const kept = await inputs('r')
    expect(kept).toHaveLength(ending.inputs)
    expect(kept.map(({ kind }) => kind)).toEqual(['started', 'settled', 'settled', 'settled', 'settled'])
    expect(kept.slice(1).map(({ at }) => at)).toEqual(ending.state.heard.map(({ at }) => at))
  })

  it('is the fold of its entries', async () => {
    const { journal } = ledger()
    const { state } = await start(errands, [...chain(4), { id: 'r', by: 'ride' }], {
      interpreter: prompt,
      journal,
      run: 'r',
    }).result()
    expect(await momentOf(errands, { journal, run: 'r' })()).toMatchObject({ right: { state, outstanding: [] } })
  })

  it('starts no effect before its cause is acknowledged', async () => {
    const { handler, started, release } = gates()
    const { journal, appended, acknowledge } = held(ledger().journal)
    const run = start(errands, chain(2), { interpreter: { ...prompt, 'errand/walk': handler }, journal })
    await until(() => appended.length === 1)
    expect(started).toEqual([])
    acknowledge()
    await until(() => started.length === 1)
    release('e0')
    await until(() => appended.length === 2)
    expect(started).toEqual(['e0'])
    acknowledge()
    await until(() => started.length === 2)
    release('e1')
    await until(() => appended.length === 3)
    acknowledge()
    expect((await run.result()).status).toBe('done')
  })

  it('tells nothing before its cause is acknowledged', async () => {
    const { journal, appended, acknowledge } = held(ledger().journal)
    const run = start(errands, fan(1), { interpreter: prompt, journal })
    let told: unknown
    void run[Symbol.asyncIterator]()
      .next()
      .then((read) => (told = read))
    await until(() => appended.length === 1)
    await new Promise((resolve) => setImmediate(resolve))
    expect(told).toBeUndefined()
    acknowledge()
    await until(() => told !== undefined)
    expect(told).toEqual({ done: false, value: 'sent' })
    await until(() => appended.length === 2)
    acknowledge()
    await run.result()
  })

  it('writes inputs that arrive while an append is under way together', async () => {
    const { journal, appended, acknowledge } = held(ledger().journal)
    const { handler, started, release } = gates()
    const run = start(errands, fan(4), { interpreter: { ...prompt, 'errand/walk': handler }, journal })
    await until(() => appended.length === 1)
    acknowledge()
    await until(() => started.length === 4)
    release('e3')
    await until(() => appended.length === 2)
    for (const key of ['e0', 'e1', 'e2']) release(key)
    acknowledge()
    await until(() => appended.length === 3)
    acknowledge()
    expect((await run.result()).result).toEqual(['e3', 'e0', 'e1', 'e2'])
    expect(appended).toEqual([1 + 4, 1, 3])
  })

  it('leaves nothing behind when its start is refused, not even a journal', async () => {
    const { journal, created, entries } = ledger()
    await expect(start(errands, [], { interpreter: prompt, journal, run: 'r' }).result()).rejects.toMatchObject({
      _tag: 'BadInput',
    })
    expect(created()).toEqual([])
    expect(await entries('r')).toEqual([])
  })

  it('keeps what it was refused, and what had arrived with it: it was paid for', async () => {
    const { journal, inputs } = ledger()
    const { handler, started, release } = gates()
    const refusing: typeof errands = {
      ...errands,
      step: (round, input) =>
        input._tag === 'settled' && input.key === 'e1'
          ? E.left(illegalInput('hear', 'no more'))
          : errands.step(round, input),
    }
    const run = start(refusing, fan(3), { interpreter: { ...prompt, 'errand/walk': handler }, journal, run: 'r' })
    await until(() => started.length === 3)
    for (const key of ['e2', 'e1', 'e0']) release(key)
    await expect(run.result()).rejects.toMatchObject({ _tag: 'IllegalInput', because: 'no more' })
    expect((await inputs('r')).map(({ about }) => about?.key)).toEqual([undefined, 'e2', 'e1', 'e0'])
  })
})

describe('a journal that refuses', () => {
  it('fails a run that exists already; nothing is started', async () => {
    const { journal, entries } = ledger()
    await start(errands, fan(1), { interpreter: prompt, journal, run: 'r' }).result()
    const before = await entries('r')
    const { handler, started } = gates()
    const again = start(errands, fan(3), { interpreter: { ...prompt, 'errand/walk': handler }, journal, run: 'r' })
    await expect(again.result()).rejects.toMatchObject({
      _tag: 'JournalFailed',
      cause: { _tag: 'Conflict' },
      ids: { run: 'r' },
    })
    expect(started).toEqual([])
    expect(await entries('r')).toEqual(before)
  })

  it('fails a run that another worker has advanced; nothing more is started or told', async () => {
    const { journal } = ledger()
    const { handler, started, release } = gates()
    let appends = 0
    const fenced: Interpreter<JournalEffect> = {
      ...journal,
      'journal/append': (effect, context) => () => {
        appends += 1
        return appends === 1 ? journal['journal/append'](effect, context)() : Promise.resolve(E.left(faster))
      },
    }
    const run = start(errands, chain(3), { interpreter: { ...prompt, 'errand/walk': handler }, journal: fenced })
    await until(() => started.length === 1)
    release('e0')
    expect(await run.ending()).toMatchObject({
      left: { _tag: 'JournalFailed', because: `Conflict: ${faster.because}`, cause: faster },
    })
    expect(started).toEqual(['e0'])
    expect(appends).toBe(2)
    await expect(readAll(run)).rejects.toMatchObject({ _tag: 'JournalFailed' })
  })

  it.each<readonly [string, Interpreter<JournalEffect>]>([
    ['rejects', { ...ledger().journal, 'journal/append': () => () => Promise.reject(new Error('disk gone')) }],
    [
      'throws',
      {
        ...ledger().journal,
        'journal/create': () => {
          throw new Error('disk gone')
        },
      },
    ],
  ])('that %s has failed, not the machine', async (_what, journal) => {
    const { handler, started } = gates()
    const run = start(errands, fan(2), { interpreter: { ...prompt, 'errand/walk': handler }, journal })
    expect(await run.ending()).toMatchObject({ left: { _tag: 'JournalFailed', cause: { _tag: 'Defect' } } })
    expect(started).toEqual([])
  })

  it.each([
    ['nothing', undefined],
    ['a number too low', { next: 0 }],
    ['a number too high', { next: 2 }],
    ['no number', { next: '1' }],
  ])('that acknowledges %s has failed, and nothing is started', async (_what, answer) => {
    const { handler, started } = gates()
    const journal = { ...ledger().journal, 'journal/append': () => () => Promise.resolve(E.right(answer as never)) }
    const run = start(errands, fan(2), { interpreter: { ...prompt, 'errand/walk': handler }, journal })
    expect(await run.ending()).toMatchObject({
      left: {
        _tag: 'JournalFailed',
        cause: { _tag: 'Defect', because: 'it acknowledged something else than it was given' },
      },
    })
    expect(started).toEqual([])
  })
})
