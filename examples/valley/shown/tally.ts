import { many } from '../say.js'
import { products, stations, type ValleyResponse } from '@chorale/core/cf14'

/** What has been heard of one station. */
interface Station {
  readonly matrices: Set<string>
  cells: number
  resolved: number
  failed: number
  /** Derived matrices that have begun and not ended. */
  open: number
}

/** A count of a run by station, kept from what the run tells. */
export interface Tally {
  /** Counts a response in; gives the station it belongs to. */
  readonly count: (response: Exclude<ValleyResponse, { readonly _tag: 'Warned' }>) => number
  /** Whether a station has derived matrices and all that began have ended. */
  readonly isEnded: (station: number) => boolean
  /** A station in one line. */
  readonly line: (station: number) => string
  /** The whole run in one sentence. */
  readonly sentence: () => string
}

const LAST = Math.max(...stations.map(({ number }) => number))

/** An empty tally. */
export const tally = (): Tally => {
  const byStation = new Map<number, Station>()
  const at = (station: number): Station => {
    const known = byStation.get(station) ?? { matrices: new Set<string>(), cells: 0, resolved: 0, failed: 0, open: 0 }
    byStation.set(station, known)
    return known
  }
  let ended = 0
  return {
    count: (response) => {
      const number = numberOf(response)
      const station = at(number)
      if (response._tag === 'ProductEnded') ended += 1
      add(station, response)
      return number
    },
    isEnded: (number) => at(number).cells > 0 && at(number).open === 0,
    line: (number) => lineOf(number, at(number)),
    sentence: () =>
      `${many(ended, 'matrix', 'matrices')} ended, ${many(
        [...byStation.values()].reduce((sum, { resolved }) => sum + resolved, 0),
        'cell',
      )} resolved`,
  }
}

type Counted = Parameters<Tally['count']>[0]

const add = (station: Station, response: Counted): void => {
  switch (response._tag) {
    case 'ProductStarted':
      station.matrices.add(response.matrix)
      station.cells += response.cells
      station.open += 1
      return
    case 'CellMoved':
      station.resolved += response.to === 'resolved' ? 1 : 0
      return
    case 'CellFailed':
      station.failed += 1
      return
    case 'ProductEnded':
      // Given and copied matrices end without having begun.
      station.open -= station.matrices.has(response.matrix) ? 1 : 0
      station.matrices.add(response.matrix)
      return
  }
}

const numberOf = (response: Counted): number => {
  switch (response._tag) {
    case 'ProductStarted':
    case 'ProductEnded':
      return response.station
    case 'CellMoved':
      return stationOf(response.matrix)
    case 'CellFailed':
      return stationOf(response.failure.matrix)
  }
}

const stationOf = (matrix: string): number => products.find(({ name }) => name === matrix)?.station ?? 0

const lineOf = (number: number, { matrices, cells, resolved, failed }: Station): string => {
  const name = `${String(number).padStart(2)}/${LAST} ${(stations[number - 1]?.name ?? '').padEnd(22)}`
  return `${name} ${[...matrices].join(' ').padEnd(6)} ${resolved}/${cells} cells resolved${failed > 0 ? `, ${failed} failed` : ''}`
}
