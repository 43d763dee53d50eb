import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Handler } from '@chorale/core/effect'
import { throttled, type EffectError } from '@chorale/core/fault'
import { describe, expect, it } from 'vitest'
import { errands, fan, prompt, type Walk } from '../../test/laws/errands.js'
import { gates, until } from '../../test/laws/gates.js'
import { start } from './index.js'

type Answers = readonly Either<EffectError, string>[]

/** A handler with a batch face, and what reached either of its faces. */
const batching = (answer: (keys: readonly string[]) => Answers) => {
  const alone: string[] = []
  const together: (readonly string[])[] = []
  const handler: Handler<Walk> = Object.assign(
    (effect: Walk) => () => {
      alone.push(effect.key)
      return Promise.resolve(E.right(`alone ${effect.key}`))
    },
    {
      many: (effects: readonly Walk[]) => () => {
        together.push(effects.map(({ key }) => key))
        return Promise.resolve(answer(effects.map(({ key }) => key)))
      },
    },
  )
  return { alone, together, interpreter: { ...prompt, 'errand/walk': handler } }
}

const each = (keys: readonly string[]): Answers => keys.map((key) => E.right(`one of many ${key}`))
const busy = throttled({ doing: 'walk', because: 'the path is full', next: 'wait' })
const ids = (count: number): readonly string[] => fan(count).map(({ id }) => id)

/** A handler that rejects; whatever its type says, JavaScript can reject with anything. */
const rejecting = (reason: Error) => () => () => Promise.reject(reason)

/** What was heard, by errand, when walks are carried out by the given handler. */
const heardBy = async (handler: unknown, count = 2): Promise<{ readonly [id: string]: string }> => {
  // A cast on purpose: a host without types may hand over anything.
  const interpreter = { ...prompt, 'errand/walk': handler as Handler<Walk> }
  const { state } = await start(errands, [...fan(count), { id: 'other', by: 'ride' }], { interpreter }).result()
  return Object.fromEntries(state.heard.map(({ id, said }) => [id, said]))
}

describe('a handler', () => {
  it('carries out as many effects of its tag at once as are allowed', async () => {
    const { handler, started, release } = gates()
    const run = start(errands, fan(5), { interpreter: { ...prompt, 'errand/walk': handler }, concurrency: 2 })
    await until(() => started.length === 2)
    release('e1')
    await until(() => started.length === 3)
    expect(started).toEqual(['e0', 'e1', 'e2'])
    release('e0')
    release('e2')
    await until(() => started.length === 5)
    release('e3')
    release('e4')
    expect((await run.result()).result).toHaveLength(5)
  })

  it('may have a limit of its own, and one tag does not wait for another', async () => {
    const { handler, started, release } = gates()
    const list = [...fan(3), { id: 'r0', by: 'ride' as const }, { id: 'r1', by: 'ride' as const }]
    const limits = { 'errand/walk': 1 }
    const run = start(errands, list, { interpreter: { ...prompt, 'errand/walk': handler }, limits })
    const reader = run[Symbol.asyncIterator]()
    for (const value of ['sent', 'r0 42', 'r1 42']) expect(await reader.next()).toEqual({ done: false, value })
    expect(started).toEqual(['e0'])
    for (const key of ids(3)) {
      await until(() => started.includes(key))
      release(key)
    }
    expect((await run.result()).status).toBe('done')
  })

  it.each([0, -3, NaN])(
    'carries out one effect at a time when %d are allowed',
    { timeout: 2000 },
    async (concurrency) => {
      const run = start(errands, fan(3), { interpreter: prompt, concurrency })
      expect((await run.result()).result).toEqual(['e0', 'e1', 'e2'])
    },
  )

  it.each<readonly [string, Handler<Walk>]>([
    [
      'throws',
      () => {
        throw new TypeError('no shoes')
      },
    ],
    [
      'throws when it is carried out',
      () => () => {
        throw new TypeError('no shoes')
      },
    ],
    ['rejects', () => () => Promise.reject(new TypeError('no shoes'))],
  ])('that %s is a Defect, and the run goes on', async (_what, handler) => {
    const { state, status } = await start(errands, fan(2), {
      interpreter: { ...prompt, 'errand/walk': handler },
    }).result()
    expect(status).toBe('partial')
    expect(state.heard.map(({ said }) => said)).toEqual(['!Defect', '!Defect'])
  })

  it.each<readonly [string, unknown]>([
    ['a text', 'no shoes'],
    ['undefined', undefined],
    ['null', null],
    ['a plain object', { code: 7 }],
    ['a symbol', Symbol('no shoes')],
    ['an object that has no text', Object.create(null)],
  ])('that rejects with %s is a Defect, and the run goes on', { timeout: 2000 }, async (_what, reason) => {
    expect(await heardBy(rejecting(reason as Error))).toEqual({
      e0: '!Defect',
      e1: '!Defect',
      other: '42',
    })
  })

  it.each([
    ['no task', () => undefined],
    ['no promise', () => () => 'walked'],
    ['undefined', () => () => Promise.resolve(undefined)],
    ['a bare value', () => () => Promise.resolve('walked')],
  ])(
    'that answers outside of its type with %s is a Defect, and the run goes on',
    { timeout: 2000 },
    async (_what, handler) => {
      expect(await heardBy(handler)).toEqual({ e0: '!Defect', e1: '!Defect', other: '42' })
    },
  )

  it('that is missing is Unsupported', async () => {
    expect(await heardBy(undefined)).toEqual({ e0: '!Unsupported', e1: '!Unsupported', other: '42' })
  })
})

describe('a handler with a batch face', () => {
  it('gets all effects that are ready in one go', async () => {
    const { alone, together, interpreter } = batching(each)
    const { state } = await start(errands, fan(3), { interpreter }).result()
    expect(together).toEqual([['e0', 'e1', 'e2']])
    expect(alone).toEqual([])
    expect(state.heard.map(({ said }) => said)).toEqual(ids(3).map((id) => `one of many ${id}`))
  })

  it('gets no more in one go than the batch allows, and a last single one by its plain face', async () => {
    const { alone, together, interpreter } = batching(each)
    const { result } = await start(errands, fan(7), { interpreter, batch: 3 }).result()
    expect(together).toEqual([
      ['e0', 'e1', 'e2'],
      ['e3', 'e4', 'e5'],
    ])
    expect(alone).toEqual(['e6'])
    expect([...result].sort()).toEqual(ids(7))
  })

  it('gets a hundred in one go unless told otherwise', async () => {
    const { together, interpreter } = batching(each)
    await start(errands, fan(250), { interpreter }).result()
    expect(together.map((keys) => keys.length)).toEqual([100, 100, 50])
  })

  it('may fail for some and succeed for others', async () => {
    const { interpreter } = batching((keys) => keys.map((key) => (key === 'e1' ? E.left(busy) : E.right('walked'))))
    const { status, state } = await start(errands, fan(3), { interpreter }).result()
    expect(status).toBe('partial')
    expect(state.heard.map(({ id, said }) => [id, said])).toEqual([
      ['e0', 'walked'],
      ['e1', '!Throttled'],
      ['e2', 'walked'],
    ])
  })

  it.each<readonly [string, (keys: readonly string[]) => Answers, readonly string[]]>([
    ['too few', (keys) => each(keys).slice(0, 1), ['one of many e0', '!Defect', '!Defect']],
    ['none', () => [], ['!Defect', '!Defect', '!Defect']],
    ['too many', (keys) => [...each(keys), ...each(keys)], ids(3).map((id) => `one of many ${id}`)],
  ])('that answers with %s outcomes is a Defect for those that are missing', async (_what, answer, said) => {
    const { interpreter } = batching(answer)
    const { state } = await start(errands, fan(3), { interpreter }).result()
    expect(state.heard.map((heard) => heard.said)).toEqual(said)
  })

  it.each([
    [
      'throws',
      () => {
        throw new TypeError('no shoes')
      },
    ],
    [
      'throws when it is carried out',
      () => () => {
        throw new TypeError('no shoes')
      },
    ],
    ['rejects', () => () => Promise.reject(new TypeError('no shoes'))],
    ['answers with nothing', () => () => Promise.resolve(undefined)],
    ['answers with bare values', () => () => Promise.resolve(['walked', 'walked'])],
  ])('that %s is a Defect for each effect, and the run goes on', { timeout: 2000 }, async (_what, many) => {
    const handler = Object.assign((effect: Walk) => prompt['errand/walk'](effect, never), { many })
    expect(await heardBy(handler)).toEqual({ e0: '!Defect', e1: '!Defect', other: '42' })
  })

  it.each([0, -1, NaN])('gets one effect at a time when the batch is %d', { timeout: 2000 }, async (size) => {
    const { alone, together, interpreter } = batching(each)
    // A number that counts how often it is read, so that a loop which never ends throws here instead of hanging the machine.
    let reads = 0
    const batch = {
      valueOf: () => {
        reads += 1
        if (reads > 1000) throw new Error('the batch was read a thousand times for three effects')
        return size
      },
    } as unknown as number
    const ending = await start(errands, fan(3), { interpreter, batch }).ending()
    expect(ending).toMatchObject({ right: { status: 'done' } })
    expect([together, alone]).toEqual([[], ids(3)])
  })
})

const never = { run: '', attempt: 1, signal: new AbortController().signal }
