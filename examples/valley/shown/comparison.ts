import * as E from 'fp-ts/lib/Either.js'
import { valley, type ValleyTypes } from '@chorale/core/cf14'
import { momentOf, type Ending } from '@chorale/core/run'
import { cellText, changedCells, type CellName } from '../order/cell.js'
import type { Order } from '../order/order.js'
import { count, many, wrapped } from '../say.js'
import type { Store } from '../store/store.js'
import type { Sums } from '../store/sums.js'

/** A run beside the one it was started from. */
export interface Comparison {
  readonly from: string
  readonly cells: readonly CellName[]
  readonly document: { readonly from: string; readonly changed: readonly string[] }
}

/** Compares a run with the one it was started from; undefined where it was started from none, or that one cannot be read any more. */
export const comparison = async (
  { order: { from }, store }: { readonly order: Order; readonly store: Store },
  { result }: Ending<ValleyTypes>,
): Promise<Comparison | undefined> => {
  if (from === undefined) return undefined
  const before = await momentOf(valley, { journal: store.handlers, run: from })()
  if (E.isLeft(before)) return undefined
  const cells = changedCells(before.right.result.matrices, result.matrices)
  return { from, cells, document: { from, changed: cells.map(cellText) } }
}

/** What was taken over, what was made anew, and which cells are now others. */
export const comparisonLines = (
  { from, cells }: Comparison,
  { answered, reused }: Sums,
  width: number,
): readonly string[] => {
  const made = answered - reused
  const first = `From ${from}: ${many(reused, 'answer')} reused, ${many(made, 'call')} made anew.`
  if (cells.length === 0) return [first, 'No cell has changed.']
  const matrices = [...new Set(cells.map(({ matrix }) => matrix))]
  const listed = matrices.map((matrix) => {
    const own = cells.filter((cell) => cell.matrix === matrix)
    return `  ${wrapped(own.map(cellText).join(' '), Math.max(width, 40) - 2, '  ')}`
  })
  return [first, `${count(cells.length)} ${cells.length === 1 ? 'cell has' : 'cells have'} changed:`, ...listed]
}
