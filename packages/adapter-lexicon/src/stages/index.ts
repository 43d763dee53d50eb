import type { Stage } from './ask.js'
import { anchor, centroid, project } from './centroid.js'
import { final } from './final.js'
import { columnLens, lens, rowLens } from './lens.js'
import { multiply } from './multiply.js'
import { expand, interpretPath } from './path.js'
import { shift } from './shift.js'
import { synthesize } from './synthesize.js'

/** How an operation is answered and how many terms it needs at least. Spec cf14 4.7. */
export interface Operation {
  readonly stage: Stage
  readonly terms: number
}

/** All operations by the name they have in a question. */
export const operations: ReadonlyMap<string, Operation> = new Map([
  ['multiply', { stage: multiply, terms: 2 }],
  ['column_lens', { stage: columnLens, terms: 2 }],
  ['row_lens', { stage: rowLens, terms: 2 }],
  ['synthesize', { stage: synthesize, terms: 2 }],
  ['lens', { stage: lens, terms: 3 }],
  ['shift', { stage: shift, terms: 1 }],
  ['expand', { stage: expand, terms: 2 }],
  ['interpret_path', { stage: interpretPath, terms: 1 }],
  ['final', { stage: final, terms: 1 }],
  ['anchor', { stage: anchor, terms: 2 }],
  ['project', { stage: project, terms: 2 }],
  ['centroid', { stage: centroid, terms: 1 }],
])

export type { Ask, Draft, Stage } from './ask.js'
