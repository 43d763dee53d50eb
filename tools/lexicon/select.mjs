// Chooses the words of the table: the most frequent plain ones, then those WordNet knows, and a few by name.

/** Words the framework or a present-day problem needs, however rare they are in the source. */
export const BY_NAME = (
  'congruent actionable contingent holistic normative operative evaluative sufficiency completeness contingency determinacy antimicrobial stewardship refactoring ' +
  'codebase backlog modular modularity maintainability scalability usability traceability interoperability biodiversity ' +
  'inclusivity cybersecurity telehealth microservices agile devops reusability testability onboarding mentoring upskilling ' +
  'foresight preparedness inclusiveness proportionality accountability impartiality rigor rigour intelligibility ' +
  'reproducibility verifiability adaptability comparability workability applicability legibility plausibility'
).split(' ')

const PLAIN = /^[a-z]+(?:-[a-z]+)*$/
const FREQUENT = 24000
const HYPHEN_LIMIT = 45000

/** At most `size` words in order of frequency. */
export const selectWords = (words, wordnet, size) => {
  const plain = words.map((word, rank) => ({ word, rank })).filter(({ word }) => PLAIN.test(word) && word.length <= 24)
  const forced = new Set(BY_NAME)
  const chosen = plain.filter(({ word }) => forced.has(word))
  for (const entry of plain) {
    if (chosen.length >= size) break
    if (!forced.has(entry.word) && isWanted(entry, wordnet)) chosen.push(entry)
  }
  return chosen.sort((a, b) => a.rank - b.rank).map(({ word }) => word)
}

const isWanted = ({ word, rank }, wordnet) => {
  if (word.includes('-')) return rank < HYPHEN_LIMIT && word.split('-').every((part) => part.length > 1)
  if (word.length === 1) return word === 'a' || word === 'i'
  return rank < FREQUENT || isWrittenLow(word, wordnet) || stems(word).some((stem) => isWrittenLow(stem, wordnet))
}

const isWrittenLow = (word, wordnet) => wordnet.senses.has(word) && !wordnet.capital.has(word)

const stems = (word) =>
  [
    word.replace(/s$/, ''),
    word.replace(/es$/, ''),
    word.replace(/ies$/, 'y'),
    word.replace(/ed$/, ''),
    word.replace(/d$/, ''),
    word.replace(/ing$/, ''),
    word.replace(/ing$/, 'e'),
    word.replace(/ly$/, ''),
  ].filter((stem) => stem !== word && stem.length > 2)
