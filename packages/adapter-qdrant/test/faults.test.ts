import { createServer, type AddressInfo } from 'node:net'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'

import { qdrant } from '../src/index.js'
import { context, point, said } from './said.js'
import { isFirst, json, stub, type Answer } from './stub.js'

/** A store before a stub that answers everything but the question for the collection. */
const before = async (answer: Answer, more = {}) => {
  const server = await stub((heard, response) => (isFirst(heard) ? undefined : answer(heard, response)))
  return { ...server, store: qdrant({ url: server.url, ...more }) }
}

const write = { points: [point('a')] }

describe('a status of the server', () => {
  const says = (error: string) => ({ status: { error }, time: 0 })

  it.each<readonly [number, unknown, string, string, string]>([
    [400, says('Wrong input: x'), 'Rejected', 'no', 'the server says 400: Wrong input: x'],
    [401, 'Must provide an API key', 'Denied', 'no', 'the server says 401: Must provide an API key'],
    [403, says('Forbidden: x'), 'Denied', 'no', 'the server says 403: Forbidden: x'],
    [404, says("Not found: Collection `c` doesn't exist!"), 'NotFound', 'no', 'there is no collection c'],
    [408, says('Timeout'), 'TimedOut', 'unknown', 'the server says 408: Timeout'],
    [409, says('Wrong input: it exists'), 'Conflict', 'no', 'the server says 409: Wrong input: it exists'],
    [413, 'too large', 'Rejected', 'no', 'the server says 413: too large'],
    [422, says('Validation error'), 'Rejected', 'no', 'the server says 422: Validation error'],
    [429, says('too much at once'), 'Rejected', 'no', 'the server says 429: too much at once'],
    [
      500,
      says('Service internal error: x'),
      'Unavailable',
      'unknown',
      'the server says 500: Service internal error: x',
    ],
    [503, '<html>', 'Unavailable', 'unknown', 'the server says 503: <html>'],
    [504, '', 'TimedOut', 'unknown', 'the server says 504: '],
    [302, '', 'Rejected', 'no', 'the server says 302: '],
    [400, {}, 'Rejected', 'no', 'the server says 400: it gave no reason'],
  ])('%i is told with its words', async (status, body, ...[tag, applied, because]) => {
    const { store } = await before((_heard, response) =>
      typeof body === 'string'
        ? response.writeHead(status, { location: '/elsewhere' }).end(body)
        : (json(response, status, body), true),
    )
    expect(await said(store)('vector/upsert', write)).toMatchObject({
      left: { _tag: tag, applied, because, doing: 'carry out vector/upsert k', ids: { collection: 'c' } },
    })
    expect(await said(store)('vector/count', {})).toMatchObject({ left: { _tag: tag, applied: 'no', because } })
  })

  it.each<readonly [string, number]>([
    ['7', 7000],
    ['30', 30_000],
    ['120', 120_000],
    ['0', 0],
  ])('429 with retry-after %s is a pause of so many seconds', async (value, retryAfterMs) => {
    const { store } = await before((_heard, response) => {
      response.setHeader('retry-after', value)
      json(response, 429, says('Rate limiting exceeded'))
      return true
    })
    const outcome = await said(store)('vector/upsert', write)
    expect(outcome).toMatchObject({ left: { _tag: 'Throttled', retryable: true, applied: 'no', retryAfterMs } })
    await store.close()
  })

  it('429 with a date is a pause until then', async () => {
    const { store } = await before((_heard, response) => {
      response.setHeader('retry-after', new Date(Date.now() + 60_000).toUTCString())
      json(response, 429, says('Rate limiting exceeded'))
      return true
    })
    const outcome = await said(store)('vector/count', {})
    expect(outcome).toMatchObject({ left: { _tag: 'Throttled' } })
    const ms = E.isLeft(outcome) && outcome.left._tag === 'Throttled' ? (outcome.left.retryAfterMs ?? 0) : 0
    expect(ms).toBeGreaterThan(50_000)
    expect(ms).toBeLessThanOrEqual(60_000)
  })
})

describe('an answer that is none', () => {
  it.each<readonly [string, Answer]>([
    ['a page of a proxy', (_heard, response) => response.writeHead(200).end('<html>welcome</html>')],
    ['nothing', (_heard, response) => response.writeHead(200).end()],
    ['another status of success', (_heard, response) => response.writeHead(202).end('{}')],
    ['a result of another kind', (_heard, response) => (json(response, 200, { result: { count: 'many' } }), true)],
    ['a result of null', (_heard, response) => (json(response, 200, { result: null }), true)],
  ])('is not taken for one: %s', async (_what, answer) => {
    const { store } = await before(answer)
    expect(await said(store)('vector/count', {})).toMatchObject({ left: { _tag: 'BadAnswer', retryable: false } })
    const search = { vector: [1, 0], limit: 1 }
    expect(await said(store)('vector/search', search)).toMatchObject({ left: { _tag: 'BadAnswer' } })
  })

  it('in a search, a hit without a finite score is not passed on', async () => {
    const { store } = await before((_heard, response) => {
      json(response, 200, { result: { points: [{ id: 'a', payload: {}, score: null }] } })
      return true
    })
    expect(await said(store)('vector/search', { vector: [1, 0], limit: 1 })).toMatchObject({
      left: { _tag: 'BadAnswer' },
    })
  })
})

describe('the way to the server', () => {
  it('that is refused: nothing was applied', async () => {
    const closed = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => closed.once('listening', resolve))
    // A cast: a server that listens on a port has such an address.
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    const store = qdrant({ url: `http://127.0.0.1:${port}` })
    const left = { _tag: 'Unavailable', applied: 'no' }
    expect(await said(store)('vector/drop', {})).toMatchObject({ left })
    expect(await said(store)('vector/upsert', write)).toMatchObject({ left })
    await expect(store.ready()).rejects.toMatchObject({ _tag: 'Unavailable' })
  })

  it('that breaks before an answer: a write may have been applied, a reading has not', async () => {
    const { store } = await before((_heard, response) => response.socket?.resetAndDestroy())
    expect(await said(store)('vector/upsert', write)).toMatchObject({
      left: { _tag: 'Unavailable', applied: 'unknown' },
    })
    expect(await said(store)('vector/count', {})).toMatchObject({ left: { _tag: 'Unavailable', applied: 'no' } })
  })

  it('that breaks inside of an answer is the same', async () => {
    const { store } = await before((_heard, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('{"result":')
      response.socket?.destroySoon()
      return true
    })
    expect(await said(store)('vector/upsert', write)).toMatchObject({
      left: { _tag: 'Unavailable', applied: 'unknown' },
    })
  })
})

describe('a server that never answers', () => {
  const deadlines = { readMs: 60, writeMs: 60, startMs: 60 }
  const never: Answer = () => true

  it('is given up at the deadline', async () => {
    const { store } = await before(never, { deadlines })
    const left = { _tag: 'TimedOut', because: 'no answer within 60 ms' }
    expect(await said(store)('vector/count', {})).toMatchObject({ left: { ...left, applied: 'no' } })
    expect(await said(store)('vector/upsert', write)).toMatchObject({ left: { ...left, applied: 'unknown' } })
    expect(await said(store)('vector/drop', {})).toMatchObject({ left: { ...left, applied: 'unknown' } })
    expect(await store.start()).toMatchObject({ left })
  })

  it('is given up where its answer begins and never ends', async () => {
    const { store } = await before((_heard, response) => response.writeHead(200).write('{'), { deadlines })
    expect(await said(store)('vector/count', {})).toMatchObject({ left: { _tag: 'TimedOut' } })
  })

  it('is given up when the caller ends it', async () => {
    const control = new AbortController()
    const { store, heard } = await before(() => {
      control.abort()
      return true
    })
    const within = { ...context, signal: control.signal }
    expect(await said(store, 'c', within)('vector/upsert', write)).toMatchObject({
      left: { _tag: 'Cancelled', applied: 'unknown' },
    })
    const before_ = heard.length
    expect(await said(store, 'c', within)('vector/upsert', write)).toMatchObject({
      left: { _tag: 'Cancelled', applied: 'no' },
    })
    expect(heard.length).toBe(before_)
  })
})

describe('a write of several requests', () => {
  const points = Array.from({ length: 10 }, (_, i) => point(`p${i}`))
  const third = (status: number, headers = {}): Answer => {
    let asked = 0
    return (_heard, response) => {
      asked += 1
      if (asked < 3) return undefined
      return response.writeHead(status, headers).end('{}')
    }
  }

  it.each<readonly [string, Answer, string]>([
    ['a fault of the server', third(503), 'Unavailable'],
    ['a pause', third(429, { 'retry-after': '9' }), 'Unavailable'],
  ])('that meets %s on its way may be partly applied, and says so', async (_what, answer, tag) => {
    const { store, heard } = await before(answer, { batchSize: 2, streams: 1 })
    const outcome = await said(store)('vector/upsert', { points })
    expect(outcome).toMatchObject({ left: { _tag: tag, retryable: true, applied: 'unknown' } })
    expect(outcome).toMatchObject({
      left: { because: expect.stringContaining('4 of 10 points were written before') as unknown },
    })
    // The question for the collection, two batches, and the one that failed.
    expect(heard.length).toBe(4)
  })

  it('says so too where it is refused for good', async () => {
    const { store } = await before(third(403), { batchSize: 2, streams: 1 })
    expect(await said(store)('vector/upsert', { points })).toMatchObject({
      left: { _tag: 'Denied', because: expect.stringContaining('4 of 10 points were written before') as unknown },
    })
  })

  it('keeps so many requests out and no more', async () => {
    let [out, most] = [0, 0]
    const { store } = await before(
      (_heard, response) => {
        out += 1
        most = Math.max(most, out)
        setTimeout(() => {
          out -= 1
          json(response, 200, { result: {} })
        }, 20)
        return true
      },
      { batchSize: 1, streams: 4 },
    )
    expect(await said(store)('vector/upsert', { points })).toEqual(E.right({ points: 10 }))
    expect(most).toBe(4)
  })
})

describe('what is sent', () => {
  it('asks for answers that are not compressed, waits for writes, and carries the key in a header alone', async () => {
    const { store, heard } = await before(() => undefined, { apiKey: 'secret-key' })
    await said(store)('vector/upsert', write)
    await said(store)('vector/delete', { ids: ['a'] })
    await said(store)('vector/payload', { ids: ['a'], set: { x: 1 } })
    expect(heard.map(({ what }) => what)).toEqual([
      'GET /collections/c',
      'PUT /collections/c/points?wait=true',
      'POST /collections/c/points/delete?wait=true',
      'POST /collections/c/points/batch?wait=true',
    ])
    for (const { what, headers, body } of heard) {
      expect(headers).toMatchObject({ 'accept-encoding': 'identity', 'api-key': 'secret-key' })
      expect(what + body).not.toContain('secret-key')
    }
  })

  it('goes under the path of the address', async () => {
    const { url, heard } = await stub(() => undefined)
    await qdrant({ url: `${url}/behind/a-proxy/` }).start()
    expect(heard.map(({ what }) => what)).toEqual(['GET /behind/a-proxy/collections'])
  })

  it('never shows the key in an error, even where the server repeats it', async () => {
    const { store } = await before((_heard, response) => response.writeHead(400).end('bad key secret-key'), {
      apiKey: 'secret-key',
    })
    const outcome = await said(store)('vector/count', {})
    expect(outcome).toMatchObject({ left: { because: 'the server says 400: bad key ***' } })
  })
})

describe('a store that is closed', () => {
  it('has waited for what was out, and opens again', async () => {
    let answered = false
    const { store } = await before((_heard, response) => {
      setTimeout(() => {
        answered = true
        json(response, 200, { result: { count: 1 } })
      }, 30)
      return true
    })
    await said(store)('vector/get', { ids: [], vectors: 'without' })
    const counted = said(store)('vector/count', {})
    await store.close()
    expect(answered).toBe(true)
    expect(await counted).toEqual(E.right({ count: 1 }))
    expect(await said(store)('vector/count', {})).toEqual(E.right({ count: 1 }))
    await store.close()
    await store.close()
  })

  it('was never opened where nothing was asked', async () => {
    const { store, heard } = await before(() => undefined)
    await store.close()
    expect(heard).toEqual([])
  })
})

describe('options that are wrong', () => {
  it('are told by the first effect, with the path to each fault', async () => {
    const store = qdrant({ url: 'localhost', streams: 0 })
    const because = expect.stringMatching(/url: .*; streams: /u) as unknown
    expect(await said(store)('vector/count', {})).toMatchObject({ left: { _tag: 'Rejected', because } })
    expect(await store.start()).toMatchObject({ left: { _tag: 'Rejected', because } })
  })
})
