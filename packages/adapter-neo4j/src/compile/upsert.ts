import type { GraphUpsert, Merge, NodeRef, NodeWrite, Relationship } from '@chorale/core/ports/graph'
import type { Statement, Value } from '../driver.js'
import { propertiesIn } from '../value.js'
import { quoted } from './quoted.js'

/** Statements of one upsert, in the order in which they are carried out. */
export interface Upsert {
  /** Labels that are written: each needs its uniqueness of ids before. */
  readonly labels: readonly string[]
  /** Lock all nodes that are there, written ones and ends; each answers with the places (`at`) of ends that are missing and do not come along. */
  readonly ends: readonly Statement[]
  /** Each answers with the nodes that are there with another value: place (`at`), name of the property. */
  readonly nodes: readonly Statement[]
  /** Each answers with how many of its rows found both ends. */
  readonly relationships: readonly { readonly statement: Statement; readonly rows: number }[]
}

/** Compiles an upsert that was checked. Rows are sorted by what is locked, so that two writers do not wait for each other. */
export const compileUpsert = ({ nodes, relationships }: GraphUpsert, batchRows: number): Upsert => ({
  labels: [...new Set(nodes.map(({ label }) => label))].sort(),
  ends: concerned(nodes, relationships).flatMap(([label, rows]) =>
    batches(rows, batchRows).map((batch) => ({ text: endsText(label), parameters: { rows: batch } })),
  ),
  nodes: grouped(
    nodes.map((node, at) => ({ node, at })),
    ({ node }) => JSON.stringify([node.label, ruleOf(node)]),
  ).flatMap((group) => nodeStatements(group, batchRows)),
  relationships: grouped(relationships, ({ type, from, to }) => JSON.stringify([type, from.label, to.label])).flatMap(
    (group) => linkStatements(group, batchRows),
  ),
})

const ruleOf = ({ existing }: NodeWrite): Merge => existing ?? { _tag: 'merge' }

/**
 * Locks a node by taking away what is not there: nothing changes. To merge a node or a relationship takes a shared lock before its own, so that
 * two who merge the same would wait for each other for ever.
 */
export const locking = (node: string): string => `SET ${node}._locked = null`

const endsText = (label: string): string =>
  lines(
    'UNWIND $rows AS row',
    `OPTIONAL MATCH (n:${quoted(label)} {id: row.id})`,
    `FOREACH (there IN CASE WHEN n IS NULL THEN [] ELSE [n] END | ${locking('there')})`,
    'WITH row, n WHERE n IS NULL AND row.at IS NOT NULL',
    'RETURN row.at',
  )

interface Concerned {
  readonly ref: NodeRef
  /** For an end that does not come along: twice the place of its relationship, and one more for the second end. */
  readonly at: bigint | null
}

/** All nodes that a write concerns, by label and sorted by id: every writer locks them in this order. */
const concerned = (nodes: readonly NodeRef[], relationships: readonly Relationship[]) => {
  const all = new Map<string, Concerned>(nodes.map((ref) => [identity(ref), { ref, at: null }]))
  const ends = relationships.flatMap(({ from, to }) => [from, to])
  for (const [at, ref] of ends.entries()) if (!all.has(identity(ref))) all.set(identity(ref), { ref, at: BigInt(at) })
  return grouped([...all.values()], ({ ref }) => ref.label).map((group) => {
    const rows = byText(group, ({ ref }) => ref.id).map(({ ref, at }) => ({ id: ref.id, at }))
    return [group[0].ref.label, rows] as const
  })
}

const identity = ({ label, id }: NodeRef): string => `${label}\n${id}`

interface Placed {
  readonly node: NodeWrite
  readonly at: number
}

const nodeStatements = (group: Group<Placed>, batchRows: number): readonly Statement[] => {
  const [{ node: first }] = group
  const rule = ruleOf(first)
  const rows = group.map(({ node, at }) => ({
    id: node.id,
    at: BigInt(at),
    properties: propertiesIn(node.properties),
    ...boundOf(node, rule),
  }))
  const text = nodeText(first.label, rule)
  const on = rule._tag === 'equal' ? { on: rule.on.filter((name) => name !== 'id') } : {}
  return batches(
    byText(rows, ({ id }) => id),
    batchRows,
  ).map((batch) => ({ text, parameters: { rows: batch, ...on } }))
}

/** What the number that is there must not exceed; what is no number is older than every number. */
const boundOf = ({ properties }: NodeWrite, rule: Merge): { readonly bound?: Value } => {
  if (rule._tag !== 'newer') return {}
  const value = Object.hasOwn(properties, rule.by) ? properties[rule.by] : null
  return { bound: typeof value === 'number' ? value : -Infinity }
}

const nodeText = (label: string, rule: Merge): string => {
  const merge = ['UNWIND $rows AS row', `MERGE (n:${quoted(label)} {id: row.id})`]
  const once = 'ON CREATE SET n += row.properties'
  switch (rule._tag) {
    case 'merge':
      return lines(...merge, 'SET n += row.properties')
    case 'keep':
      return lines(...merge, once)
    case 'newer':
      return lines(
        ...merge,
        `WITH n, row WHERE NOT coalesce(n.${quoted(rule.by)} > row.bound, false)`,
        'SET n += row.properties',
      )
    case 'equal':
      return lines(
        ...merge,
        once,
        'WITH row, [name IN $on WHERE NOT coalesce(n[name] = row.properties[name], n[name] IS NULL AND row.properties[name] IS NULL)] AS others',
        'WHERE size(others) > 0',
        'RETURN row.at, others[0]',
      )
  }
}

const linkStatements = (group: Group<Relationship>, batchRows: number): Upsert['relationships'] => {
  const [{ type, from, to }] = group
  const text = lines(
    'UNWIND $rows AS row',
    `MATCH (a:${quoted(from.label)} {id: row.from})`,
    `MATCH (b:${quoted(to.label)} {id: row.to})`,
    `MERGE (a)-[r:${quoted(type)} {key: row.key}]->(b)`,
    'SET r += row.properties',
    'RETURN count(*)',
  )
  const rows = group.map((link) => ({
    from: link.from.id,
    to: link.to.id,
    key: link.key ?? '',
    properties: propertiesIn(link.properties),
  }))
  const sorted = byText(rows, (row) => JSON.stringify([row.from, row.to, row.key]))
  return batches(sorted, batchRows).map((batch) => ({
    statement: { text, parameters: { rows: batch } },
    rows: batch.length,
  }))
}

/** At least one, which is how a group comes about. */
export type Group<A> = readonly [A, ...A[]]

/** Things by a text, in the order of these texts. */
export const grouped = <A>(all: readonly A[], by: (each: A) => string): readonly Group<A>[] => {
  const groups = new Map<string, [A, ...A[]]>()
  for (const each of all) {
    const group = groups.get(by(each))
    if (group === undefined) groups.set(by(each), [each])
    else group.push(each)
  }
  return byText([...groups], ([text]) => text).map(([, group]) => group)
}

/** Lists of at most so many. */
export const batches = <A>(all: readonly A[], most: number): readonly (readonly A[])[] => {
  const made: (readonly A[])[] = []
  for (let i = 0; i < all.length; i += most) made.push(all.slice(i, i + most))
  return made
}

/** In the order of texts, by code unit: any order does that is always the same. */
export const byText = <A>(all: readonly A[], of: (each: A) => string): readonly A[] =>
  all
    .map((each) => [of(each), each] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, each]) => each)

/** Lines of a statement. */
export const lines = (...texts: readonly string[]): string => texts.join('\n')
