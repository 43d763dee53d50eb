import { normalise } from '../../kit/base/index.js'
import { pathOf, type Finding } from '../../kit/fault/index.js'
import type { Matrix } from './grid.js'
import type { Labels } from './ontology.js'

/** The most labels an axis may have and the most characters a cell or label may have; bounds of ours against runaway input. */
const most = { labels: 256, characters: 2000 }

/** A text that is empty after normalisation, or longer than allowed. Spec cf14 6.4 `component.content`. */
export const textFindings = (path: string, text: string, characters = most.characters): readonly Finding[] => {
  if (normalise(text) === '') return [{ path, code: 'empty_text', message: 'the text is empty' }]
  return text.length > characters
    ? [{ path, code: 'too_long', message: `found ${text.length} characters, wanted at most ${characters}` }]
    : []
}

/** Labels that are empty, too many, or there twice. Spec cf14 6.4 `matrix.shape`. */
export const labelFindings = (path: string, labels: Labels): readonly Finding[] => {
  if (labels.length === 0) return [{ path, code: 'empty_axis', message: 'wanted at least one label' }]
  if (labels.length > most.labels)
    return [{ path, code: 'too_many', message: `found ${labels.length} labels, wanted at most ${most.labels}` }]
  const tidy = labels.map(normalise)
  return labels.flatMap((label, i) => {
    const place = pathOf([path, i])
    const first = tidy.indexOf(normalise(label))
    const twice =
      first < i ? [{ path: place, code: 'duplicate_label', message: `the same label as ${pathOf([path, first])}` }] : []
    return [...textFindings(place, label), ...twice]
  })
}

/** Everything wrong with a given matrix: its labels, its shape, its texts. Spec cf14 6.4. */
export const matrixFindings = (name: string, matrix: Matrix): readonly Finding[] => {
  const { rows, columns, cells } = matrix
  return [
    ...labelFindings(`${name}.rows`, rows),
    ...labelFindings(`${name}.columns`, columns),
    ...countFindings(`${name}.cells`, cells, rows),
    ...cells.flatMap((row, i) => countFindings(pathOf([name, 'cells', i]), row, columns)),
    ...cells.flatMap((row, i) => row.flatMap((text, j) => textFindings(pathOf([name, 'cells', i, j]), text))),
    ...unknownKeys(matrix, ['rows', 'columns', 'cells'], name),
  ]
}

const countFindings = (path: string, found: readonly unknown[], labels: Labels): readonly Finding[] => {
  const message = `found ${found.length}, wanted ${labels.length}, one for each label`
  return found.length === labels.length ? [] : [{ path, code: 'DimensionMismatch', message }]
}

/** Members nobody reads: most often a misspelt name. */
export const unknownKeys = (value: unknown, known: readonly string[], path = ''): readonly Finding[] =>
  Object.keys(value ?? {})
    .filter((key) => !known.includes(key))
    .map((key) => ({
      path: path === '' ? key : `${path}.${key}`,
      code: 'unknown_key',
      message: `no such member; known are ${known.join(', ')}`,
    }))
