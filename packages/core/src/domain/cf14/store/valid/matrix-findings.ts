import type { Finding } from '../../../../kit/fault/index.js'
import { products, type Formula } from '../../product.js'
import type { Batch, ComponentRecord, MatrixShape } from '../batch.js'
import { found } from './found.js'

/** Everything wrong with the matrices that have cells in a batch: every cell once, with its labels, in a shape that its formula allows. Spec cf14 6.4 `matrix.*`. */
export const matrixFindings = ({ matrices, components }: Batch): readonly Finding[] => {
  const cells = new Map<string, ComponentRecord[]>()
  for (const component of components) {
    const same = cells.get(component.matrix)
    if (same === undefined) cells.set(component.matrix, [component])
    else same.push(component)
  }
  return [...cells].flatMap(([name, own]) => {
    const shape = matrices.find(({ matrix }) => matrix === name)
    const path = `matrices.${name}`
    return shape === undefined
      ? [{ path, code: 'matrix.shape', message: 'its labels are missing' }]
      : [...labelFindings(path, shape), ...cellFindings(path, shape, own), ...fitFindings(path, shape, matrices)]
  })
}

const labelFindings = (path: string, { axes }: MatrixShape): readonly Finding[] =>
  axes.flatMap((axis, i) =>
    found(
      new Set(axis).size !== axis.length,
      { path: `${path}.axes[${i}]`, code: 'matrix.shape' },
      'a label stands on it twice',
    ),
  )

const cellFindings = (path: string, { axes }: MatrixShape, cells: readonly ComponentRecord[]): readonly Finding[] => {
  const code = 'matrix.shape'
  const wanted = axes.reduce((product, axis) => product * axis.length, 1)
  const places = new Map<string, number>()
  for (const { indexKey } of cells) places.set(indexKey, (places.get(indexKey) ?? 0) + 1)
  const twice = [...places].filter(([, times]) => times > 1).map(([place]) => place)
  return [
    ...found(twice.length > 0, { path, code }, `${twice.join(' and ')} is there more than once`),
    ...found(places.size !== wanted, { path, code }, `found ${places.size} cells, wanted ${wanted}`),
    ...cells.flatMap(({ position, indexKey, rowLabel, columnLabel }) => {
      const [row = 0, column = 0] = position
      const isOther = axes[0]?.[row] !== rowLabel || axes[1]?.[column] !== columnLabel
      const at = { path: `${path}[${indexKey}]`, code }
      return [
        ...found(isOther, at, 'its labels are not those of its row and column'),
        ...found(position.join(',') !== indexKey, at, `its position is ${position.join(',')}`),
      ]
    }),
  ]
}

/** Operands whose shapes do not fit the operation. Spec cf14 2.3 to 2.5. */
const fitFindings = (path: string, own: MatrixShape, all: readonly MatrixShape[]): readonly Finding[] => {
  const formula = products.find(({ name }) => name === own.matrix)?.formula
  if (formula === undefined || !('left' in formula)) return []
  const shapes = new Map(all.map((shape) => [shape.matrix, sizesOf(shape)]))
  const [left, right] = [shapes.get(formula.left), shapes.get(formula.right)]
  if (left === undefined || right === undefined) return []
  const wanted = fitting(formula, left, right)
  if (wanted === undefined) return []
  const isFit = wanted.fits && sizesOf(own).join() === wanted.sizes.join()
  const of = `${formula.left} ${left.join('x')} and ${formula.right} ${right.join('x')}`
  return found(!isFit, { path, code: 'matrix.dims' }, `${sizesOf(own).join('x')} is not made from ${of}`)
}

const sizesOf = ({ axes }: MatrixShape): readonly number[] => axes.map((axis) => axis.length)

const fitting = (
  { _tag }: Formula,
  left: readonly number[],
  right: readonly number[],
): { readonly fits: boolean; readonly sizes: readonly (number | undefined)[] } | undefined => {
  if (_tag === 'dot') return { fits: left[1] === right[0], sizes: [left[0], right[1]] }
  if (_tag === 'elementwise' || _tag === 'sentence') return { fits: left.join() === right.join(), sizes: left }
  return undefined
}
