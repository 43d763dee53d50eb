// Decides which words may be answers, and as what: abstract noun, concrete noun, adjective.
import { DENIED, FORCED_ADJECTIVES, FORCED_NOUNS, PALE_WORDS, TOPICAL } from './denied.mjs'
import { DIMENSIONS } from './glove.mjs'

export const NOUN = 1
export const ADJECTIVE = 2
/** Set beside NOUN or ADJECTIVE: an answer only when the problem is about it. */
export const TOPIC = 4
/** Set beside NOUN or ADJECTIVE: fits nearly everything. */
export const PALE = 8

const ABSTRACT_FILES = new Set([4, 7, 9, 10, 11, 12, 16, 22, 24, 26])
const CONCRETE_FILES = new Set([6, 14, 15, 17, 19, 21, 27])
const BAD_USAGE = new Set([
  'disparagement',
  'ethnic_slur',
  'obscenity',
  'slang',
  'archaism',
  'trade_name',
  'trademark',
  'street_name',
  'dialect',
  'plural',
  'intensifier',
])
const NOUN_LIMIT = 16000
const QUALITY_LIMIT = 24000
const ADJECTIVE_LIMIT = 17000
const MOST_NAMES = 0.35

/** One flag byte per word. `vectors` are the centred ones, in which names have names for neighbours. */
export const candidateFlags = (words, vectors, wordnet) => {
  const isWord = words.map(
    (word) => (wordnet.senses.has(word) && !wordnet.capital.has(word)) || knownForm(word, wordnet),
  )
  return Uint8Array.from(words, (word, i) => {
    const pale = PALE_WORDS.has(word) ? PALE : 0
    if (FORCED_NOUNS.has(word)) return NOUN | pale
    if (FORCED_ADJECTIVES.has(word)) return ADJECTIVE | pale
    const flag = DENIED.has(word) ? 0 : flagOf(word, i, wordnet)
    if (flag === 0 || namesAround(i, vectors, isWord) > MOST_NAMES) return 0
    return flag | pale | (TOPICAL.has(word) ? TOPIC : 0)
  })
}

const flagOf = (word, rank, wordnet) => {
  if (word.length < 3 || !wordnet.senses.has(word) || wordnet.capital.has(word)) return 0
  const senses = wordnet.senses.get(word)
  if (badShare(word, senses, wordnet) > 0.15) return 0
  const noun = share(senses, (sense) => sense.part === 'n')
  const adjective = share(senses, (sense) => sense.part === 'a')
  if (noun >= 0.6) return isNounForm(word, rank, wordnet) ? nounFlag(senses, noun) : 0
  return adjective >= 0.6 && rank < ADJECTIVE_LIMIT && isAdjectiveForm(word, wordnet) ? ADJECTIVE : 0
}

const nounFlag = (senses, noun) => {
  const abstract = share(senses, (sense) => sense.part === 'n' && ABSTRACT_FILES.has(sense.file))
  if (abstract >= 0.65 * noun) return NOUN
  const concrete = share(senses, (sense) => sense.part === 'n' && CONCRETE_FILES.has(sense.file))
  return concrete + abstract >= 0.8 * noun ? NOUN | TOPIC : 0
}

const share = (senses, test) => senses.filter(test).reduce((sum, sense) => sum + sense.share, 0)

const badShare = (word, senses, wordnet) =>
  share(senses, (sense) => {
    const synset = wordnet.synsets.get(sense.synset)
    const own = synset.words.indexOf(word) + 1
    return synset.pointers.some(
      ({ symbol, to, source }) =>
        symbol === '@i' ||
        (symbol === ';u' && (source === 0 || source === own) && BAD_USAGE.has(wordnet.synsets.get(to).words[0])),
    )
  })

const QUALITY = /(?:ity|ness|tion|sion|ment|ance|ence|ency|ancy|acy|ship)$/

// No plurals, no -ing; a rarer word only when its ending says that it names a quality or an act.
const isNounForm = (word, rank, wordnet) => {
  if (rank >= (QUALITY.test(word) ? QUALITY_LIMIT : NOUN_LIMIT)) return false
  if (word.includes('-') || /ings?$/.test(word)) return false
  return !(
    word.endsWith('s') &&
    [word.slice(0, -1), word.slice(0, -2), word.slice(0, -3) + 'y'].some((stem) => wordnet.senses.has(stem))
  )
}

// Words that stand well before a noun: no participles, comparatives or hyphens.
const isAdjectiveForm = (word, wordnet) => {
  if (word.length < 4 || word.includes('-') || /(?:ed|ing)$/.test(word)) return false
  const stem = word.replace(/i?e(?:r|st)$/, '')
  return stem === word || !wordnet.senses.get(stem)?.some((sense) => sense.part === 'a')
}

const knownForm = (word, wordnet) =>
  [
    word.replace(/s$/, ''),
    word.replace(/es$/, ''),
    word.replace(/(?:ed|ing)$/, ''),
    word.replace(/(?:d|r|rs)$/, ''),
  ].some((stem) => stem !== word && wordnet.senses.has(stem) && !wordnet.capital.has(stem))

const AROUND = 20
const AMONG = 24000

// Share of the nearest words that are no ordinary English words: high for names and noise.
const namesAround = (i, vectors, isWord) => {
  const near = nearest(vectors[i], vectors, { among: AMONG, count: AROUND, except: i })
  return near.filter(({ at }) => !isWord[at]).length / near.length
}

/** The `count` nearest among the first `among` words, best first, ties to the more frequent. */
export const nearest = (vector, vectors, { among, count, except }) => {
  const best = []
  for (let j = 0; j < among; j += 1) {
    if (j === except) continue
    const other = vectors[j]
    let cosine = 0
    for (let d = 0; d < DIMENSIONS; d += 1) cosine += vector[d] * other[d]
    if (best.length === count && cosine <= best[count - 1].cosine) continue
    let at = best.length
    while (at > 0 && best[at - 1].cosine < cosine) at -= 1
    best.splice(at, 0, { at: j, cosine })
    if (best.length > count) best.pop()
  }
  return best
}
