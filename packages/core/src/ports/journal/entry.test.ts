import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../kit/fault/index.js'
import { entryCodec, isAcknowledged } from './index.js'

const paid = { usage: { input: 1, cached: 2, output: 3, reasoning: 4 }, costMicroUsd: 5, attempts: 1 }
const about = { key: 'a/1', tag: 'test/ask', digest: 'd', labels: { cell: 'x' } }
const entry = {
  ...{
    sequence: 3,
    at: 1_700_000_000_000,
    kind: 'settled',
    about,
    amount: paid,
    source: { run: 'older', sequence: 7 },
  },
  ...{ payloadHash: 'p', payload: '{}', hash: 'h' },
}

const findings = (input: unknown) => {
  const decoded = entryCodec.decode(input)
  return E.isLeft(decoded) ? findingsOf(decoded.left).map(({ path, code }) => [path, code]) : []
}

describe('an entry from a store', () => {
  it.each(['started', 'settled', 'arrived', 'told', 'sent', 'withdrawn', 'resumed', 'cancelled'])(
    'may be %s',
    (kind) => {
      expect(entryCodec.decode({ ...entry, kind })).toEqual(E.right({ ...entry, kind }))
    },
  )

  it('may lack its mark, its amount, its source, its payload and its price, by saying null', () => {
    const bare = { ...entry, about: null, amount: null, source: null, payload: null }
    expect(entryCodec.decode(bare)).toEqual(E.right(bare))
    const priceless = { ...entry, amount: { ...paid, costMicroUsd: null } }
    expect(entryCodec.decode(priceless)).toEqual(E.right(priceless))
  })

  it('may have labels of any name', () => {
    const text = JSON.stringify(entry).replace('"cell":"x"', '"__proto__":"x","constructor":"y","":""')
    const decoded = entryCodec.decode(JSON.parse(text))
    expect(E.isRight(decoded) && JSON.stringify(decoded.right)).toBe(text)
  })

  it.each(Object.keys(entry))('is refused without its %s', (name) => {
    const kept = Object.fromEntries(Object.entries(entry).filter(([key]) => key !== name))
    expect(findings(kept)).toEqual([[name, 'missing']])
  })

  it.each<readonly [string, object]>([
    ['sequence', { sequence: '3' }],
    ['at', { at: '2023-11-14T22:13:20Z' }],
    ['at', { at: null }],
    ['kind', { kind: 'lost' }],
    ['kind', { kind: 'constructor' }],
    ['kind', { kind: null }],
    ['about', { about: 'a/1' }],
    ['about.key', { about: { ...about, key: 1 } }],
    ['about.tag', { about: { ...about, tag: null } }],
    ['about.digest', { about: { ...about, digest: 0 } }],
    ['about.labels', { about: { ...about, labels: null } }],
    ['about.labels.cell', { about: { ...about, labels: { cell: 1 } } }],
    ['amount', { amount: 5 }],
    ['amount.costMicroUsd', { amount: { ...paid, costMicroUsd: '5' } }],
    ['amount.attempts', { amount: { ...paid, attempts: true } }],
    ['amount.usage', { amount: { ...paid, usage: [] } }],
    ['amount.usage.cached', { amount: { ...paid, usage: { ...paid.usage, cached: null } } }],
    ['source', { source: 'older' }],
    ['source.run', { source: { run: 1, sequence: 7 } }],
    ['source.sequence', { source: { run: 'older', sequence: '7' } }],
    ['payloadHash', { payloadHash: null }],
    ['payload', { payload: {} }],
    ['hash', { hash: 1 }],
  ])('is refused by its %s: %j', (path, wrong) => {
    expect(findings({ ...entry, ...wrong }).map(([where]) => where)).toContain(path)
  })

  it.each([null, undefined, 'entry', 3, []])('is refused as a whole: %j', (input) => {
    expect(findings(input)).not.toEqual([])
  })
})

describe('an acknowledgement', () => {
  it.each([{ next: 0 }, { next: 3, isFull: true }, { next: 3, isFull: false }])('may be %j', (given) => {
    expect(isAcknowledged(given)).toBe(true)
  })

  it.each([undefined, null, 3, {}, { next: '3' }, { isFull: true }])('may not be %j', (given) => {
    expect(isAcknowledged(given)).toBe(false)
  })
})
