import type { Table } from '../table/index.js'

/** The known words that stand for a word; empty where no part of it is known. */
export const knownParts = (word: string, table: Table): readonly number[] => {
  const whole = table.indexOf.get(word)
  if (whole !== undefined) return [whole]
  return firstFound([hyphenParts, stemmed, unprefixed, split, longestPrefix], word, table)
}

type Way = (word: string, table: Table) => readonly number[]

const firstFound = (ways: readonly Way[], word: string, table: Table): readonly number[] => {
  for (const way of ways) {
    const found = way(word, table)
    if (found.length > 0) return found
  }
  return []
}

const hyphenParts: Way = (word, table) =>
  /[-’']/u.test(word)
    ? word
        .split(/[-’']/u)
        .filter((part) => part.length > 1)
        .flatMap((part) => knownParts(part, table))
    : []

const ENDINGS: readonly (readonly [string, string])[] = [
  ['ies', 'y'],
  ['ied', 'y'],
  ['iness', 'y'],
  ['ily', 'y'],
  ['isation', 'ization'],
  ['ise', 'ize'],
  ['ised', 'ized'],
  ['ising', 'izing'],
  ['our', 'or'],
  ['s', ''],
  ['es', ''],
  ['ed', ''],
  ['ed', 'e'],
  ['ing', ''],
  ['ing', 'e'],
  ['er', ''],
  ['er', 'e'],
  ['ers', ''],
  ['ers', 'e'],
  ['ly', ''],
  ['ally', ''],
  ['ness', ''],
  ['less', ''],
  ['ful', ''],
  ['able', ''],
  ['able', 'e'],
  ['ability', 'able'],
  ['ibility', 'ible'],
  ['ment', ''],
  ['ation', 'e'],
  ['ation', ''],
  ['ization', 'ize'],
  ['ity', ''],
  ['ity', 'e'],
  ['ist', ''],
  ['ism', ''],
  ['ish', ''],
  ['like', ''],
  ['wise', ''],
]
const SHORTEST_STEM = 3

const stemmed: Way = (word, table) => {
  for (const [ending, instead] of ENDINGS) {
    const stem = word.endsWith(ending) ? word.slice(0, word.length - ending.length) + instead : ''
    const found = stem.length >= SHORTEST_STEM ? table.indexOf.get(stem) : undefined
    if (found !== undefined) return [found]
  }
  return []
}

const PREFIXES =
  'counter hyper inter macro micro multi super trans ultra under cyber infra intra over anti auto fore post semi sub non pre mis out dis bio eco geo neo co de re un'.split(
    ' ',
  )

const unprefixed: Way = (word, table) => {
  for (const prefix of PREFIXES) {
    const rest = word.startsWith(prefix) ? word.slice(prefix.length) : ''
    if (rest.length < 4) continue
    const found = table.indexOf.get(rest)
    if (found !== undefined) return [found]
    const stem = stemmed(rest, table)
    if (stem.length > 0) return stem
  }
  return []
}

// A compound is cut where its shorter part is longest, so that both say something.
const split: Way = (word, table) => {
  for (let shorter = Math.floor(word.length / 2); shorter >= SHORTEST_STEM; shorter -= 1) {
    for (const cut of [shorter, word.length - shorter]) {
      const [left, right] = [table.indexOf.get(word.slice(0, cut)), table.indexOf.get(word.slice(cut))]
      if (left !== undefined && right !== undefined) return [left, right]
    }
  }
  return []
}

const SHORTEST_PREFIX = 4

const longestPrefix: Way = (word, table) => {
  for (let length = word.length - 1; length >= SHORTEST_PREFIX; length -= 1) {
    const found = table.indexOf.get(word.slice(0, length))
    if (found !== undefined) return [found]
  }
  return []
}
