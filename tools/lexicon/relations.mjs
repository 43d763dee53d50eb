// What two words may be to one another: of one family (evaluate, evaluation, evaluative) or opposites.

/** For each word the index of the most frequent word of its family; a word alone is its own. */
export const familiesOf = (words, wordnet) => {
  const index = new Map(words.map((word, i) => [word, i]))
  const parent = words.map((_, i) => i)
  const root = (i) => {
    let at = i
    while (parent[at] !== at) at = parent[at]
    return at
  }
  const join = (i, j) => {
    const [a, b] = [root(i), root(j)]
    parent[Math.max(a, b)] = Math.min(a, b)
  }
  words.forEach((word, i) => {
    for (const stem of inflected(word)) if (index.has(stem) && wordnet.senses.has(stem)) join(i, index.get(stem))
    for (const other of derived(word, wordnet)) if (index.has(other) && areKin(word, other)) join(i, index.get(other))
  })
  return words.map((_, i) => root(i))
}

// Derived forms, and the same word spelled another way (judgment, judgement).
const derived = (word, wordnet) =>
  (wordnet.senses.get(word) ?? []).flatMap((sense) => {
    const synset = wordnet.synsets.get(sense.synset)
    const own = synset.words.indexOf(word) + 1
    const spellings = synset.words.filter(
      (other) => other !== word && other.slice(0, 4) === word.slice(0, 4) && other.slice(-3) === word.slice(-3),
    )
    const linked = synset.pointers
      .filter(({ symbol, source, target }) => (symbol === '+' || symbol === '\\') && source === own && target > 0)
      .map(({ to, target }) => wordnet.synsets.get(to).words[target - 1])
    return [...spellings, ...linked]
  })

// Derivation links run far (use, user, misuse); kin begin alike and differ only in the ending.
const areKin = (a, b) => {
  let same = 0
  while (same < a.length && same < b.length && a[same] === b[same]) same += 1
  return same >= 4 || same >= Math.min(a.length, b.length) - 1
}

const inflected = (word) => {
  if (word.endsWith('ies')) return [word.slice(0, -3) + 'y']
  if (/(?:ss|us|is)$/.test(word)) return []
  if (word.endsWith('es')) return [word.slice(0, -1), word.slice(0, -2)]
  if (word.endsWith('s')) return [word.slice(0, -1)]
  if (word.endsWith('ed')) return [word.slice(0, -1), word.slice(0, -2)]
  if (word.endsWith('ing')) return [word.slice(0, -3), word.slice(0, -3) + 'e']
  if (word.endsWith('ly')) return [word.slice(0, -2)]
  return []
}

/** Pairs of indices [smaller, larger] that WordNet calls antonyms, in rising order. */
export const oppositesOf = (words, wordnet) => {
  const index = new Map(words.map((word, i) => [word, i]))
  const keys = new Set()
  words.forEach((word, i) => {
    for (const sense of wordnet.senses.get(word) ?? []) {
      const synset = wordnet.synsets.get(sense.synset)
      const own = synset.words.indexOf(word) + 1
      for (const { symbol, to, source, target } of synset.pointers) {
        const j = symbol === '!' && source === own ? index.get(wordnet.synsets.get(to).words[target - 1]) : undefined
        if (j !== undefined) keys.add(Math.min(i, j) * 65536 + Math.max(i, j))
      }
    }
  })
  return [...keys].sort((a, b) => a - b).map((key) => [Math.floor(key / 65536), key % 65536])
}
