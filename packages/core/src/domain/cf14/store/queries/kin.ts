import * as E from 'fp-ts/lib/Either.js'
import type { Hop, Match } from '../../../../ports/graph/index.js'
import type { AuditRecord } from '../../audit.js'
import type { ComponentRecord } from '../batch.js'
import { readComponent, readOperation } from '../nodes.js'
import { query, readAll, refused, type Query } from './query.js'

/** A cell that another is made from, or that is made from it. */
export interface Kin {
  readonly component: ComponentRecord
  /** Steps of the shortest way. */
  readonly distance: number
  /** The successful moves that made it, in their order; none where it was given. */
  readonly operations: readonly AuditRecord[]
}

/** Most steps of a lineage or an impact. Spec cf14 5.7. */
const mostSteps = 20

/**
 * What a cell is made from: its ancestors within so many steps (2 unless given, at most 20), the nearest first, with what made each. Empty where the
 * id is unknown. Spec cf14 5.7.
 */
export const lineage = (componentId: string, depth = 2): Query<readonly Kin[]> =>
  kin('lineage', { componentId, depth, direction: 'out' })

/** What is made from a cell: its descendants, told like a {@link lineage}. Spec cf14 5.7. */
export const impact = (componentId: string, depth = 2): Query<readonly Kin[]> =>
  kin('impact', { componentId, depth, direction: 'in' })

interface Way {
  readonly componentId: string
  readonly depth: number
  readonly direction: Hop['direction']
}

const kin = (name: string, { componentId, depth, direction }: Way): Query<readonly Kin[]> => {
  if (!Number.isInteger(depth) || depth < 1 || depth > mostSteps)
    return refused(`read ${name}`, `${depth} is no depth`, `Use a whole number from 1 to ${mostSteps}.`)
  const match: Match = { label: 'Component', where: [{ _tag: 'eq', name: 'id', value: componentId }] }
  const kinship: Hop = {
    types: ['DEPENDS_ON', 'DERIVES_FROM'],
    direction,
    depth: { least: 1, most: depth },
    to: { label: 'Component' },
  }
  const makers: Hop = { types: ['PRODUCES'], direction: 'in', to: { label: 'SemanticOperation' } }
  const asked = [
    { match, hops: [kinship] },
    { match, hops: [kinship, makers] },
  ]
  return query(name, asked, ([cells, operations]) =>
    E.chain((made: readonly AuditRecord[]) =>
      readAll(cells, (node) =>
        E.map((component: ComponentRecord): Kin => ({
          component,
          distance: node.distance,
          operations: movesOf(component, made),
        }))(readComponent(node)),
      ),
    )(readAll(operations, readOperation)),
  )
}

const movesOf = ({ id }: ComponentRecord, operations: readonly AuditRecord[]): readonly AuditRecord[] =>
  operations.filter(({ outputComponent }) => outputComponent === id).sort((a, b) => orderOf(a) - orderOf(b))

/** Moves may share an instant: the lifecycle knows their order. */
const orderOf = ({ toState }: AuditRecord): number =>
  ['initial', 'interpreted', 'combined', 'resolved'].indexOf(toState)
