import { clockOf } from '../laws/clocks.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { combine } from '@chorale/core/effect'
import { valley, type ValleyInput } from '@chorale/core/cf14'
import type { GraphNode, GraphUpsert, Relationship } from '@chorale/core/ports/graph'
import { start } from '@chorale/core/run'
import { echoResolver } from '@chorale/core/testing'
import { memory } from '@chorale/adapter-memory'
import { matrixNamed, walk } from './golden.js'

/** What a valley writes, in the order in which it was acknowledged. */
const written = async (input: ValleyInput): Promise<readonly GraphUpsert[]> => {
  const stores = memory()
  const seen: GraphUpsert[] = []
  const watched: Pick<typeof stores, 'graph/upsert'> = {
    'graph/upsert': (effect, context) => async () => {
      const outcome = await stores['graph/upsert'](effect, context)()
      seen.push(effect)
      return outcome
    },
  }
  await start(valley, input, {
    interpreter: combine(echoResolver(), stores, watched),
    run: 'r',
    clock: clockOf(() => 1_700_000_000_000),
  }).result()
  return seen
}

const count = (entries: readonly (GraphNode | Relationship)[], name: string): number =>
  entries.filter((entry) => ('label' in entry ? entry.label : entry.type) === name).length

describe('the store after matrix C', () => {
  let writes: readonly GraphUpsert[] = []
  beforeAll(async () => {
    writes = await written({ through: 'C', domain: 'Civics' })
  })
  const nodes = () => writes.flatMap((write) => write.nodes)
  const relationships = () => writes.flatMap((write) => write.relationships)

  it('holds the counts of workflow 1', () => {
    expect(['Component', 'SemanticOperation', 'ComponentState'].map((label) => count(nodes(), label))).toEqual([
      40, 36, 76,
    ])
    expect(
      ['CONSUMES', 'PRODUCES', 'DEPENDS_ON', 'CONTAINS', 'HAS_STATE'].map((type) => count(relationships(), type)),
    ).toEqual([120, 36, 96, 40, 76])
  })

  it('was written one product at a time, in the order of the valley', () => {
    expect(writes.map(({ key }) => key)).toEqual(['write/A', 'write/B', 'write/C'])
  })

  it('names a component as the specification does', () => {
    const first = nodes().find(({ label, id }) => label === 'Component' && id.endsWith(':C:0:0'))
    expect(first?.properties).toMatchObject({
      matrix_name: 'C',
      matrix_position: [0, 0],
      index_key: '0,0',
      station: 'Problem Requirements',
      row_label: 'Normative',
      col_label: 'Necessity (vs Contingency)',
      origin: 'derived',
      current_state: 'resolved',
      last_sequence: 3,
      created_at: '2023-11-14T22:13:20.000Z',
    })
    expect(first?.properties['ontology_binding']).toMatch(/^cf14:Civics:C:0:0:[0-9a-f]{32}$/u)
  })

  it('has one current state for each component, the last of its history', () => {
    const current = relationships().filter(
      ({ type, properties }) => type === 'HAS_STATE' && properties['is_current'] === true,
    )
    expect(current.length).toBe(40)
    expect(current.filter(({ to }) => to.id.endsWith('#3')).length).toBe(12)
  })
})

describe('the sentence of D', () => {
  it('joins A and F as the specification words it, or as a template does', async () => {
    const usual = matrixNamed((await walk({ through: 'D' })).result, 'D').cells[0]
    const f = usual?.operands[1]?.text ?? ''
    expect(usual?.moves[1]?.content).toBe(`Values applied to frame the problem; ${f} to resolve the problem.`)
    const own = await walk({ through: 'D', problem: 'rising $& seas', dTemplate: '{f} and {a}, for {problem}: {f}' })
    expect(matrixNamed(own.result, 'D').cells[0]?.moves[1]?.content).toBe(`${f} and Values, for rising $& seas: ${f}`)
  })
})
