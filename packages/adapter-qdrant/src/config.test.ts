import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { checkOptions, type QdrantOptions } from './config.js'

/** A cast on purpose: a host without types may pass anything. */
const checked = (options: unknown) => checkOptions(options as QdrantOptions)

const url = 'http://localhost:6333'

describe('options', () => {
  it('need an address alone', () => {
    expect(checked({ url })).toEqual(
      E.right({
        ...{ origin: url, path: '', apiKey: undefined, search: 'exact', batchSize: 256, streams: 3 },
        ...{ deadlines: { readMs: 5000, writeMs: 10_000, startMs: 30_000 }, collectionPrefix: '' },
      }),
    )
  })

  it.each([
    ['http://localhost', 'http://localhost:6333', ''],
    ['https://localhost:443', 'https://localhost:443', ''],
    ['http://localhost:80/', 'http://localhost:80', ''],
    ['https://example.test/qdrant/', 'https://example.test:6333', '/qdrant'],
    ['http://[::1]:6333', 'http://[::1]:6333', ''],
    ['http://[::1]', 'http://[::1]:6333', ''],
    ['HTTPS://Example.test:1/a/b', 'https://example.test:1', '/a/b'],
  ])('take %s for %s and the path "%s"', (given, origin, path) => {
    expect(checked({ url: given })).toMatchObject({ right: { origin, path } })
  })

  it('keep the deadlines that are not said', () => {
    expect(checked({ url, deadlines: { readMs: 1 } })).toMatchObject({
      right: { deadlines: { readMs: 1, writeMs: 10_000, startMs: 30_000 } },
    })
  })

  it.each<readonly [string, unknown, readonly string[]]>([
    ['nothing', undefined, ['url']],
    ['an address of another kind', { url: 'ftp://localhost' }, ['url']],
    ['no address', { url: 'localhost:6333' }, ['url']],
    ['an address with a port beyond all', { url: 'http://localhost:99999' }, ['url']],
    ['a user in the address', { url: 'http://u:p@localhost' }, ['url']],
    ['a query in the address', { url: 'http://localhost?x=1' }, ['url']],
    ['a key that breaks a header', { url, apiKey: 'a\nb' }, ['apiKey']],
    ['an empty key', { url, apiKey: '' }, ['apiKey']],
    ['a search of another kind', { url, search: 'fast' }, ['search']],
    ['no time', { url, deadlines: { readMs: 0 } }, ['deadlines.readMs']],
    ['more than an hour', { url, deadlines: { writeMs: 3_600_001 } }, ['deadlines.writeMs']],
    ['a deadline that is none', { url, deadlines: { reedMs: 5 } }, ['deadlines.reedMs']],
    ['an undefined deadline', { url, deadlines: { readMs: undefined } }, ['deadlines.readMs']],
    ['a batch of none', { url, batchSize: 0 }, ['batchSize']],
    ['a batch of too many', { url, batchSize: 10_001 }, ['batchSize']],
    ['half a stream', { url, streams: 0.5 }, ['streams']],
    ['a prefix that is no name', { url, collectionPrefix: '../' }, ['collectionPrefix']],
    ['a prefix that is no text', { url, collectionPrefix: null }, ['collectionPrefix']],
    ['an option in other letters', { url, apikey: 'x' }, ['apikey']],
    ['all of it', { url: 1, streams: NaN, batchSize: '5' }, ['url', 'batchSize', 'streams']],
  ])('are refused with a path to each fault: %s', (_what, options, paths) => {
    const refused = checked(options)
    expect(refused).toMatchObject({ left: { _tag: 'BadInput' } })
    expect(E.isLeft(refused) ? refused.left.findings.map(({ path }) => path) : []).toEqual(paths)
  })

  it('never show the key', () => {
    const refused = checked({ url: 'http://user:word@x', apiKey: 'secret key', streams: 0 })
    expect(JSON.stringify(refused)).not.toMatch(/secret key|word@/u)
  })
})
