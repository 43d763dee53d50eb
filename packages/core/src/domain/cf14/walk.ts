import { at, set } from '../../kit/base/index.js'
import type { Cell } from './cell.js'
import type { Placed, Ref } from './layout.js'
import type { Made, Walking } from './model.js'
import { inputsOf } from './product.js'
import type { Place } from './question.js'

/** A cell's place in the row-major sequence. */
export const offsetOf = (placed: Placed, index: readonly number[]): number =>
  index.reduce((offset, n, axis) => offset * (placed.axes[axis]?.length ?? 1) + n, 0)

/** The cell at a place, where its product is begun. */
export const cellAt = (state: Walking, { placed, index }: Place): Cell | undefined => {
  const made = state.made[placed.name]
  return made === undefined ? undefined : at(offsetOf(placed, index), made.cells)
}

/** The current content of a referenced cell. */
export const contentAt = (state: Walking, { matrix, index }: Ref): string => {
  const placed = state.made[matrix]?.placed
  return placed === undefined ? '' : (cellAt(state, { placed, index })?.content ?? '')
}

/** The state with a product begun or changed. */
export const withMade = (state: Walking, made: Made): Walking => ({
  ...state,
  made: { ...state.made, [made.placed.name]: made },
})

const isOpen = (cell: Cell): boolean => cell.state !== 'resolved' && cell.failure === undefined

/** The state with one cell replaced and its product's counts kept right. */
export const store = (state: Walking, place: Place, cell: Cell): Walking => {
  const made = state.made[place.placed.name]
  const before = cellAt(state, place)
  if (made === undefined || before === undefined) return state
  const closed = isOpen(before) && !isOpen(cell) ? 1 : 0
  const failed = before.failure === undefined && cell.failure !== undefined ? 1 : 0
  const cells = set(offsetOf(place.placed, place.index), cell, made.cells)
  return withMade(state, { ...made, cells, open: made.open - closed, failed: made.failed + failed })
}

/** Whether a product can be opened: all it is made from is complete. One with a failed cell feeds nothing. Spec cf14 4.1. */
export const isReady = (state: Walking, placed: Placed): boolean =>
  state.made[placed.name] === undefined &&
  inputsOf(placed.formula).every((name) => {
    const made = state.made[name]
    return made !== undefined && made.open === 0 && made.failed === 0
  })
