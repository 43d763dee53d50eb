// The prototype's formula (hub-corrected cosine, product of both, tilt by the problem) over the same table, as the mark to beat.
import { dimensions, spell, vectorOf } from '../../packages/adapter-lexicon/src/table/index.ts'

const SHIFT = 0.35
const HUB = 0.6

const meanings = (text, table) =>
  (text.toLowerCase().match(/[a-z]+/g) ?? [])
    .filter((word) => !/^(vs|applied|to|frame|the|problem|resolve)$/.test(word))
    .flatMap((word) => table.indexOf.get(word) ?? [])

const vectorsOf = (text, table) => {
  const sum = new Float64Array(dimensions)
  for (const word of meanings(text, table)) {
    const vector = vectorOf(word, table)
    for (let d = 0; d < dimensions; d += 1) sum[d] += vector[d] / normOf(word, table)
  }
  const length = Math.sqrt(sum.reduce((all, value) => all + value * value, 0)) || 1
  return sum.map((value) => value / length)
}

const normOf = (word, table) => Math.sqrt(vectorOf(word, table).reduce((sum, value) => sum + value * value, 0))

/** A model with the face of the lexicon: the same questions, the prototype's answers. */
export const baseline = (table) => {
  const hubOf = new Map(
    ['nouns', 'adjectives'].flatMap((part) => [...table[part].words].map((word, i) => [word, table[part].hubs[i]])),
  )
  const cos = (vector, word) => {
    const other = vectorOf(word, table)
    let sum = 0
    for (let d = 0; d < dimensions; d += 1) sum += vector[d] * other[d]
    return sum / normOf(word, table)
  }
  const s = (vector, word) => Math.max(0, cos(vector, word) + SHIFT - HUB * hubOf.get(word))
  const best = (part, avoid, score) => {
    const { words, topical } = table[part]
    let found = [-1, 0]
    words.forEach((word, i) => {
      if (topical[i] || avoid.some((start) => spell(word, table).startsWith(start))) return
      const value = score(word)
      if (value > found[0]) found = [value, word]
    })
    return spell(found[1], table)
  }
  const text = ({ operation, terms, problem }) => {
    const [a, b] = terms.map((term) => vectorsOf(term.text, table))
    const aim = vectorsOf(problem ?? '', table)
    const tilt = (word) => 1 + 0.6 * Math.max(0, cos(aim, word))
    const starts = terms.flatMap((term) =>
      (term.text.toLowerCase().match(/[a-z]+/g) ?? []).map((word) => word.slice(0, 5)),
    )
    if (operation === 'multiply') return best('nouns', starts, (w) => s(a, w) * s(b, w) * tilt(w))
    if (operation === 'column_lens' || operation === 'row_lens') {
      const list = terms[0].text.split(/[,;]/).map((member) => vectorsOf(member, table))
      const score = (w) => (list.reduce((sum, t) => sum + s(t, w), 0) / list.length) * Math.sqrt(s(b, w)) * tilt(w)
      return best(operation === 'column_lens' ? 'nouns' : 'adjectives', [], score)
    }
    if (operation === 'synthesize') return `${terms[1].text} ${terms[0].text}`
    return `validated ${terms[0].text}`
  }
  return {
    'model/generate': (effect) => async () => ({ _tag: 'Right', right: { answer: { text: text(effect.question) } } }),
  }
}
