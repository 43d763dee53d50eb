import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { until } from '../../test/laws/gates.js'
import { ledger } from '../../test/laws/ledger.js'
import { answerTo, handModel, heardOf, kept, piecesOf, streaming, talk } from '../../test/laws/talk.js'
import { fork, momentOf, resume, start } from './index.js'

const run = 'r'

describe('a run that was left in the middle of a stream', () => {
  /** A run whose worker died after some pieces of its second text, and what was heard when another went on with it. */
  const left = async (pieces: number, more: object = {}) => {
    const at = ledger()
    const { calls, interpreter } = handModel()
    const stop = new AbortController()
    const going = start(talk, ['a', 'bcd'], { interpreter, journal: at.journal, run, signal: stop.signal, ...more })
    await until(() => calls.length === 1)
    for (const piece of piecesOf(answerTo('a'))) calls[0]?.tell(piece)
    calls[0]?.end()
    await until(() => calls.length === 2)
    for (const piece of piecesOf(answerTo('bcd')).slice(0, pieces)) calls[1]?.tell(piece)
    await kept(at, run, { kind: 'arrived', count: 2 + pieces })
    stop.abort()
    await going.result()
    return at
  }

  it.each([0, 1, 2, 3])(
    'after %d pieces asks again: they come again from the first, and all goes on as it was',
    async (pieces) => {
      const { journal, inputs } = await left(pieces)
      const ending = await resume(talk, { interpreter: streaming, journal, run }).result()
      expect(ending).toMatchObject({ status: 'done', result: [answerTo('a'), answerTo('bcd')] })
      const again = [...heardOf('a'), ...piecesOf(answerTo('bcd')).slice(0, pieces), ...heardOf('bcd')]
      expect(ending.state.heard).toEqual(again)
      expect(await inputs(run)).toHaveLength(1 + again.length)
      expect(await momentOf(talk, { journal, run })()).toMatchObject({ right: { state: ending.state } })
    },
  )

  it('goes on from a snapshot in the middle as it does without', async () => {
    const { journal } = await left(2, { snapshots: { every: 1 } })
    const ending = await resume(talk, { interpreter: streaming, journal, run }).result()
    expect(ending.result).toEqual([answerTo('a'), answerTo('bcd')])
    expect(await momentOf(talk, { journal, run })()).toMatchObject({ right: { state: ending.state } })
  })

  it('may be forked there: the fork shares the pieces and asks anew', async () => {
    const at = await left(2)
    const here = (await at.entries(run)).findLastIndex(({ kind }) => kind === 'arrived')
    const how = { to: 'branch', at: here, change: { from: 2, text: 'changed' } }
    expect(await fork(talk, { journal: at.journal, run }, how)()).toEqual(E.right({ run: 'branch' }))
    const ending = await resume(talk, { interpreter: streaming, journal: at.journal, run: 'branch' }).result()
    expect(ending.state.heard).toEqual([
      ...heardOf('a'),
      ...piecesOf(answerTo('bcd')).slice(0, 1),
      { from: 2, text: 'changed' },
      ...heardOf('bcd'),
    ])
  })

  it('is held where its host wants no call repeated, with the pieces it has', async () => {
    const { journal } = await left(1)
    const terms = { 'model/chat': { whenUnknown: 'hold' } } as const
    expect(await resume(talk, { interpreter: streaming, journal, run, terms }).result()).toMatchObject({
      status: 'paused',
      pause: { _tag: 'Held', unknown: [{ key: 'bcd' }] },
      state: { heard: [...heardOf('a'), ...piecesOf(answerTo('bcd')).slice(0, 1)] },
    })
  })
})

describe('an answer that is taken over from an earlier run', () => {
  it('comes whole, without its parts', async () => {
    const { journal } = ledger()
    await start(talk, ['ab'], { interpreter: streaming, journal, run: 'earlier' }).result()
    const ending = await start(talk, ['ab', 'c'], { interpreter: streaming, journal, run, from: 'earlier' }).result()
    expect(ending).toMatchObject({ reused: 1, state: { heard: [{ end: answerTo('ab') }, ...heardOf('c')] } })
  })
})
