import * as E from 'fp-ts/lib/Either.js'
import { unavailable } from '@chorale/core/fault'
import type { Handler } from '@chorale/core/effect'
import type { Machine } from '@chorale/core/machine'
import { describe, expect, it } from 'vitest'
import { chain, errands, fan, prompt, type ErrandTypes, type Walk } from '../../test/laws/errands.js'
import { gates, readAll, until } from '../../test/laws/gates.js'
import { clockOf } from '../../test/laws/clocks.js'
import { start } from './index.js'

const failing = {
  ...prompt,
  'errand/walk': () => () =>
    Promise.resolve(E.left(unavailable({ doing: 'walk', because: 'it rains', next: 'wait', applied: 'no' }))),
}

/** Counts down what is out: a program whose step costs the same however much is out. */
interface Tally {
  readonly params: readonly Walk[]
  readonly state: number
  readonly effect: Walk
  readonly message: never
  readonly response: string
  readonly result: number
}

describe('a run', () => {
  it('carries a chain to its end', async () => {
    const { status, result, inputs } = await start(errands, chain(5), { interpreter: prompt }).result()
    expect({ status, result, inputs }).toEqual({ status: 'done', result: ['e0', 'e1', 'e2', 'e3', 'e4'], inputs: 6 })
  })

  it('carries a fan to its end', async () => {
    const { status, result, inputs } = await start(errands, fan(200), { interpreter: prompt }).result()
    expect({ status, inputs }).toEqual({ status: 'done', inputs: 201 })
    expect([...result].sort()).toEqual(
      fan(200)
        .map(({ id }) => id)
        .sort(),
    )
  })

  it('loses and doubles nothing in a lane of thousands', async () => {
    const carried: string[] = []
    const tally: Machine<Tally> = {
      name: 'tally',
      version: 1,
      initial: 0,
      step: (left, input) =>
        input._tag === 'started'
          ? E.right({ state: input.params.length, responses: [], effects: input.params })
          : E.right({ state: left - 1, responses: [input.key], effects: [] }),
      status: (left) => (left > 0 ? 'running' : 'done'),
      result: (left) => left,
    }
    const list = fan(5000).map(({ id }): Walk => ({ _tag: 'errand/walk', key: id }))
    const walk: Handler<Walk> = (effect, context) => () => {
      carried.push(effect.key)
      return prompt['errand/walk'](effect, context)()
    }
    const run = start(tally, list, { interpreter: { 'errand/walk': walk }, concurrency: 3 })
    const heard = await readAll(run)
    expect(carried).toEqual(list.map(({ key }) => key))
    expect([...heard].sort()).toEqual([...carried].sort())
  })

  it('hands each outcome to the machine by the tag of its effect', async () => {
    const list = [...fan(1, 'ride'), { id: 'on foot' }]
    const { state } = await start(errands, list, { interpreter: prompt }).result()
    expect(Object.fromEntries(state.heard.map(({ id, said }) => [id, said]))).toEqual({
      e0: '42',
      'on foot': 'walked on foot',
    })
  })

  it('takes a failed effect for an input and goes on', async () => {
    const { status, state } = await start(errands, [...chain(2), { id: 'on wheels', by: 'ride' }], {
      interpreter: failing,
    }).result()
    expect(status).toBe('partial')
    expect(state.heard.filter(({ said }) => said === '!Unavailable')).toHaveLength(2)
  })

  it('starts by itself, before anybody asks for its end', async () => {
    const { handler, started } = gates()
    start(errands, fan(2), { interpreter: { ...prompt, 'errand/walk': handler } })
    await until(() => started.length === 2)
  })

  it('has the same end as a value and as a promise, however often it is asked', async () => {
    const run = start(errands, fan(2), { interpreter: prompt })
    const [value, again, promised] = [await run.ending(), await run.ending(), await run.result()]
    expect(value).toEqual(E.right(promised))
    expect(again).toBe(value)
  })

  it('tells handlers that are still at work when the machine has ended', async () => {
    const { handler, release, contexts } = gates()
    const hasty = {
      ...errands,
      status: (round: ErrandTypes['state']) => (round.heard.length > 0 ? 'done' : 'running'),
    } as const
    const run = start(hasty, fan(2), { interpreter: { ...prompt, 'errand/walk': handler } })
    await until(() => contexts.length === 2)
    expect(contexts.map(({ signal }) => signal.aborted)).toEqual([false, false])
    release('e1')
    expect((await run.result()).result).toEqual(['e1'])
    expect(contexts[0]?.signal.aborted).toBe(true)
  })
})

describe("a run's id", () => {
  it('is the one that was given, for the machine and for its handlers', async () => {
    const { handler, release, contexts } = gates()
    const run = start(errands, fan(1), { interpreter: { ...prompt, 'errand/walk': handler }, run: 'mine' })
    await until(() => contexts.length === 1)
    release('e0')
    const ending = await run.result()
    expect([run.id, ending.run, ending.state.run, contexts[0]?.run]).toEqual(['mine', 'mine', 'mine', 'mine'])
    expect(contexts[0]?.attempt).toBe(1)
  })

  it('is a UUID of its own when none was given', async () => {
    const runs = [1, 2].map(() => start(errands, fan(1), { interpreter: prompt }))
    const ids = runs.map(({ id }) => id)
    expect(new Set(ids).size).toBe(2)
    for (const run of runs) {
      expect(run.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
      expect((await run.result()).state.run).toBe(run.id)
    }
  })
})

describe('the clock', () => {
  it('stamps each input when it arrives', async () => {
    let now = 100
    const { handler, release, started } = gates()
    const run = start(errands, fan(2), {
      interpreter: { ...prompt, 'errand/walk': handler },
      clock: clockOf(() => now),
    })
    await until(() => started.length === 2)
    now = 250
    release('e1')
    await until(() => started.length === 2)
    const first = run[Symbol.asyncIterator]()
    await first.next()
    await first.next() // e1 has been heard
    now = 400
    release('e0')
    expect((await run.result()).state.heard.map(({ id, at }) => [id, at])).toEqual([
      ['e1', 250],
      ['e0', 400],
    ])
  })
})

describe('a run that cannot be carried on', () => {
  it('rejects with BadInput when the machine refuses its start', async () => {
    const run = start(errands, [], { interpreter: prompt })
    await expect(run.result()).rejects.toMatchObject({ _tag: 'BadInput', findings: [{ code: 'empty' }] })
    expect(await run.ending()).toMatchObject({ _tag: 'Left', left: { _tag: 'BadInput' } })
  })

  it('is Stalled when the machine waits for nothing', async () => {
    const endless: typeof errands = { ...errands, status: () => 'running' }
    await expect(start(endless, fan(2), { interpreter: prompt, run: 'r' }).result()).rejects.toMatchObject({
      _tag: 'Stalled',
      doing: 'run errands',
      ids: { run: 'r' },
    })
  })

  it.each<readonly [string, typeof errands]>([
    [
      'steps',
      {
        ...errands,
        step: () => {
          throw new RangeError('too deep')
        },
      },
    ],
    [
      'says its status',
      {
        ...errands,
        status: () => {
          throw new RangeError('too deep')
        },
      },
    ],
    [
      'says its result',
      {
        ...errands,
        result: () => {
          throw new RangeError('too deep')
        },
      },
    ],
  ])('is Crashed when the machine throws as it %s', async (_when, machine) => {
    await expect(start(machine, fan(1), { interpreter: prompt, run: 'r' }).result()).rejects.toMatchObject({
      _tag: 'Crashed',
      because: 'RangeError: too deep',
      ids: { run: 'r' },
    })
  })

  it('never becomes an unhandled rejection when nobody looks', async () => {
    const unhandled: unknown[] = []
    const listen = (reason: unknown): void => void unhandled.push(reason)
    process.on('unhandledRejection', listen)
    const stalling: typeof errands = { ...errands, status: () => 'running' }
    const machines = [errands, stalling]
    const runs = machines.flatMap((machine) => [
      start(machine, [], { interpreter: prompt }),
      start(machine, fan(1), { interpreter: prompt }),
    ])
    let ended = 0
    for (const run of runs) void run.ending().then(() => (ended += 1))
    await until(() => ended === runs.length)
    await new Promise((resolve) => setImmediate(resolve)) // an unhandled rejection is told after the microtasks of its turn
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', listen)
    expect(unhandled).toEqual([])
  })
})
