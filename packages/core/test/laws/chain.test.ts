import { createHash } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256Hex } from '@chorale/core/base'
import type { Paid } from '@chorale/core/fault'
import type { Entry, Mark, Source } from '@chorale/core/ports/journal'
import { chainHash, entryCodec, firstBreak, genesis } from '@chorale/core/ports/journal'

const count = fc.nat(Number.MAX_SAFE_INTEGER)
const text = fc.string({
  maxLength: 5,
  unit: fc.oneof(fc.constantFrom('"', '\\', ',', '[', '\ud800'), fc.string({ maxLength: 1 })),
})
const labels = fc.dictionary(fc.oneof(text, fc.constantFrom('__proto__', '10', '9')), text, { maxKeys: 3 })
const mark: fc.Arbitrary<Mark> = fc.record({ key: text, tag: text, digest: text, labels })
const paid: fc.Arbitrary<Paid> = fc.record({
  usage: fc.record({ input: count, cached: count, output: count, reasoning: count }),
  costMicroUsd: fc.option(count),
  attempts: count,
})
const source: fc.Arbitrary<Source> = fc.record({ run: text, sequence: count })
const kinds: readonly Entry['kind'][] = ['started', 'settled', 'arrived', 'told', 'sent', 'withdrawn', 'resumed']
const kind = fc.constantFrom(...kinds)

/** What an entry says, before it has a place in a chain. */
const said = fc
  .record({
    ...{ at: fc.maxSafeInteger(), kind, about: fc.option(mark), amount: fc.option(paid), source: fc.option(source) },
    json: fc.jsonValue({ maxDepth: 1 }),
    isLeftOut: fc.boolean(),
  })
  .map(({ json, isLeftOut, ...rest }) => {
    const payload = JSON.stringify(json)
    return { ...rest, payloadHash: sha256Hex(payload), payload: isLeftOut && rest.kind === 'sent' ? null : payload }
  })
type Said = typeof said extends fc.Arbitrary<infer S> ? S : never

const program = { name: 'p', version: 1 }
const start = { next: 0, hash: genesis('r', program) }

/** What is said, put into its place in a chain. */
const linked = <A extends Said>(list: readonly A[], { next, hash } = start) => {
  const entries: (A & Pick<Entry, 'sequence' | 'hash'>)[] = []
  for (const one of list) {
    const entry = { ...one, sequence: next + entries.length }
    entries.push({ ...entry, hash: chainHash(entries.at(-1)?.hash ?? hash, entry) })
  }
  return entries
}

const chain = fc.array(said, { minLength: 1, maxLength: 6 }).map((list) => linked(list))
/** Which entry of a chain, whatever its length. */
const place = fc.nat(1000)
const other = fc.integer({ min: 1, max: 1_000_000 })
/** Each place given its own number again, as one would who wants to hide that something is gone. */
const renumbered = (entries: readonly Entry[]) => entries.map((entry, sequence) => ({ ...entry, sequence }))

interface Full {
  readonly about: Mark
  readonly amount: Paid
  readonly source: Source
}
const labelled = mark.filter((one) => Object.keys(one.labels).length > 0)
/** What is said by entries in which everything is there that may be there. */
const fully = fc.array(
  fc.tuple(said, fc.record({ about: labelled, amount: paid, source })).map(([one, all]) => ({ ...one, ...all })),
  { minLength: 1, maxLength: 5 },
)

const nextOf = (kindNow: Entry['kind'], by: number) => kinds[(kinds.indexOf(kindNow) + 1 + (by % 6)) % 7] ?? 'told'
const more = (word: string, by: number) => `${word}${by}`

type Change = (entry: Entry & Full, by: number) => Entry
const inAbout =
  (change: (mark: Mark, by: number) => Partial<Mark>): Change =>
  (entry, by) => ({ ...entry, about: { ...entry.about, ...change(entry.about, by) } })
const inAmount =
  (change: (amount: Paid, by: number) => Partial<Paid>): Change =>
  (entry, by) => ({ ...entry, amount: { ...entry.amount, ...change(entry.amount, by) } })
const inSource =
  (change: (source: Source, by: number) => Partial<Source>): Change =>
  (entry, by) => ({ ...entry, source: { ...entry.source, ...change(entry.source, by) } })
const inUsage = (bucket: keyof Paid['usage']): Change =>
  inAmount(({ usage }, by) => ({ usage: { ...usage, [bucket]: usage[bucket] - by } }))

/** Labels with the first one changed, renamed or taken away. */
const relabelled = (mark: Mark, edit: (name: string, word: string) => readonly (readonly [string, string])[]) => {
  const [first = ['name', 'word'], ...rest] = Object.entries(mark.labels)
  return { labels: Object.fromEntries([...rest, ...edit(...first)]) }
}

/** Each way in which one member of an entry may become another. */
const changes: readonly (readonly [what: string, change: Change])[] = [
  ['at', (entry, by) => ({ ...entry, at: entry.at > 0 ? entry.at - by : entry.at + by })],
  ['kind', (entry, by) => ({ ...entry, kind: nextOf(entry.kind, by) })],
  ['about, gone', (entry) => ({ ...entry, about: null })],
  ['key', inAbout(({ key }, by) => ({ key: more(key, by) }))],
  ['tag', inAbout(({ tag }, by) => ({ tag: more(tag, by) }))],
  ['digest', inAbout(({ digest }, by) => ({ digest: more(digest, by) }))],
  ['label of another word', inAbout((now, by) => relabelled(now, (name, word) => [[name, more(word, by)]]))],
  ['label of another name', inAbout((now, by) => relabelled(now, (name, word) => [[`${name} ${by}`, word]]))],
  ['label, one too many', inAbout(({ labels: all }, by) => ({ labels: { ...all, [`a new one ${by}`]: '' } }))],
  ['label, one too few', inAbout((now) => relabelled(now, () => []))],
  ['amount, gone', (entry) => ({ ...entry, amount: null })],
  ['attempts', inAmount(({ attempts }, by) => ({ attempts: attempts - by }))],
  ['cost', inAmount(({ costMicroUsd: cost }, by) => ({ costMicroUsd: (cost ?? 0) - by }))],
  ['cost, gone', inAmount(({ costMicroUsd: cost }) => ({ costMicroUsd: cost === null ? 0 : null }))],
  ['input', inUsage('input')],
  ['cached', inUsage('cached')],
  ['output', inUsage('output')],
  ['reasoning', inUsage('reasoning')],
  ['source, gone', (entry) => ({ ...entry, source: null })],
  ["source's run", inSource(({ run }, by) => ({ run: more(run, by) }))],
  ["source's sequence", inSource(({ sequence }, by) => ({ sequence: sequence - by }))],
  ['hash', (entry, by) => ({ ...entry, hash: sha256Hex(more(entry.hash, by)) })],
]

describe('a chain', () => {
  it('is whole as it was linked, and from any place in it', () => {
    fc.assert(
      fc.property(chain, place, (entries, at) => {
        const next = at % (entries.length + 1)
        expect(firstBreak(entries, start)).toBeUndefined()
        expect(firstBreak(entries.slice(next), { next, hash: entries[next - 1]?.hash ?? start.hash })).toBeUndefined()
      }),
    )
  })

  it.each(changes)('breaks at the entry whose %s is another', (_what, change) => {
    fc.assert(
      fc.property(fully, place, other, (list, at, by) => {
        const sequence = at % list.length
        const whole = linked(list)
        const changed = whole.map((entry, i) => (i === sequence ? change(entry, by) : entry))
        expect(firstBreak(whole, start)).toBeUndefined()
        expect(firstBreak(changed, start)).toEqual({ sequence, found: 'another hash' })
      }),
    )
  })

  it('breaks at the entry which has got a mark, an amount or a source', () => {
    fc.assert(
      fc.property(fully, place, fc.constantFrom<keyof Full>('about', 'amount', 'source'), (list, at, member) => {
        const sequence = at % list.length
        const whole = linked<Said>(list.map((one, i) => (i === sequence ? { ...one, [member]: null } : one)))
        const changed = whole.map((entry, i) => (i === sequence ? { ...entry, [member]: list[i]?.[member] } : entry))
        expect(firstBreak(whole, start)).toBeUndefined()
        expect(firstBreak(changed, start)).toEqual({ sequence, found: 'another hash' })
      }),
    )
  })

  it('breaks at the entry whose sequence, payload or hash of the payload is another', () => {
    fc.assert(
      fc.property(chain, place, other, (entries, at, by) => {
        const i = at % entries.length
        const breakOf = (change: (entry: Entry) => Partial<Entry>) =>
          firstBreak(
            entries.map((entry, j) => (j === i ? { ...entry, ...change(entry) } : entry)),
            start,
          )
        const isLeftOut = entries[i]?.payload === null
        const sequence = i
        expect(breakOf((entry) => ({ sequence: entry.sequence + by }))).toEqual({ sequence, found: 'another sequence' })
        expect(breakOf(({ payload }) => ({ payload: `${payload ?? ''} ${by}` }))).toEqual({
          ...{ sequence, found: 'another payload' },
        })
        expect(breakOf(({ payloadHash }) => ({ payloadHash: more(payloadHash, by) }))).toEqual({
          ...{ sequence, found: isLeftOut ? 'another hash' : 'another payload' },
        })
      }),
    )
  })

  it('does not look at a payload that was left out', () => {
    fc.assert(
      fc.property(chain, (entries) => {
        expect(
          firstBreak(
            entries.map((entry) => ({ ...entry, payload: null })),
            start,
          ),
        ).toBeUndefined()
      }),
    )
  })

  it('breaks where an entry was removed, numbered anew or not; the last one its record misses', () => {
    fc.assert(
      fc.property(chain, place, (entries, at) => {
        const i = at % entries.length
        const rest = entries.filter((_, j) => j !== i)
        const isLast = i === entries.length - 1
        expect(firstBreak(rest, start)).toEqual(isLast ? undefined : { sequence: i, found: 'another sequence' })
        expect(firstBreak(renumbered(rest), start)).toEqual(isLast ? undefined : { sequence: i, found: 'another hash' })
      }),
    )
  })

  it('breaks at the first of two entries that were swapped, numbered anew or not', () => {
    fc.assert(
      fc.property(chain, place, place, (entries, one, two) => {
        const [i, j] = [one % entries.length, two % entries.length].sort((a, b) => a - b) as [number, number] // reason: two in, two out
        fc.pre(i !== j)
        const swapped = entries.map((entry, k) => entries[k === i ? j : k === j ? i : k] ?? entry)
        expect(firstBreak(swapped, start)).toEqual({ sequence: i, found: 'another sequence' })
        expect(firstBreak(renumbered(swapped), start)).toEqual({ sequence: i, found: 'another hash' })
      }),
    )
  })

  it('breaks where a copy of an entry was put in, numbered anew or not', () => {
    fc.assert(
      fc.property(chain, place, place, (entries, from, to) => {
        const i = to % (entries.length + 1)
        const copy = entries[from % entries.length]
        const doubled = [...entries.slice(0, i), ...(copy === undefined ? [] : [copy]), ...entries.slice(i)]
        // A copy in front of its original is the original; then that one is the one too many.
        const sequence = copy?.sequence === i ? i + 1 : i
        expect(firstBreak(doubled, start)).toEqual({ sequence, found: 'another sequence' })
        expect(firstBreak(renumbered(doubled), start)).toEqual({ sequence, found: 'another hash' })
      }),
    )
  })

  it('breaks behind an entry that was made up and put in with the right number and hash', () => {
    fc.assert(
      fc.property(chain, said, place, (entries, madeUp, at) => {
        const i = at % entries.length
        const before = entries.slice(0, i)
        const forged = linked([madeUp], { next: i, hash: before.at(-1)?.hash ?? start.hash })
        fc.pre(forged[0]?.hash !== entries[i]?.hash)
        const all = [...before, ...forged, ...entries.slice(i)]
        expect(firstBreak(all, start)).toEqual({ sequence: i + 1, found: 'another sequence' })
        expect(firstBreak(renumbered(all), start)).toEqual({ sequence: i + 1, found: 'another hash' })
      }),
    )
  })

  it('names the first of several breaks', () => {
    fc.assert(
      fc.property(chain, fc.uniqueArray(place, { minLength: 1, maxLength: 4 }), (entries, places) => {
        const at = places.map((one) => one % entries.length)
        const changed = entries.map((entry, i) => (at.includes(i) ? { ...entry, at: entry.at === 0 ? 1 : 0 } : entry))
        expect(firstBreak(changed, start)).toEqual({ sequence: Math.min(...at), found: 'another hash' })
      }),
    )
  })

  it('cannot be moved to another run, nor to another program or version', () => {
    const elsewhere = fc.constantFrom(
      genesis('s', program),
      genesis('r', { ...program, name: 'q' }),
      genesis('r', { ...program, version: 2 }),
    )
    fc.assert(
      fc.property(chain, elsewhere, (entries, hash) => {
        expect(firstBreak(entries, { next: 0, hash })).toEqual({ sequence: 0, found: 'another hash' })
      }),
    )
  })

  it('is the same under any SHA-256, and does not depend on the order of labels', () => {
    const fast = (given: string) => createHash('sha256').update(given).digest('hex')
    const turned = ({ labels: all }: Mark) => Object.fromEntries(Object.entries(all).reverse())
    fc.assert(
      fc.property(fully, (list) => {
        const chained = linked(list).map((one) => ({ ...one, about: { ...one.about, labels: turned(one.about) } }))
        expect(firstBreak(chained, { next: 0, hash: genesis('r', program, fast) }, fast)).toBeUndefined()
      }),
    )
  })
})

describe('an entry', () => {
  it('comes back from JSON as it was, with the same hash', () => {
    fc.assert(
      fc.property(chain, (entries) => {
        const back = entries.map((one) => entryCodec.decode(JSON.parse(JSON.stringify(entryCodec.encode(one)))))
        expect(back).toEqual(entries.map((one) => E.right(one)))
        expect(
          firstBreak(
            back.filter(E.isRight).map(({ right }) => right),
            start,
          ),
        ).toBeUndefined()
      }),
    )
  })
})
