import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { dimensions, type Candidates, type Table } from './table.js'

const MAGIC = 'LEX1'
const HEAD = 24
const NOUN = 1
const ADJECTIVE = 2
const TOPIC = 4
const PALE = 8

/** Reads the bytes that `tools/lexicon/build.mjs` writes; the left side says what is wrong with them. */
export const decodeTable = (bytes: Uint8Array): Either<string, Table> => {
  if (bytes.length < HEAD) return E.left(`${bytes.length} bytes are too few for a head`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [count, width, textBytes, pairs, defined] = [4, 8, 12, 16, 20].map((at) => view.getUint32(at, true))
  const magic = String.fromCharCode(...bytes.subarray(0, 4))
  if (magic !== MAGIC || width !== dimensions)
    return E.left(`found ${magic} with ${width} dimensions, wanted ${MAGIC} with ${dimensions}`)
  if (count === undefined || textBytes === undefined || pairs === undefined || defined === undefined)
    return E.left('the head is not readable')
  const sizes = [textBytes, count * dimensions, count, defined, defined, count * 2, pairs * 4, defined * dimensions]
  const starts = sizes.reduce<readonly number[]>((all, size) => [...all, (all.at(-1) ?? 0) + padded(size)], [HEAD])
  if (starts.at(-1) !== bytes.length) return E.left(`${bytes.length} bytes, wanted ${String(starts.at(-1))}`)
  // A copy: the slice of a Node Buffer would share the memory of the whole file.
  const section = (i: number): Uint8Array =>
    new Uint8Array(bytes.subarray(starts[i] ?? 0, (starts[i] ?? 0) + (sizes[i] ?? 0)))
  return E.right(
    assemble({
      text: section(0),
      vectors: section(1),
      flags: section(2),
      hubs: [section(3), section(4)],
      families: section(5),
      pairs: section(6),
      definitions: section(7),
    }),
  )
}

const padded = (size: number): number => size + ((4 - (size % 4)) % 4)

interface Sections {
  readonly text: Uint8Array
  readonly vectors: Uint8Array
  readonly flags: Uint8Array
  readonly hubs: readonly [Uint8Array, Uint8Array]
  readonly families: Uint8Array
  readonly pairs: Uint8Array
  readonly definitions: Uint8Array
}

const assemble = (sections: Sections): Table => {
  const words = new TextDecoder().decode(sections.text).split('\n')
  const vectors = new Int8Array(sections.vectors.buffer)
  return {
    words,
    indexOf: new Map(words.map((word, index) => [word, index])),
    vectors,
    families: shorts(sections.families),
    opposites: oppositesOf(shorts(sections.pairs)),
    nouns: candidates(NOUN, sections, vectors),
    adjectives: candidates(ADJECTIVE, sections, vectors),
  }
}

const shorts = (bytes: Uint8Array): Uint16Array => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Uint16Array.from({ length: bytes.length / 2 }, (_, i) => view.getUint16(2 * i, true))
}

const oppositesOf = (pairs: Uint16Array): ReadonlyMap<number, readonly number[]> => {
  const found = new Map<number, readonly number[]>()
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const [a, b] = [pairs[i] ?? 0, pairs[i + 1] ?? 0]
    found.set(a, [...(found.get(a) ?? []), b])
    found.set(b, [...(found.get(b) ?? []), a])
  }
  return found
}

const candidates = (part: number, { flags, hubs, definitions }: Sections, vectors: Int8Array): Candidates => {
  const all = [...flags.keys()].filter((word) => flags[word] !== 0)
  const own = [...all.keys()].filter((i) => ((flags[all[i] ?? 0] ?? 0) & part) !== 0)
  const words = Uint16Array.from(own, (i) => all[i] ?? 0)
  return {
    words,
    topical: Uint8Array.from(words, (word) => (((flags[word] ?? 0) & TOPIC) === 0 ? 0 : 1)),
    vectors: rows(words, vectors),
    definitions: rows(own, new Int8Array(definitions.buffer)),
    hubs: Float64Array.from(own, (i) => (hubs[0][i] ?? 0) / 255),
    definitionHubs: Float64Array.from(own, (i) => (hubs[1][i] ?? 0) / 255),
    pale: Uint8Array.from(words, (word) => (((flags[word] ?? 0) & PALE) === 0 ? 0 : 1)),
  }
}

const rows = (chosen: ArrayLike<number>, vectors: Int8Array): Int8Array => {
  const found = new Int8Array(chosen.length * dimensions)
  for (let i = 0; i < chosen.length; i += 1) {
    const from = (chosen[i] ?? 0) * dimensions
    found.set(vectors.subarray(from, from + dimensions), i * dimensions)
  }
  return found
}
