import type { NodeWrite } from '@chorale/core/ports/graph'
import type { Statement, Value } from '../driver.js'
import { propertiesIn } from '../value.js'
import type { Fate } from './fate.js'
import { quoted } from './quoted.js'
import { byText, grouped, lines, locking } from './upsert.js'

/** Locks the nodes that are there, and answers with the place of each and its properties. */
export const lockNodes = (nodes: readonly NodeWrite[]): readonly Statement[] =>
  byLabel(
    nodes.map((node, at) => ({ ...node, at })),
    (label) => `MATCH (n:${quoted(label)} {id: row.id}) ${locking('n')} RETURN row.at, properties(n)`,
    ({ id, at }) => ({ id, at: BigInt(at) }),
  )

/** Empties all that are to be written, and only then writes them. */
export const fillNodes = (
  fates: readonly { readonly node: NodeWrite; readonly fate: Fate }[],
): readonly Statement[] => {
  const laid = fates.flatMap(({ node, fate }) =>
    fate._tag === 'laid' ? [{ ...node, properties: fate.properties }] : [],
  )
  return [
    ...byLabel(
      laid,
      (label) => `MATCH (n:${quoted(label)} {id: row.id}) SET n = {id: row.id}`,
      ({ id }) => ({ id }),
    ),
    ...byLabel(
      laid,
      (label) => `MERGE (n:${quoted(label)} {id: row.id}) SET n += row.properties`,
      ({ id, properties }) => ({ id, properties: propertiesIn(properties) }),
    ),
  ]
}

const byLabel = <N extends NodeWrite>(
  nodes: readonly N[],
  text: (label: string) => string,
  row: (node: N) => Value,
): readonly Statement[] =>
  grouped(nodes, ({ label }) => label).map((group) => ({
    text: lines('UNWIND $rows AS row', text(group[0].label)),
    parameters: { rows: byText(group, ({ id }) => id).map(row) },
  }))
