#!/usr/bin/env node
// Builds packages/adapter-lexicon/data/lexicon.bin from GloVe and WordNet: the same bytes on every machine.
//   node tools/lexicon/build.mjs           writes the table
//   node tools/lexicon/build.mjs --check   rebuilds and compares with the committed one
//   node tools/lexicon/build.mjs --list    also prints the words that may be answers
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ADJECTIVE, CONCRETE, NOUN, candidateFlags } from './candidates.mjs'
import { SOURCES, fetchSource } from './fetch.mjs'
import { openGlove } from './glove.mjs'
import { hubScores } from './hubs.mjs'
import { pack } from './pack.mjs'
import { familiesOf, oppositesOf } from './relations.mjs'
import { selectWords } from './select.mjs'
import { blendGlosses, centre, neighbours, quantise, retrofit } from './space.mjs'
import { openWordnet } from './wordnet.mjs'

const SIZE = 40000
const TABLE = fileURLToPath(new URL('../../packages/adapter-lexicon/data/lexicon.bin', import.meta.url))

const build = () => {
  const wordnet = openWordnet(fetchSource(SOURCES.wordnet))
  const glove = openGlove(fetchSource(SOURCES.glove))
  const words = selectWords(glove.words, wordnet, SIZE)
  const centred = centre(glove.vectorsOf(words))
  const flags = candidateFlags(words, centred, wordnet)
  const space = retrofit(blendGlosses(words, centred, wordnet), neighbours(words, wordnet))
  const vectors = quantise(space)
  const hubs = hubScores(vectors, flags)
  return { words, vectors, flags, hubs, families: familiesOf(words, wordnet), opposites: oppositesOf(words, wordnet) }
}

const print = ({ words, flags }) => {
  for (const [name, flag] of Object.entries({ NOUN, CONCRETE, ADJECTIVE })) {
    const chosen = words.filter((_, i) => flags[i] === flag)
    console.log(`\n${name} ${chosen.length}\n${chosen.join(' ')}`)
  }
}

const main = args => {
  const table = build()
  const bytes = pack(table)
  const digest = createHash('sha256').update(bytes).digest('hex')
  console.log(`${table.words.length} words, ${bytes.length} bytes, sha256 ${digest}`)
  if (args.includes('--list')) print(table)
  if (!args.includes('--check')) return writeFileSync(TABLE, bytes)
  if (!readFileSync(TABLE).equals(bytes)) {
    console.error('lexicon.bin differs from what its sources build')
    process.exitCode = 1
  }
}

main(process.argv.slice(2))
