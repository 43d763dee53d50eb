import * as E from 'fp-ts/lib/Either.js'
import { memory } from '@chorale/adapter-memory'
import { combine } from '@chorale/core/effect'
import { canonicalAxioms, valley, type ValleyResult } from '@chorale/core/cf14'
import { countingResolver } from '@chorale/core/testing'
import { describe, expect, it } from 'vitest'
import { fork, knownFrom, momentOf, resume, start, verify } from '@chorale/core/run'

const first = async () => {
  const stores = memory()
  const asked = countingResolver()
  const ending = await start(
    valley,
    { problem: 'p' },
    { interpreter: combine(asked, stores), journal: stores, run: 'one' },
  ).result()
  return { stores, ending, calls: totalOf(asked) }
}

const totalOf = (asked: ReturnType<typeof countingResolver>): number =>
  Object.values(asked.counts())
    .flatMap((stages) => Object.values(stages))
    .reduce((sum, count) => sum + count, 0)

const digestsOf = ({ matrices }: ValleyResult): readonly string[] => matrices.map(({ digest }) => digest)

describe('a run started from another', () => {
  it('asks nothing where nothing was changed, and pays nothing', async () => {
    const { stores, ending, calls } = await first()
    expect(calls).toBe(343)
    const asked = countingResolver()
    const interpreter = combine(asked, stores)
    const again = await start(
      valley,
      { problem: 'p' },
      { interpreter, journal: stores, run: 'two', from: 'one' },
    ).result()
    expect(totalOf(asked)).toBe(0)
    expect(again.reused).toBe(343)
    expect(again.spent.paid).toMatchObject({ attempts: 0, costMicroUsd: 0 })
    expect(digestsOf(again.result)).toEqual(digestsOf(ending.result))
  })

  it('keeps where each answer was paid for, also at third hand', async () => {
    const { stores } = await first()
    for (const [from, run] of [
      ['one', 'two'],
      ['two', 'three'],
    ] as const)
      await start(
        valley,
        { problem: 'p' },
        { interpreter: combine(countingResolver(), stores), journal: stores, run, from },
      ).result()
    const known = await knownFrom({ journal: stores, run: 'three' })
    expect(E.isRight(known) && new Set([...known.right.values()].map(({ source }) => source.run))).toEqual(
      new Set(['one']),
    )
  })

  it('is refused where the other does not exist; nothing is written', async () => {
    const stores = memory()
    const run = start(
      valley,
      { problem: 'p' },
      { interpreter: combine(countingResolver(), stores), journal: stores, run: 'two', from: 'nobody' },
    )
    await expect(run.result()).rejects.toMatchObject({
      _tag: 'JournalFailed',
      cause: { _tag: 'NotFound', ids: { run: 'nobody' } },
    })
  })
})

const addressOf = (key: string): string => {
  const [matrix = '', index = ''] = key.split('/')
  return `${matrix}[${index}]`
}

/** A resolver that keeps the addresses of the cells it was asked for. */
const listening = () => {
  const inner = countingResolver()
  const cells = new Set<string>()
  const handler: (typeof inner)['model/generate'] = (effect, context) => {
    cells.add(addressOf(effect.key))
    return inner['model/generate'](effect, context)
  }
  return { cells, interpreter: { 'model/generate': handler } }
}

/** All cells that depend on one, by the operands that the result itself names. */
const coneOf = ({ matrices }: ValleyResult, root: string): ReadonlySet<string> => {
  const cone = new Set([root])
  for (let before = 0; before < cone.size;) {
    before = cone.size
    for (const { name, cells } of matrices)
      for (const { index, operands } of cells)
        if (operands.some(({ ref }) => cone.has(`${ref.matrix}[${ref.index.join(',')}]`)))
          cone.add(`${name}[${index.join(',')}]`)
  }
  return cone
}

/** The cells that depend on A[0,1] in an earlier result, and that ask somebody. */
const coneThatAsks = ({ matrices }: ValleyResult, earlier: ValleyResult): readonly string[] => {
  const asking = new Set(
    matrices.flatMap(({ name, cells }) =>
      cells.filter(({ calls }) => calls.length > 0).map(({ index }) => `${name}[${index.join(',')}]`),
    ),
  )
  return [...coneOf(earlier, 'A[0,1]')].filter((cell) => asking.has(cell)).sort()
}

const changed = {
  ...canonicalAxioms.A,
  cells: canonicalAxioms.A.cells.map((row, i) => row.map((text, j) => (i === 0 && j === 1 ? 'Tidal barriers' : text))),
}

describe('one changed cell', () => {
  it('is followed by exactly the cells that depend on it', async () => {
    const { stores, ending } = await first()
    const { cells, interpreter } = listening()
    const options = { interpreter: combine(interpreter, stores), journal: stores, run: 'two', from: 'one' }
    const { result, reused } = await start(valley, { problem: 'p', A: changed }, options).result()
    const cone = coneThatAsks(result, ending.result)
    expect([...cells].sort()).toEqual(cone)
    expect(cone.length).toBeGreaterThan(10)
    expect(reused).toBeGreaterThan(100)
    const straight = await start(
      valley,
      { problem: 'p', A: changed },
      { interpreter: combine(countingResolver(), memory()) },
    ).result()
    expect(digestsOf(result)).toEqual(digestsOf(straight.result))
  })

  it('is so also where the run was left half-way and resumed', async () => {
    const { stores, ending } = await first()
    const { cells, interpreter } = listening()
    const stop = new AbortController()
    const options = { interpreter: combine(interpreter, stores), journal: stores, run: 'two', from: 'one' }
    const run = start(valley, { problem: 'p', A: changed }, { ...options, signal: stop.signal })
    for await (const told of run) if (told._tag === 'ProductEnded' && told.matrix === 'J') stop.abort()
    expect((await run.result()).status).toBe('paused')
    const { result, status } = await resume(valley, options).result()
    expect(status).toBe('done')
    expect([...cells].sort()).toEqual(coneThatAsks(result, ending.result))
    const straight = await start(
      valley,
      { problem: 'p', A: changed },
      { interpreter: combine(countingResolver(), memory()) },
    ).result()
    expect(digestsOf(result)).toEqual(digestsOf(straight.result))
  })
})

describe('time travel', () => {
  it('shows the state after any entry, and none of it changes the run', async () => {
    const { stores, ending } = await first()
    const calls: number[] = []
    for (const entries of [0, 1, 200, 500, Infinity]) {
      const moment = await momentOf(valley, { journal: stores, run: 'one' }, entries)()
      calls.push(E.isRight(moment) ? moment.right.result.totals.calls : -1)
    }
    expect(calls[0]).toBe(0)
    expect([...calls].sort((a, b) => a - b)).toEqual(calls)
    expect(calls.at(-1)).toBe(ending.result.totals.calls)
  })
})

describe('a check of a journal', () => {
  it('against the program it was written by finds every question equal', async () => {
    const { stores } = await first()
    expect(await verify(valley, { journal: stores, run: 'one' })()).toMatchObject({
      right: { difference: null, refused: null, equal: 343 + 1 + 15 },
    })
  })

  it('against another program names the first question that differs, with both side by side', async () => {
    const { stores } = await first()
    const louder: typeof valley = {
      ...valley,
      step: (state, input) =>
        E.map((next: { readonly effects: readonly { readonly _tag: string }[] }) => ({
          ...next,
          effects: next.effects.map((effect) =>
            'sampling' in effect && 'key' in effect && effect.key === 'C/0,2/multiply/1'
              ? { ...effect, sampling: { ...(effect.sampling as object), temperature: 1.5 } }
              : effect,
          ),
        }))(valley.step(state, input)) as ReturnType<typeof valley.step>,
    }
    const checked = await verify(louder, { journal: stores, run: 'one' })()
    expect(checked).toMatchObject({ right: { difference: { key: 'C/0,2/multiply/1' }, refused: null } })
    if (E.isLeft(checked)) return
    const { then, now } = checked.right.difference ?? { then: { content: '' }, now: null }
    expect(JSON.parse(then.content ?? '')).toMatchObject({ sampling: { temperature: 0.7 } })
    expect(JSON.parse(now?.content ?? '')).toMatchObject({ sampling: { temperature: 1.5 } })
  })
})

describe('a fork', () => {
  it('shares the past at no price, goes on by itself, and leaves its parent as it is', async () => {
    const { stores, ending } = await first()
    const made = await fork(valley, { journal: stores, run: 'one' }, { to: 'branch', at: 300 })()
    expect(made).toEqual(E.right({ run: 'branch' }))
    const { cells, interpreter } = listening()
    const branch = await resume(valley, {
      interpreter: combine(interpreter, stores),
      journal: stores,
      run: 'branch',
    }).result()
    expect(branch.status).toBe('done')
    expect(digestsOf(branch.result)).toEqual(digestsOf(ending.result))
    // What the parent was answered after that entry is known as well.
    expect(cells.size).toBe(0)
    expect(branch.reused).toBe(343)
    expect(branch.spent.paid.attempts).toBe(0)
    expect(await verify(valley, { journal: stores, run: 'one' })()).toMatchObject({ right: { difference: null } })
    expect(await verify(valley, { journal: stores, run: 'branch' })()).toMatchObject({ right: { difference: null } })
  })

  it('at its beginning, with other params, is another run of the same program', async () => {
    const { stores } = await first()
    await fork(
      valley,
      { journal: stores, run: 'one' },
      { to: 'branch', at: 0, change: { problem: 'q', through: 'C' } },
    )()
    const interpreter = combine(countingResolver(), stores)
    const branch = await resume(valley, { interpreter, journal: stores, run: 'branch' }).result()
    expect(branch.result.problem).toBe('q')
  })

  it.each([
    [{ at: 9999 }, 'it has'],
    [{ at: -1 }, 'it has'],
    [{ at: 1.5 }, 'it has'],
    [{ at: 1, change: {} }, 'is no input of the machine but sent'],
  ])('%j is refused', async (how, because) => {
    const { stores } = await first()
    const made = await fork(valley, { journal: stores, run: 'one' }, { to: 'branch', ...how })()
    expect(made).toMatchObject({
      left: { _tag: 'JournalFailed', cause: { _tag: 'Rejected', because: expect.stringContaining(because) as string } },
    })
    expect(await knownFrom({ journal: stores, run: 'branch' })).toMatchObject({ left: { _tag: 'NotFound' } })
  })
})
