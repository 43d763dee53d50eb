import { byState, component, grid, history, term } from './cells.js'
import { impact, lineage } from './kin.js'
import { cost, failures, operationsOfRun } from './operations.js'

/** The questions that every graph store answers, to be asked with {@link ask}. Spec cf14 5.7. */
export const queries = {
  lineage,
  impact,
  operationsOfRun,
  history,
  grid,
  byState,
  term,
  cost,
  failures,
  component,
} as const
