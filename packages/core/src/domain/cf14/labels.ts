import type { Effect, Labels } from '../../kit/effect/index.js'
import { products } from './product.js'

const stationsByMatrix: ReadonlyMap<string, string> = new Map(
  products.map(({ name, station }) => [name, String(station)]),
)

/**
 * Where an effect stands in the valley, read from its key alone: `C/0,1/multiply/2` is { station: '2', matrix: 'C', cell: 'C[0,1]', stage:
 * 'multiply' }, `write/C` is { station: '2', matrix: 'C', stage: 'write' }. A key that names no matrix has no labels.
 */
export const labelsOfEffect = ({ key }: Effect): Labels => {
  const [first = '', second = '', stage = ''] = key.split('/')
  const isWrite = first === 'write'
  const matrix = isWrite ? second : first
  const station = stationsByMatrix.get(matrix)
  if (station === undefined) return {}
  return isWrite ? { station, matrix, stage: first } : { station, matrix, cell: `${matrix}[${second}]`, stage }
}
