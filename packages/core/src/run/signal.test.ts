import { getEventListeners } from 'node:events'
import * as E from 'fp-ts/lib/Either.js'
import { cancelled } from '@chorale/core/fault'
import { describe, expect, it } from 'vitest'
import { chain, errands, fan, prompt } from '../../test/laws/errands.js'
import { gates, until } from '../../test/laws/gates.js'
import { ledger } from '../../test/laws/ledger.js'
import { start } from './index.js'

const listenersOf = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length

describe("a caller's signal", () => {
  it('that was aborted before the start leaves the run paused; nothing is carried out', async () => {
    const { handler, started } = gates()
    const signal = AbortSignal.abort('too late')
    const run = start(errands, fan(2), { interpreter: { ...prompt, 'errand/walk': handler }, signal })
    expect(await run.result()).toMatchObject({ status: 'paused', result: [] })
    expect(started).toEqual([])
  })

  it('ends a run whose handler hangs, at once, with what was made', async () => {
    const { handler, release, started } = gates()
    const stop = new AbortController()
    const run = start(errands, fan(2), { interpreter: { ...prompt, 'errand/walk': handler }, signal: stop.signal })
    const reader = run[Symbol.asyncIterator]()
    await until(() => started.length === 2)
    release('e1')
    await reader.next()
    await reader.next() // e1 has been heard
    stop.abort('enough')
    expect(await run.result()).toMatchObject({ status: 'paused', result: ['e1'], inputs: 2 })
    expect(await reader.next()).toEqual({ done: true, value: undefined })
  })

  it('reaches handlers through their own signal, with its reason', async () => {
    const { handler, contexts } = gates()
    const stop = new AbortController()
    const run = start(errands, fan(2), { interpreter: { ...prompt, 'errand/walk': handler }, signal: stop.signal })
    await until(() => contexts.length === 2)
    stop.abort('enough')
    expect(contexts.map(({ signal }) => [signal.aborted, signal.reason as unknown])).toEqual([
      [true, 'enough'],
      [true, 'enough'],
    ])
    await run.result()
  })

  it('lets no more effects start', async () => {
    const { handler, release, started } = gates()
    const stop = new AbortController()
    const interpreter = { ...prompt, 'errand/walk': handler }
    const run = start(errands, chain(3), { interpreter, signal: stop.signal })
    await until(() => started.length === 1)
    release('e0')
    stop.abort()
    expect((await run.result()).status).toBe('paused')
    expect(started).toEqual(['e0'])
  })

  it('does not undo an end that was reached before', async () => {
    const stop = new AbortController()
    const run = start(errands, fan(2), { interpreter: prompt, signal: stop.signal })
    await run.result()
    stop.abort()
    expect((await run.result()).status).toBe('done')
  })

  it('loses no outcome that had arrived, and takes none that the stop itself made fail', async () => {
    const { journal, inputs } = ledger()
    const { handler, release, started } = gates()
    const stop = new AbortController()
    let isIn = false
    const watched: typeof journal = {
      ...journal,
      'journal/append': (effect, context) => {
        isIn ||= effect.entries.some(({ about, kind }) => kind === 'settled' && about?.key === 'e1')
        return journal['journal/append'](effect, context)
      },
    }
    const run = start(errands, fan(3), {
      ...{ interpreter: { ...prompt, 'errand/walk': handler }, journal: watched, run: 'r', signal: stop.signal },
    })
    await until(() => started.length === 3)
    release('e1')
    await until(() => isIn)
    stop.abort()
    release('e2', E.left(cancelled({ doing: 'walk', because: 'called back', next: 'nothing', applied: 'unknown' })))
    expect(await run.result()).toMatchObject({ status: 'paused', pause: { _tag: 'Stopped' }, result: ['e1'] })
    expect((await inputs('r')).map(({ about }) => about?.key)).toEqual([undefined, 'e1'])
  })

  it.each([
    ['done', fan(3)],
    ['refused', []],
  ])('is not listened to by a run that is %s', async (_what, list) => {
    const { signal } = new AbortController()
    const run = start(errands, list, { interpreter: prompt, signal })
    expect(listenersOf(signal)).toBe(0)
    await run.ending()
    expect(listenersOf(signal)).toBe(0)
  })

  it.each(['during the run', 'before the start'])('keeps no listener when it is aborted %s', async (when) => {
    const { handler, started } = gates()
    const stop = new AbortController()
    if (when === 'before the start') stop.abort()
    const run = start(errands, fan(1), { interpreter: { ...prompt, 'errand/walk': handler }, signal: stop.signal })
    if (when === 'during the run') await until(() => started.length === 1)
    stop.abort()
    await run.ending()
    expect(listenersOf(stop.signal)).toBe(0)
  })

  it('may serve many runs', async () => {
    const { signal } = new AbortController()
    await Promise.all(
      Array.from({ length: 20 }, () => start(errands, fan(2), { interpreter: prompt, signal }).result()),
    )
    expect(listenersOf(signal)).toBe(0)
  })
})
