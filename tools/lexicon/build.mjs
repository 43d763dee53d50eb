#!/usr/bin/env node
// Builds packages/adapter-lexicon/data/lexicon.bin from GloVe and WordNet: the same bytes on every machine.
//   node tools/lexicon/build.mjs           writes the table
//   node tools/lexicon/build.mjs --check   rebuilds and compares with the committed one
//   node tools/lexicon/build.mjs --list    also prints the words that may be answers
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ADJECTIVE, NOUN, TOPIC, candidateFlags } from './candidates.mjs'
import { SOURCES, fetchSource } from './fetch.mjs'
import { openGlove } from './glove.mjs'
import { hubScores } from './hubs.mjs'
import { pack } from './pack.mjs'
import { familiesOf, oppositesOf } from './relations.mjs'
import { selectWords } from './select.mjs'
import { blendGlosses, centre, definitionsOf, neighbours, quantise, retrofit, withoutCommon } from './space.mjs'
import { openWordnet } from './wordnet.mjs'

const SIZE = 44000
const FREQUENT = 3000
const TABLE = fileURLToPath(new URL('../../packages/adapter-lexicon/data/lexicon.bin', import.meta.url))

const build = () => {
  const wordnet = openWordnet(fetchSource(SOURCES.wordnet))
  const glove = openGlove(fetchSource(SOURCES.glove))
  const words = selectWords(glove.words, wordnet, SIZE)
  const centred = withoutCommon(centre(glove.vectorsOf(words)))
  const flags = candidateFlags(words, centred, wordnet)
  const space = retrofit(blendGlosses(words, centred, wordnet), neighbours(words, wordnet))
  const vectors = quantise(space)
  const chosen = [...flags.keys()].filter((i) => flags[i] !== 0)
  const definitions = quantise(definitionsOf(chosen, { words, vectors: space, wordnet }))
  const uses = quantise(chosen.map((i) => space[i]))
  const peers = quantise(space.slice(0, FREQUENT))
  const hubs = [hubScores(uses, peers), hubScores(definitions, peers)]
  return {
    words,
    vectors,
    flags,
    hubs,
    definitions,
    families: familiesOf(words, wordnet),
    opposites: oppositesOf(words, wordnet),
  }
}

const print = ({ words, flags }) => {
  for (const [name, flag] of Object.entries({
    NOUN,
    ADJECTIVE,
    TOPICAL_NOUN: NOUN | TOPIC,
    TOPICAL_ADJECTIVE: ADJECTIVE | TOPIC,
  })) {
    const chosen = words.filter((_, i) => (flags[i] & 7) === flag)
    console.log(`\n${name} ${chosen.length}\n${chosen.join(' ')}`)
  }
}

const main = (args) => {
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
