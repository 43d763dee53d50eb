import * as E from 'fp-ts/lib/Either.js'
import { memory } from '@chorale/adapter-memory'
import { valley } from '@chorale/core/cf14'
import { combine, type Interpreter } from '@chorale/core/effect'
import { unavailable } from '@chorale/core/fault'
import type { Embed } from '@chorale/core/ports'
import { resume, start } from '@chorale/core/run'
import { echoResolver } from '@chorale/core/testing'
import { doctor, outbox, viewed, type View } from '@chorale/core/views'
import { describe, expect, it } from 'vitest'

const view: View = {
  ...{ label: 'Component', collection: 'components', dimension: 2, metric: 'dot' },
  ...{ text: 'current_content', version: 'last_sequence', payload: ['thread_id', 'matrix_name', 'station'] },
}
const context = { run: 'r', attempt: 1, signal: new AbortController().signal }
const program = viewed(valley, [view])
const params = { problem: 'p', threadId: 't' }

const embedding: Interpreter<Embed> = {
  'model/embed':
    ({ texts }) =>
    () =>
      Promise.resolve(
        E.right({
          vectors: texts.map((text) => [text.length, text.charCodeAt(0)]),
          ...{ dimension: 2, resolver: { type: 'table', model: null }, costMicroUsd: 0, warnings: [] },
          usage: { input: 0, cached: 0, output: 0, reasoning: 0 },
        }),
      ),
}

const opened = async () => {
  const stores = memory()
  await stores['vector/collection']({ _tag: 'vector/collection', key: 'c', ...view }, context)()
  const interpreter = combine(combine(echoResolver(), embedding), stores)
  return {
    ...{ stores, interpreter },
    points: async () => {
      const count = { _tag: 'vector/count', key: 'n', collection: 'components' } as const
      const counted = await stores['vector/count'](count, context)()
      return E.isRight(counted) ? counted.right.count : -1
    },
    look: async () => {
      const looked = await start(doctor, { views: [view], mode: 'look' }, { interpreter }).result()
      return looked.result.drift
    },
  }
}

describe('a valley whose components are viewed', () => {
  it('makes what the plain one makes, and a point for each component', async () => {
    const { interpreter, stores, points, look } = await opened()
    const { result, status } = await start(program, params, { interpreter }).result()
    const plain = await start(valley, params, { interpreter: combine(echoResolver(), memory()) }).result()
    expect(status).toBe('done')
    expect(result.matrices.map(({ digest }) => digest)).toEqual(plain.result.matrices.map(({ digest }) => digest))
    expect(await points()).toBe(167)
    expect(await look()).toEqual([])
    const search = { _tag: 'vector/search', key: 's', collection: 'components', vector: [1, 0], limit: 200 } as const
    const found = await stores['vector/search'](
      { ...search, filter: [{ _tag: 'eq', name: 'matrix_name', value: 'C' }] },
      context,
    )()
    expect(E.isRight(found) && found.right.hits.length).toBe(12)
  })

  it('ends the same where it was left and resumed at every embedding', async () => {
    const { interpreter, stores, points, look } = await opened()
    const stop = { now: new AbortController() }
    const stopping: typeof interpreter = {
      ...interpreter,
      // Stopped when the answer has been taken, however many turns it takes on its way.
      'model/embed': (effect, given) => {
        setImmediate(() => stop.now.abort())
        return interpreter['model/embed'](effect, given)
      },
    }
    const options = { interpreter: stopping, journal: stores, run: 'one', snapshots: { every: 20 } }
    let ending = await start(program, params, { ...options, signal: stop.now.signal }).result()
    let sittings = 1
    for (; ending.status === 'paused' && sittings < 99; sittings += 1) {
      stop.now = new AbortController()
      ending = await resume(program, { ...options, signal: stop.now.signal }).result()
    }
    expect(ending.status).toBe('done')
    expect(sittings).toBeGreaterThan(5)
    expect(await points()).toBe(167)
    expect(await look()).toEqual([])
  })

  it('ends all the same where the vectors are away; the outbox has them', async () => {
    const { interpreter, points, look } = await opened()
    const fault = unavailable({ doing: 'write', because: 'it is away', next: 'Wait.', applied: 'no' })
    const away = { ...interpreter, 'vector/upsert': () => () => Promise.resolve(E.left(fault)) }
    expect((await start(program, params, { interpreter: away }).result()).status).toBe('done')
    expect(await points()).toBe(0)
    expect(new Set((await look()).map(({ _tag }) => _tag))).toEqual(new Set(['pending']))
    const carried = await start(outbox, { views: [view] }, { interpreter }).result()
    expect(carried.result).toEqual({ entries: 167, faults: [] })
    expect(await points()).toBe(167)
    expect(await look()).toEqual([])
  })

  it('hears of an embedding that failed as of a write that failed', async () => {
    const { interpreter, points } = await opened()
    const fault = unavailable({ doing: 'embed', because: 'it is away', next: 'Wait.', applied: 'no' })
    const mute = { ...interpreter, 'model/embed': () => () => Promise.resolve(E.left(fault)) }
    const viewedEnd = await start(program, params, { interpreter: mute }).result()
    const failing = { ...interpreter, 'graph/upsert': () => () => Promise.resolve(E.left(fault)) }
    const plainEnd = await start(valley, params, { interpreter: failing }).result()
    expect(viewedEnd.status).toBe(plainEnd.status)
    expect(viewedEnd.result.warnings).toEqual(plainEnd.result.warnings)
    expect(await points()).toBe(0)
  })

  it('takes no vectors for what they are not', async () => {
    const { interpreter, points } = await opened()
    const short: typeof interpreter = {
      ...interpreter,
      'model/embed': (effect, given) => interpreter['model/embed']({ ...effect, texts: effect.texts.slice(1) }, given),
    }
    const { status } = await start(program, params, { interpreter: short }).result()
    expect(status).not.toBe('done')
    expect(await points()).toBe(0)
  })
})
