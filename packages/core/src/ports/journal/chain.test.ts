import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentOf, effectDigest } from '../../kit/effect/index.js'
import { chainHash, firstBreak, genesis, type Entry, type Mark } from './index.js'

/**
 * Three entries whose hashes were computed apart from this code, each with `printf '%s' '<text>' | sha256sum` of the text beside it, those of
 * the chain with a `| tr '|' '\\n'` between; `$0`, `$1` and `$2` stand for the hash before it in full.
 */
const golden = {
  // ["chorale/journal/1","r","valley",3]
  genesis: 'c4461cc69bbeac923d2a99b878a4c8aa3a1844e7d6a9e056c210d3e9f8bec26d',
  payloads: [
    // {"topic":"tides"}
    'c05ef271265d2515d7d0407fab5632661a0b805b0d6b047b902b61a08c86732b',
    // {"_tag":"test/ask","about":"tides"}
    '16173ed057b07c322fac2e1b4589d83cda6810f3dc149018940f8142a9d23a5f',
    // {"_tag":"Right","right":"Zürich 😀"}
    'c0a91f9bba665020844548c1354c7fc95510ed7dbd8a4afc1fbc74864a04b454',
  ],
  hashes: [
    // 64|$0|0|1700000000000|started|64|c05ef271265d2515d7d0407fab5632661a0b805b0d6b047b902b61a08c86732b|||||||||
    'd3f767364857909731fbfb66ce9b5328e07ec706b59fd72a732461adcc5c009d',
    // 64|$1|1|1700000000001|sent|64|16173ed057b07c322fac2e1b4589d83cda6810f3dc149018940f8142a9d23a5f|1|8850|1200|10|350|40||||3|a/1|8|test/ask|64|
    // 16173ed057b07c322fac2e1b4589d83cda6810f3dc149018940f8142a9d23a5f|1|Z|1|1|4|cell|1|x|6|tenant|1|t (in one line)
    'b342226ff873b04208d1654b9860194b2a332d9129788e66aa85f47f29f4deec',
    // 64|$2|2|1700000000002|settled|64|c0a91f9bba665020844548c1354c7fc95510ed7dbd8a4afc1fbc74864a04b454|1||1200|10|350|40|5|older|7|3|a/1|8|test/ask|64|
    // 16173ed057b07c322fac2e1b4589d83cda6810f3dc149018940f8142a9d23a5f (in one line)
    '4fbb7790d068abd68faeca41ba4c8333629bc4d687f5639877ee838dab5f0c4c',
  ],
} as const

const usage = { input: 1200, cached: 10, output: 350, reasoning: 40 }
const about: Mark = { key: 'a/1', tag: 'test/ask', digest: golden.payloads[1], labels: {} }
const entries: readonly [Entry, Entry, Entry] = [
  {
    ...{ sequence: 0, at: 1_700_000_000_000, kind: 'started', about: null, amount: null, source: null },
    ...{ payload: '{"topic":"tides"}', payloadHash: golden.payloads[0], hash: golden.hashes[0] },
  },
  {
    ...{ sequence: 1, at: 1_700_000_000_001, kind: 'sent', source: null },
    about: { ...about, labels: { tenant: 't', cell: 'x', Z: '1' } },
    amount: { attempts: 1, costMicroUsd: 8850, usage },
    ...{ payload: '{"_tag":"test/ask","about":"tides"}', payloadHash: golden.payloads[1], hash: golden.hashes[1] },
  },
  {
    ...{ sequence: 2, at: 1_700_000_000_002, kind: 'settled', about, source: { run: 'older', sequence: 7 } },
    amount: { attempts: 1, costMicroUsd: null, usage },
    ...{ payload: '{"_tag":"Right","right":"Zürich 😀"}', payloadHash: golden.payloads[2], hash: golden.hashes[2] },
  },
]
const start = { next: 0, hash: golden.genesis }

/** What a hashed text says, line by line. */
const readBack = (hashed: string): object => {
  let rest = `${hashed}\n`
  const cut = (length: number): string => {
    const found = rest.slice(0, length)
    rest = rest.slice(length + 1)
    return found
  }
  const line = (): string => cut(rest.indexOf('\n'))
  const number = (): number | null => {
    const found = line()
    return found === '' ? null : Number(found)
  }
  const text = (): string | null => {
    const length = number()
    const found = cut(length ?? 0)
    return length === null ? null : found
  }
  const head = { previous: text(), sequence: number(), at: number(), kind: line(), payloadHash: text() }
  const attempts = number()
  const costMicroUsd = number()
  const counts = { input: number(), cached: number(), output: number(), reasoning: number() }
  const source = { run: text(), sequence: number() }
  const mark = rest === '' ? null : { key: text(), tag: text(), digest: text() }
  const labels: [string, string][] = []
  while (rest !== '') labels.push([text() ?? '', text() ?? ''])
  return {
    ...head,
    amount: attempts === null ? null : { attempts, costMicroUsd, usage: counts },
    source: source.run === null ? null : source,
    about: mark === null ? null : { ...mark, labels: Object.fromEntries(labels) },
  }
}

describe("a chain's beginning", () => {
  it('is the SHA-256 of a text with the run and its program', () => {
    expect(genesis('r', { name: 'valley', version: 3 })).toBe(golden.genesis)
  })

  it('differs by run, by name and by version', () => {
    const others = [
      genesis('r', { name: 'valley', version: 3 }),
      genesis('s', { name: 'valley', version: 3 }),
      genesis('r', { name: 'chat', version: 3 }),
      genesis('r', { name: 'valley', version: 4 }),
      genesis('r","valley', { name: '3', version: 3 }),
    ]
    expect(new Set(others).size).toBe(others.length)
  })
})

describe('the hash of an entry', () => {
  it.each([0, 1, 2] as const)('is the SHA-256 of one text: entry %d', (i) => {
    expect(chainHash(i === 0 ? golden.genesis : (golden.hashes[i - 1] ?? ''), entries[i])).toBe(golden.hashes[i])
  })

  it('does not depend on the order of labels, nor of members', () => {
    const reordered = Object.fromEntries(Object.entries(entries[1]).reverse()) as unknown as Entry // reason: the same members
    const turned = { ...reordered, about: { ...about, labels: { Z: '1', cell: 'x', tenant: 't' } } }
    expect(chainHash(golden.hashes[0], turned)).toBe(golden.hashes[1])
  })

  it('is taken of a text that the entry can be read back from: no two entries share one', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', 'a/1', '\n', '1\n2', '\ud800', '__proto__'),
    )
    const number = fc.maxSafeInteger()
    const about = fc.option(fc.record({ key: text, tag: text, digest: text, labels: fc.dictionary(text, text) }))
    const counts = fc.record({ input: number, cached: number, output: number, reasoning: number })
    const amount = fc.option(fc.record({ usage: counts, costMicroUsd: fc.option(number), attempts: number }))
    const source = fc.option(fc.record({ run: text, sequence: number }))
    const any = fc.record({ sequence: number, at: number, about, amount, source, payloadHash: text })
    fc.assert(
      fc.property(any, text, (one, previous) => {
        chainHash(previous, { ...one, kind: 'told' }, (hashed) => {
          expect(readBack(hashed)).toEqual({ previous, ...one, kind: 'told' })
          return ''
        })
      }),
    )
  })

  it('takes a label called __proto__ for a label', () => {
    const evil = JSON.parse('{"__proto__": "a"}') as { readonly [name: string]: string }
    const hashes = [evil, {}, { __proto: 'a' }].map((labels) =>
      chainHash('', { ...entries[1], about: { ...about, labels } }),
    )
    expect(new Set(hashes).size).toBe(3)
  })

  it('does not take one label for two, nor a name for a word, nor the mark for its labels', () => {
    const marks: readonly Mark[] = [
      { ...about, labels: { a: 'b', c: 'd' } },
      { ...about, labels: { a: 'b","c","d' } },
      { ...about, labels: { a: 'b', c: '' } },
      { ...about, labels: { a: 'd', c: 'b' } },
      { ...about, labels: { b: 'a', d: 'c' } },
      { ...about, digest: `${about.digest}","a`, labels: {} },
    ]
    expect(new Set(marks.map((mark) => chainHash('', { ...entries[1], about: mark }))).size).toBe(marks.length)
  })
})

describe('a chain', () => {
  it('that is whole has no break, nor has an empty one', () => {
    expect(firstBreak(entries, start)).toBeUndefined()
    expect(firstBreak([], start)).toBeUndefined()
  })

  it('goes on from anywhere by the place and the hash of the entry before', () => {
    expect(firstBreak(entries.slice(1), { next: 1, hash: golden.hashes[0] })).toBeUndefined()
    expect(firstBreak(entries.slice(1), { next: 1, hash: golden.hashes[1] })).toEqual({
      ...{ sequence: 1, found: 'another hash' },
    })
    expect(firstBreak(entries.slice(1), start)).toEqual({ sequence: 0, found: 'another sequence' })
  })

  it('is accepted without the payload of what was sent', () => {
    const [first, sent, last] = entries
    expect(firstBreak([first, { ...sent, payload: null }, last], start)).toBeUndefined()
  })

  it('still holds the hash of a payload that was left out', () => {
    const [first, sent, last] = entries
    const other = { ...sent, payload: null, payloadHash: golden.payloads[0] }
    expect(firstBreak([first, other, last], start)).toEqual({ sequence: 1, found: 'another hash' })
  })

  it('breaks where another text has taken the place of a payload, even in spelling alone', () => {
    const [first, sent, last] = entries
    const respelled = { ...first, payload: '{ "topic": "tides" }' }
    expect(firstBreak([respelled, sent, last], start)).toEqual({ sequence: 0, found: 'another payload' })
    const rehashed = { ...last, payload: first.payload, payloadHash: first.payloadHash }
    expect(firstBreak([first, sent, rehashed], start)).toEqual({ sequence: 2, found: 'another hash' })
  })

  it('does not tell by itself that its last entries are gone: their number and hash in the record do', () => {
    expect(firstBreak(entries.slice(0, 2), start)).toBeUndefined()
  })

  it('is the same for a faster hash', () => {
    const asked: string[] = []
    const fast = (text: string) => {
      asked.push(text)
      return createHash('sha256').update(text).digest('hex')
    }
    expect(genesis('r', { name: 'valley', version: 3 }, fast)).toBe(golden.genesis)
    expect(chainHash(golden.hashes[1], entries[2], fast)).toBe(golden.hashes[2])
    asked.length = 0
    expect(firstBreak(entries, start, fast)).toBeUndefined()
    expect(asked.length).toBe(6)
    expect(asked).toContain(entries[2].payload)
  })
})

describe('what was sent', () => {
  const ask = { _tag: 'test/ask', key: 'a/1', about: 'tides' }

  it('has the digest of its effect for the hash of its payload', () => {
    expect([contentOf(ask), effectDigest(ask)]).toEqual([entries[1].payload, golden.payloads[1]])
  })
})
