// Reads the WordNet database files: senses with their weights, synsets with words, pointers and glosses.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const PARTS = { 1: 'n', 2: 'v', 3: 'a', 4: 'r', 5: 'a' }
const FILES = { n: 'data.noun', v: 'data.verb', a: 'data.adj', r: 'data.adv' }

/** `senses`: lemma -> [{part, file, synset, number, weight}]; `synsets`: id -> {words, pointers, gloss, file}; `capital`: lemmas also written with a capital. */
export const openWordnet = (folder) => {
  const dict = join(folder, 'dict')
  const synsets = new Map()
  const capital = new Set()
  for (const [part, file] of Object.entries(FILES)) {
    for (const line of readFileSync(join(dict, file), 'latin1').split('\n')) {
      if (line === '' || line.startsWith('  ')) continue
      const synset = readSynset(part, line)
      synsets.set(synset.id, synset)
      for (const word of synset.written) if (/^[A-Z]/.test(word)) capital.add(word.toLowerCase())
    }
  }
  const senses = readSenses(readFileSync(join(dict, 'index.sense'), 'latin1'))
  return { senses, synsets, capital }
}

const readSynset = (part, line) => {
  const bar = line.indexOf(' | ')
  const fields = line.slice(0, bar).split(' ')
  const count = parseInt(fields[3], 16)
  const written = []
  for (let i = 0; i < count; i += 1) written.push(fields[4 + 2 * i].replace(/\(.*\)$/, ''))
  const at = 4 + 2 * count
  const pointers = []
  for (let i = 0; i < parseInt(fields[at], 10); i += 1) {
    const [symbol, offset, target, ends] = fields.slice(at + 1 + 4 * i, at + 5 + 4 * i)
    pointers.push({
      symbol,
      to: target + offset,
      source: parseInt(ends.slice(0, 2), 16),
      target: parseInt(ends.slice(2), 16),
    })
  }
  return {
    id: part + fields[0],
    file: Number(fields[1]),
    written,
    words: written.map((w) => w.toLowerCase()),
    pointers,
    gloss: line.slice(bar + 3),
  }
}

// A sense weighs its tag count plus a prior that falls with its number, because most words were never tagged.
const readSenses = (text) => {
  const senses = new Map()
  for (const line of text.split('\n')) {
    const [key, offset, number, tags] = line.split(' ')
    if (tags === undefined) continue
    const [lemma, rest] = key.split('%')
    const [type, file] = rest.split(':')
    const part = PARTS[type]
    const list = senses.get(lemma) ?? []
    list.push({ part, file: Number(file), synset: part + offset, weight: Number(tags) + 1 / Number(number) })
    senses.set(lemma, list)
  }
  for (const list of senses.values()) {
    const total = list.reduce((sum, sense) => sum + sense.weight, 0)
    for (const sense of list) sense.share = sense.weight / total
  }
  return senses
}
