import * as E from 'fp-ts/lib/Either.js'
import { illegalInput } from '@chorale/core/machine'
import { describe, expect, it } from 'vitest'
import { chain, errands, prompt } from '../../test/laws/errands.js'
import { gates, readAll, until } from '../../test/laws/gates.js'
import { start } from './index.js'

describe('what a run tells', () => {
  const told = ['sent', 'e0 walked e0', 'e1 walked e1', 'e2 walked e2']

  it('is read in order, each once, while it happens', async () => {
    expect(await readAll(start(errands, chain(3), { interpreter: prompt }))).toEqual(told)
  })

  it('is read before the run goes on', async () => {
    const { handler, release, started } = gates()
    const run = start(errands, chain(2), { interpreter: { ...prompt, 'errand/walk': handler } })
    const reader = run[Symbol.asyncIterator]()
    expect(await reader.next()).toEqual({ done: false, value: 'sent' })
    const next = reader.next()
    await until(() => started.length === 1)
    release('e0')
    expect(await next).toEqual({ done: false, value: 'e0 let go' })
    await until(() => started.length === 2)
    release('e1')
    expect(await reader.next()).toEqual({ done: false, value: 'e1 let go' })
    expect(await reader.next()).toEqual({ done: true, value: undefined })
    expect(await reader.next()).toEqual({ done: true, value: undefined })
  })

  it('is kept for a reader who comes after the end', async () => {
    const run = start(errands, chain(3), { interpreter: prompt })
    await run.result()
    expect(await readAll(run)).toEqual(told)
    expect(await readAll(run)).toEqual([])
  })

  it('may go unread', async () => {
    expect((await start(errands, chain(3), { interpreter: prompt }).result()).status).toBe('done')
  })

  it('may be left early: the run goes on, and the rest is there for the next reader', async () => {
    const run = start(errands, chain(3), { interpreter: prompt })
    const first: string[] = []
    for await (const response of run) {
      first.push(response)
      if (first.length === 2) break
    }
    expect((await run.result()).status).toBe('done')
    expect([...first, ...(await readAll(run))]).toEqual(told)
  })

  it('answers reads that were asked for ahead', { timeout: 2000 }, async () => {
    const { handler, release, started } = gates()
    const run = start(errands, chain(1), { interpreter: { ...prompt, 'errand/walk': handler } })
    const reader = run[Symbol.asyncIterator]()
    await reader.next()
    await until(() => started.length === 1)
    const ahead = [reader.next(), reader.next()]
    release('e0')
    expect(await Promise.all(ahead)).toEqual([
      { done: false, value: 'e0 let go' },
      { done: true, value: undefined },
    ])
  })

  it('ends with the fault of the run, after all that was told before', async () => {
    const refusing: typeof errands = {
      ...errands,
      step: (round, input) =>
        input._tag === 'settled' && input.key === 'e1'
          ? E.left(illegalInput('hear', 'no more'))
          : errands.step(round, input),
    }
    const run = start(refusing, chain(3), { interpreter: prompt })
    const read: string[] = []
    const reading = (async () => {
      for await (const response of run) read.push(response)
    })()
    await expect(reading).rejects.toMatchObject({ _tag: 'IllegalInput', because: 'no more' })
    expect(read).toEqual(['sent', 'e0 walked e0'])
  })
})
