import { inputsOf, originOf, products, stations, type ProductName } from '@chorale/core/cf14'
import { shortFormula } from '../words.js'
import type { MatrixView } from './matrix.js'

/** A product on the map. */
export interface LandmarkView {
  readonly name: ProductName
  readonly formula: string
  readonly origin: 'axiom' | 'structural' | 'derived'
  readonly madeFrom: readonly ProductName[]
  /** Made whole, made with failed or open cells, or not made in this run. */
  readonly standing: 'whole' | 'flawed' | 'absent'
}

/** A station with all that belongs to it. */
export interface StationView {
  readonly number: number
  readonly name: string
  readonly task: string
  /** Everything of it is made, some of it, or nothing. */
  readonly reached: 'whole' | 'part' | 'none'
  readonly products: readonly LandmarkView[]
  /** What was made, in order. */
  readonly matrices: readonly MatrixView[]
}

/** All eleven stations, whether reached or not. */
export const stationViews = (matrices: readonly MatrixView[]): readonly StationView[] =>
  stations.map(({ number, name, task }) => {
    const landmarks = products
      .filter(({ station }) => station === number)
      .map(({ name, formula }) => ({
        name,
        formula: shortFormula(formula),
        origin: originOf(formula),
        madeFrom: inputsOf(formula),
        standing: standingOf(matrices.find((matrix) => matrix.name === name)),
      }))
    return {
      number,
      name,
      task,
      reached: reachedOf(landmarks),
      products: landmarks,
      matrices: matrices.filter(({ station }) => station === number),
    }
  })

const standingOf = (matrix: MatrixView | undefined): LandmarkView['standing'] => {
  if (matrix === undefined) return 'absent'
  return matrix.failed + matrix.open === 0 ? 'whole' : 'flawed'
}

const reachedOf = (landmarks: readonly LandmarkView[]): StationView['reached'] => {
  if (landmarks.every(({ standing }) => standing === 'absent')) return 'none'
  return landmarks.every(({ standing }) => standing === 'whole') ? 'whole' : 'part'
}
