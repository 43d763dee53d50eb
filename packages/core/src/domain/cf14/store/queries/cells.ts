import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { normalise } from '../../../../kit/base/index.js'
import { notFound, type EffectError } from '../../../../kit/fault/index.js'
import type { Hop, Match } from '../../../../ports/graph/index.js'
import type { Condition } from '../../../../ports/index.js'
import type { AuditRecord } from '../../audit.js'
import type { Grid } from '../../grid.js'
import type { ComponentState } from '../../lifecycle.js'
import type { ComponentRecord, StateRecord } from '../batch.js'
import { readComponent, readOperation, readState } from '../nodes.js'
import { query, readAll, refused, type Query } from './query.js'

const is = (name: string, value: string): Condition => ({ _tag: 'eq', name, value })

/** One cell as the store has it; `NotFound` where it has none of that id. */
export const component = (componentId: string): Query<ComponentRecord> =>
  query('component', [{ match: { label: 'Component', where: [is('id', componentId)] } }], ([found]) => {
    const [node] = found?.nodes ?? []
    return node === undefined
      ? E.left(
          notFound({
            doing: `read Component ${componentId}`,
            because: 'the store has no such cell',
            next: 'Check the thread, the matrix and the index.',
            ids: { component: componentId },
          }),
        )
      : readComponent(node)
  })

/** One state of a cell with what led to it; null for the state it began in. */
export interface Past {
  readonly state: StateRecord
  readonly operation: AuditRecord | null
}

/** All states of a cell in their sequence. Spec cf14 5.7. */
export const history = (componentId: string): Query<readonly Past[]> => {
  const asked = [
    {
      match: { label: 'ComponentState', where: [is('component_id', componentId)] },
      orderBy: [{ by: 'sequence' }],
    },
    { match: { label: 'SemanticOperation', where: [is('output_component', componentId)] } },
  ]
  return query('history', asked, ([states, operations]) =>
    E.chain((made: readonly AuditRecord[]) => {
      const byId = new Map(made.map((operation) => [operation.id, operation]))
      return E.map((all: readonly StateRecord[]) =>
        all.map((state): Past => ({ state, operation: byId.get(state.operationId ?? '') ?? null })),
      )(readAll(states, readState))
    })(readAll(operations, readOperation)),
  )
}

/** A matrix as the store has it: labels and current contents row by row, null for a cell that is missing. `NotFound` where there is none. Spec cf14 5.7. */
export const grid = (threadId: string, matrix: string): Query<Grid<string | null>> =>
  query(
    'grid',
    [{ match: { label: 'Component', where: [is('thread_id', threadId), is('matrix_name', matrix)] } }],
    ([found]) =>
      E.chain((cells: readonly ComponentRecord[]): Either<EffectError, Grid<string | null>> =>
        cells.length === 0
          ? E.left(
              notFound({
                doing: `read matrix ${matrix} of ${threadId}`,
                because: 'the store has no cell of it',
                next: 'Check the thread and the matrix.',
                ids: { thread: threadId },
              }),
            )
          : E.right(gridOf(cells)),
      )(readAll(found, readComponent)),
  )

const gridOf = (cells: readonly ComponentRecord[]): Grid<string | null> => {
  const labels = (axis: number): readonly string[] => {
    const known = new Map(
      cells.map(({ position, rowLabel, columnLabel }) => [position[axis] ?? 0, axis === 0 ? rowLabel : columnLabel]),
    )
    return Array.from({ length: Math.max(...known.keys()) + 1 }, (_, i) => known.get(i) ?? '')
  }
  const [rows, columns] = [labels(0), labels(1)]
  const contents = new Map(cells.map(({ indexKey, content }) => [indexKey, content]))
  return { rows, columns, cells: rows.map((_, i) => columns.map((__, j) => contents.get(`${i},${j}`) ?? null)) }
}

/** A thread's cells in one state, the newest change first. Spec cf14 5.7. */
export const byState = (threadId: string, state: ComponentState): Query<readonly ComponentRecord[]> =>
  query(
    'byState',
    [
      {
        match: { label: 'Component', where: [is('thread_id', threadId), is('current_state', state)] },
        orderBy: [{ by: 'updated_at', descending: true }, { by: 'id' }],
      },
    ],
    ([found]) => readAll(found, readComponent),
  )

/**
 * A thread's cells whose text in any state holds a term, letter by letter: what they are made from, what was made of that, and what they say now.
 * Spec cf14 5.7.
 */
export const term = (threadId: string, text: string): Query<readonly ComponentRecord[]> => {
  const wanted = normalise(text)
  if (wanted === '') return refused('find a term', 'the term is empty', 'Give a word or a phrase.')
  // Products are kept as a JSON list: a quotation mark stands escaped in there.
  const forms = new Set([wanted, JSON.stringify(wanted).slice(1, -1)])
  const match: Match = { label: 'SemanticThread', where: [is('id', threadId)] }
  const asked = [...forms].map((value) => ({ match, hops: wayTo(value) }))
  return query('term', asked, (answers) =>
    E.map((found: readonly (readonly ComponentRecord[])[]) => {
      const once = new Map(found.flat().map((each) => [each.id, each]))
      return [...once.values()]
    })(readEach(answers)),
  )
}

const readEach = (answers: Parameters<Query<unknown>['read']>[0]) =>
  E.sequenceArray(answers.map((found) => readAll(found, readComponent)))

const wayTo = (value: string): readonly Hop[] => [
  { types: ['CONTAINS'], direction: 'out', to: { label: 'Component' } },
  {
    types: ['HAS_STATE'],
    direction: 'out',
    to: { label: 'ComponentState', where: [{ _tag: 'contains', name: 'content', value }] },
  },
  { types: ['HAS_STATE'], direction: 'in', to: { label: 'Component' } },
]
