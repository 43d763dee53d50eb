// The layout of lexicon.bin: a 24-byte head, then words, vectors, flags, hub scores (by use, by definition), families, opposites and the candidates' definitions, each aligned to 4 bytes.
import { DIMENSIONS } from './glove.mjs'

export const MAGIC = 'LEX1'

/** Everything little-endian: magic, count, dimensions, bytes of words, number of opposites, number of definitions. */
export const pack = ({ words, vectors, flags, hubs, families, opposites, definitions }) => {
  const text = Buffer.from(words.join('\n'), 'utf8')
  const head = Buffer.alloc(24)
  head.write(MAGIC, 'latin1')
  ;[words.length, DIMENSIONS, text.length, opposites.length, definitions.length / DIMENSIONS].forEach((value, i) =>
    head.writeUInt32LE(value, 4 + 4 * i),
  )
  const sections = [
    text,
    Buffer.from(vectors.buffer),
    Buffer.from(flags),
    Buffer.from(hubs[0]),
    Buffer.from(hubs[1]),
    shorts(families),
    shorts(opposites.flat()),
    Buffer.from(definitions.buffer),
  ]
  return Buffer.concat([head, ...sections.map(padded)])
}

const shorts = (values) => {
  const buffer = Buffer.alloc(values.length * 2)
  values.forEach((value, i) => buffer.writeUInt16LE(value, 2 * i))
  return buffer
}

const padded = (buffer) => Buffer.concat([buffer, Buffer.alloc((4 - (buffer.length % 4)) % 4)])
