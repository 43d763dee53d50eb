import * as E from 'fp-ts/lib/Either.js'
import { journal as memoryJournal } from '@chorale/adapter-memory'
import { damaged, unavailable } from '@chorale/core/fault'
import type { Entry, JournalEffect } from '@chorale/core/ports/journal'
import type { Interpreter } from '@chorale/core/effect'
import { describe, expect, it } from 'vitest'
import { chain, errands, fan, prompt, type Round } from '../../test/laws/errands.js'
import { gates, readAll, until } from '../../test/laws/gates.js'
import { ledger } from '../../test/laws/ledger.js'
import { momentOf, resume, start } from './index.js'

/** Walks may be sent again: a walk twice is a walk. */
const terms = { 'errand/walk': { whenUnknown: 'retry' } } as const

/** A run of a fan that is left while some errands are out, as a killed process would leave it. */
const leftBehind = async (count: number, done: readonly string[]) => {
  const book = ledger()
  const { handler, started, release } = gates()
  const stop = new AbortController()
  const interpreter = { ...prompt, 'errand/walk': handler }
  const run = start(errands, fan(count), { interpreter, journal: book.journal, run: 'r', signal: stop.signal })
  const reader = run[Symbol.asyncIterator]()
  await until(() => started.length === count)
  await reader.next() // the errands are sent
  for (const key of done) {
    release(key)
    await reader.next() // this one has been heard
  }
  stop.abort()
  await run.result()
  return book
}

describe('a run that was left', () => {
  it('is paused in its journal, with what was out', async () => {
    const { journal, record } = await leftBehind(3, ['e1'])
    expect(await record('r')).toMatchObject({ status: 'paused' })
    expect(await momentOf(errands, { journal, run: 'r' })()).toMatchObject({
      right: { result: ['e1'], outstanding: ['e0', 'e2'] },
    })
  })

  it('goes on where it was: what is journaled is not asked again', async () => {
    const { journal } = await leftBehind(4, ['e1', 'e3'])
    const { handler, started, release } = gates()
    const run = resume(errands, { interpreter: { ...prompt, 'errand/walk': handler }, journal, run: 'r', terms })
    await until(() => started.length === 2)
    expect(started).toEqual(['e0', 'e2'])
    for (const key of started) release(key)
    const { status, result, inputs } = await run.result()
    expect({ status, inputs }).toEqual({ status: 'done', inputs: 5 })
    expect([...result].sort()).toEqual(['e0', 'e1', 'e2', 'e3'])
  })

  it('ends in the same state as one that was never left', async () => {
    const clockless = ({ heard }: Round) => heard.map(({ id, said }) => `${id} ${said}`).sort()
    const { journal } = await leftBehind(3, [])
    const again = await resume(errands, { interpreter: prompt, journal, run: 'r', terms }).result()
    const straight = await start(errands, fan(3), { interpreter: prompt }).result()
    expect(clockless(again.state)).toEqual(clockless(straight.state))
  })

  it('is carried on by start as well, where that is asked for with the same params', async () => {
    const { journal } = await leftBehind(3, ['e0'])
    const options = { interpreter: prompt, journal, run: 'r', terms, existing: 'resume' } as const
    expect(await start(errands, fan(3), options).result()).toMatchObject({ status: 'done', inputs: 4 })
    await expect(start(errands, fan(4), options).result()).rejects.toMatchObject({
      _tag: 'Incompatible',
      because: 'it was started with other params',
    })
  })

  it('that has ended is shown, not done again; its journal stays as it is', async () => {
    const { journal, entries } = ledger()
    const first = await start(errands, chain(3), { interpreter: prompt, journal, run: 'r' }).result()
    const before = await entries('r')
    const { handler, started } = gates()
    const again = resume(errands, { interpreter: { ...prompt, 'errand/walk': handler }, journal, run: 'r' })
    expect(await again.result()).toEqual(first)
    expect(started).toEqual([])
    expect(await entries('r')).toEqual(before)
  })

  it('before its beginning was written begins anew, for who knows its params', async () => {
    const { journal, entries } = ledger()
    const gone = { ...journal, 'journal/append': () => () => Promise.reject(new Error('killed')) }
    await start(errands, fan(2), { interpreter: prompt, journal: gone, run: 'r' }).ending()
    await expect(resume(errands, { interpreter: prompt, journal, run: 'r' }).result()).rejects.toMatchObject({
      _tag: 'Incompatible',
      next: 'Start it with its params.',
    })
    expect(await entries('r')).toEqual([])
    const again = start(errands, fan(2), { interpreter: prompt, journal, run: 'r', existing: 'resume' })
    expect(await again.result()).toMatchObject({ status: 'done', inputs: 3 })
    expect((await entries('r')).map(({ kind }) => kind).slice(0, 2)).toEqual(['resumed', 'started'])
  })

  it.each([
    ['silent', ['e0 walked on foot']],
    ['told', ['sent', 'e1 let go', 'e0 walked on foot']],
  ] as const)('tells its past %s', async (past, told) => {
    const { journal } = await leftBehind(2, ['e1'])
    const interpreter = { ...prompt, 'errand/walk': () => () => Promise.resolve(E.right('walked on foot')) }
    expect(await readAll(resume(errands, { interpreter, journal, run: 'r', terms, past }))).toEqual(told)
  })

  it('can be left and taken up any number of times', async () => {
    const { journal } = ledger()
    const stopAt = async (n: number) => {
      const stop = new AbortController()
      const options = {
        interpreter: prompt,
        journal,
        run: 'r',
        terms,
        existing: 'resume',
        signal: stop.signal,
      } as const
      const run = start(errands, chain(10), options)
      let heard = 0
      for await (const told of run) if (told !== '' && (heard += 1) === n) stop.abort()
      return run.result()
    }
    let sittings = 0
    for (let status = 'paused'; status === 'paused'; sittings += 1) ({ status } = await stopAt(2))
    expect(sittings).toBeGreaterThan(3)
    expect(await stopAt(99)).toMatchObject({ status: 'done', inputs: 11, result: chainIds(10) })
  })
})

const chainIds = (count: number): readonly string[] => fan(count).map(({ id }) => id)

describe('an effect that was out when its worker died', () => {
  it('is held where its host has not said that it may be sent again', async () => {
    const { journal } = await leftBehind(2, ['e0'])
    const { handler, started } = gates()
    const interpreter = { ...prompt, 'errand/walk': handler }
    expect(await resume(errands, { interpreter, journal, run: 'r' }).result()).toMatchObject({
      status: 'paused',
      pause: { _tag: 'Held', unknown: [{ key: 'e1', tag: 'errand/walk' }] },
    })
    expect(started).toEqual([])
  })

  it('may be given up: the machine hears that nobody knows', async () => {
    const { journal } = await leftBehind(2, ['e0'])
    const run = resume(errands, { interpreter: prompt, journal, run: 'r', unknown: () => 'fail' })
    const { status, state } = await run.result()
    expect(status).toBe('partial')
    expect(state.heard.at(-1)).toMatchObject({ id: 'e1', said: '!Unavailable' })
  })

  it.each([
    ['again', 'done', 'walked e1'],
    ['fail', 'partial', '!Unavailable'],
  ])('may be a question to a person: %s', async (answer, status, said) => {
    const { journal } = await leftBehind(2, ['e0'])
    const run = resume(errands, { interpreter: prompt, journal, run: 'r', unknown: () => 'ask' })
    await until(() => run.asks().length === 1)
    expect(run.asks()).toMatchObject([{ key: 'e1', choices: ['again', 'fail'] }])
    await run.answer('e1', { answer })
    const ending = await run.result()
    expect(ending.status).toBe(status)
    expect(ending.state.heard.at(-1)).toMatchObject({ id: 'e1', said })
  })

  it('is settled by who remembers its outcome: it is not sent', async () => {
    const { journal } = await leftBehind(2, ['e0'])
    const { handler, started } = gates()
    const run = resume(errands, {
      ...{ interpreter: { ...prompt, 'errand/walk': handler }, journal, run: 'r' },
      recall: ({ key }) => Promise.resolve(E.right(`${key} was on the tape`)),
    })
    expect((await run.result()).state.heard.at(-1)).toMatchObject({ id: 'e1', said: 'e1 was on the tape' })
    expect(started).toEqual([])
  })
})

describe('a run that cannot be taken up', () => {
  it('does not exist', async () => {
    const run = resume(errands, { interpreter: prompt, journal: ledger().journal, run: 'nobody' })
    await expect(run.result()).rejects.toMatchObject({ _tag: 'JournalFailed', cause: { _tag: 'NotFound' } })
  })

  it.each([
    [{ ...errands, name: 'others' }, 'it belongs to the program errands, not to others'],
    [{ ...errands, version: 4 }, 'it was written by version 3 of errands, and this is version 4'],
  ])('belongs to another program or version', async (machine, because) => {
    const { journal, entries } = await leftBehind(2, ['e0'])
    const before = await entries('r')
    await expect(resume(machine, { interpreter: prompt, journal, run: 'r' }).result()).rejects.toMatchObject({
      _tag: 'Incompatible',
      because,
    })
    expect(await entries('r')).toEqual(before)
  })

  it('unless a migration of its inputs is stated', async () => {
    const { journal } = await leftBehind(2, ['e0'])
    const migrate = (from: number) => (from === 3 ? <I>(input: I): I => input : undefined)
    const run = resume({ ...errands, version: 4 }, { interpreter: prompt, journal, run: 'r', terms, migrate })
    expect((await run.result()).status).toBe('done')
  })

  it('holds a byte that was changed: the place is named, and nothing is sent', async () => {
    const { journal } = await leftBehind(2, ['e0'])
    const { handler, started } = gates()
    const flipped = reading(journal, (entry) =>
      entry.sequence === 3 ? { ...entry, payload: entry.payload?.replace('let go', 'let no') ?? null } : entry,
    )
    const run = resume(errands, {
      interpreter: { ...prompt, 'errand/walk': handler },
      journal: flipped,
      run: 'r',
      terms,
    })
    expect(await run.ending()).toMatchObject({
      left: { _tag: 'JournalFailed', cause: { _tag: 'Damaged', ids: { run: 'r', sequence: '3' } } },
    })
    expect(started).toEqual([])
  })

  it('has lost its last entries', async () => {
    const { journal } = await leftBehind(2, ['e0'])
    const short: Interpreter<JournalEffect> = {
      ...journal,
      'journal/read': (effect, context) => async () => {
        const read = await journal['journal/read'](effect, context)()
        return E.map(({ entries }: { readonly entries: readonly Entry[] }) => ({
          entries: entries.filter(({ sequence }) => sequence < 2),
          next: 2,
        }))(read)
      },
    }
    expect(await resume(errands, { interpreter: prompt, journal: short, run: 'r', terms }).ending()).toMatchObject({
      left: { cause: { _tag: 'Damaged' } },
    })
  })

  it('is told by its journal why', async () => {
    const fault = damaged({ doing: 'read', because: 'the disk is scratched', next: 'restore it' })
    const journal = { ...(await leftBehind(2, [])).journal, 'journal/load': () => () => Promise.resolve(E.left(fault)) }
    expect(await resume(errands, { interpreter: prompt, journal, run: 'r' }).ending()).toMatchObject({
      left: { _tag: 'JournalFailed', cause: fault },
    })
  })
})

const reading = (journal: Interpreter<JournalEffect>, change: (entry: Entry) => Entry): Interpreter<JournalEffect> => ({
  ...journal,
  'journal/read': (effect, context) => async () =>
    E.map((page: { readonly entries: readonly Entry[]; readonly next: number }) => ({
      ...page,
      entries: page.entries.map(change),
    }))(await journal['journal/read'](effect, context)()),
})

describe('two workers', () => {
  it('cannot both go on: the later one has the run, the earlier one is told', async () => {
    const journal = memoryJournal()
    const first = gates()
    const one = start(errands, fan(2), { interpreter: { ...prompt, 'errand/walk': first.handler }, journal, run: 'r' })
    await until(() => first.started.length === 2)
    const two = await resume(errands, { interpreter: prompt, journal, run: 'r', terms }).result()
    first.release('e0')
    expect(two.status).toBe('done')
    expect(await one.ending()).toMatchObject({
      left: { _tag: 'JournalFailed', cause: { _tag: 'Conflict', ids: { run: 'r' } }, ids: { run: 'r' } },
    })
  })
})

describe('a journal that answers late or not at all', () => {
  it('is asked again, and a lost acknowledgement is not taken for another worker', async () => {
    const { journal, inputs } = ledger()
    const lost = unavailable({ doing: 'append', because: 'the line broke', next: 'try again', applied: 'unknown' })
    let appends = 0
    const flaky: Interpreter<JournalEffect> = {
      ...journal,
      'journal/append': (effect, context) => async () => {
        const taken = await journal['journal/append'](effect, context)()
        appends += 1
        return appends % 2 === 1 ? E.left(lost) : taken
      },
    }
    const run = start(errands, chain(3), { interpreter: prompt, journal: flaky, run: 'r', clock: hasty })
    expect((await run.result()).status).toBe('done')
    expect(await inputs('r')).toHaveLength(4)
  })
})

const hasty = { now: () => Date.now(), wait: () => Promise.resolve() }
