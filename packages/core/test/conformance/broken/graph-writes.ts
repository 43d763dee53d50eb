import * as E from 'fp-ts/lib/Either.js'
import type { GraphUpsert, NodeWrite, Properties, Property, Relationship } from '../../../src/ports/graph/index.js'
import { asking, broken, redone, telling, type Broken, type Right, type Spoil } from './spoil.js'

const graph = broken('graph')

const eachValue = (change: (value: Property) => Property): Spoil => {
  const changed = <A extends { readonly properties: Properties }>(item: A): A => ({
    ...item,
    properties: Object.fromEntries(Object.entries(item.properties).map(([name, value]) => [name, change(value)])),
  })
  return asking('graph/upsert', ({ nodes, relationships, ...rest }) => ({
    ...{ ...rest, nodes: nodes.map(changed), relationships: relationships.map(changed) },
  }))
}

const eachNode = (change: (node: NodeWrite) => NodeWrite): Spoil =>
  asking('graph/upsert', (effect) => ({ ...effect, nodes: effect.nodes.map(change) }))

const eachLink = (change: (link: Relationship) => Relationship): Spoil =>
  asking('graph/upsert', (effect) => ({ ...effect, relationships: effect.relationships.map(change) }))

const texts = (change: (text: string) => string): Spoil =>
  eachValue((value) => (typeof value === 'string' ? change(value) : value))

/** The properties of a node that is there. */
const known = async (right: Right, { label, id }: NodeWrite): Promise<Properties | undefined> => {
  const match = { label, where: [{ _tag: 'eq', name: 'id', value: id }] } as const
  const found = await right.ask('graph/query', { _tag: 'graph/query', key: 'q', match })
  return E.isRight(found) ? found.right.nodes[0]?.properties : undefined
}

const without = (node: NodeWrite, properties: Properties = node.properties): NodeWrite => ({
  ...{ label: node.label, id: node.id, properties },
})

const isList = (value: Property): value is readonly string[] | readonly number[] => Array.isArray(value)

const sorted = (list: readonly string[] | readonly number[]): Property =>
  // A cast: what is sorted has the type that it had.
  [...list].sort() as unknown as Property

/** Each part of a write by itself, until one fails. */
const piecemeal = async (effect: GraphUpsert, right: Right) => {
  const parts = [
    ...effect.nodes.map((node) => ({ ...effect, nodes: [node], relationships: [] })),
    ...effect.relationships.map((link) => ({ ...effect, nodes: [], relationships: [link] })),
  ]
  for (const part of parts) {
    const outcome = await right.ask('graph/upsert', part)
    if (E.isLeft(outcome)) return outcome
  }
  return E.right({ nodes: effect.nodes.length, relationships: effect.relationships.length })
}

const strictlyNewer = async (effect: GraphUpsert, right: Right) => {
  const nodes: NodeWrite[] = []
  for (const node of effect.nodes) {
    const by = node.existing?._tag === 'newer' ? node.existing.by : undefined
    const there = by === undefined ? undefined : await known(right, node)
    const isSame = by !== undefined && there !== undefined && there[by] === node.properties[by]
    nodes.push(isSame ? { ...node, existing: { _tag: 'keep' } } : node)
  }
  return right.ask('graph/upsert', { ...effect, nodes })
}

const whole = async (effect: GraphUpsert, right: Right) => {
  for (const node of effect.nodes) {
    const there = await known(right, node)
    const gone = Object.keys(there ?? {}).map((name): [string, null] => [name, null])
    if (gone.length > 0) {
      const cleared = { ...effect, nodes: [without(node, Object.fromEntries(gone))], relationships: [] }
      await right.ask('graph/upsert', cleared)
    }
  }
  return right.ask('graph/upsert', effect)
}

const withEnds = (effect: GraphUpsert, right: Right) => {
  const ends = effect.relationships.flatMap(({ from, to }) => [from, to])
  const coming = new Map(
    [...ends.map((end): NodeWrite => ({ ...end, properties: {} })), ...effect.nodes].map((node) => [
      `${node.label}\n${node.id}`,
      node,
    ]),
  )
  return right.ask('graph/upsert', { ...effect, nodes: [...coming.values()] })
}

const onceEach = (effect: GraphUpsert): GraphUpsert => ({
  ...effect,
  nodes: [...new Map(effect.nodes.map((node) => [`${node.label}\n${node.id}`, node])).values()],
})

/** Graphs that write wrongly. */
export const graphWrites: readonly Broken[] = [
  graph('a write is done piece by piece', redone('graph/upsert', piecemeal)),
  graph('nodes are replaced instead of merged', redone('graph/upsert', whole)),
  graph(
    'keep overwrites',
    eachNode((node) => (node.existing?._tag === 'keep' ? without(node) : node)),
  ),
  graph(
    'newer is not compared',
    eachNode((node) => (node.existing?._tag === 'newer' ? without(node) : node)),
  ),
  graph('newer must be above', redone('graph/upsert', strictlyNewer)),
  graph(
    'equal is not compared',
    eachNode((node) => (node.existing?._tag === 'equal' ? { ...node, existing: { _tag: 'keep' } } : node)),
  ),
  graph(
    'equal overwrites',
    eachNode((node) => (node.existing?._tag === 'equal' ? without(node) : node)),
  ),
  graph(
    'null takes nothing away',
    eachNode((node) => ({
      ...node,
      properties: Object.fromEntries(Object.entries(node.properties).filter(([, value]) => value !== null)),
    })),
  ),
  graph(
    'null is kept as an empty text',
    eachValue((value) => value ?? ''),
  ),
  graph('loose ends are made up', redone('graph/upsert', withEnds)),
  graph('what stands twice in a write is merged', asking('graph/upsert', onceEach)),
  graph(
    'ids are folded to small letters',
    eachNode((node) => ({ ...node, id: node.id.toLowerCase() })),
  ),
  graph(
    'ids are trimmed',
    eachNode((node) => ({ ...node, id: /^ x$/u.test(node.id) ? 'x' : node.id })),
  ),
  graph(
    'labels are folded to small letters',
    eachNode((node) => ({ ...node, label: node.label.toLowerCase() })),
  ),
  graph(
    'names are mended instead of refused',
    eachNode((node) => ({ ...node, label: node.label.replace(/[^A-Za-z0-9_]/gu, '_') || 'Node' })),
  ),
  graph(
    'numbers are truncated',
    eachValue((value) => (typeof value === 'number' ? Math.trunc(value) : value)),
  ),
  graph(
    'numbers are of single precision',
    eachValue((value) => (typeof value === 'number' ? Math.fround(value) : value)),
  ),
  graph(
    'large numbers become texts',
    eachValue((value) => (typeof value === 'number' && Math.abs(value) > 2 ** 31 ? String(value) : value)),
  ),
  graph(
    'texts are trimmed',
    texts((text) => text.trim()),
  ),
  graph(
    'texts are normalised',
    texts((text) => text.normalize('NFC')),
  ),
  graph(
    'texts end at NUL',
    texts((text) => text.split('\0')[0] ?? ''),
  ),
  graph(
    'texts end at 64 KB',
    texts((text) => text.slice(0, 65_536)),
  ),
  graph(
    'texts beyond U+FFFF are lost',
    texts((text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, '?')),
  ),
  graph(
    'empty texts are null',
    eachValue((value) => (value === '' ? null : value)),
  ),
  graph(
    'empty lists are null',
    eachValue((value) => (Array.isArray(value) && value.length === 0 ? null : value)),
  ),
  graph(
    'lists of one are unpacked',
    eachValue((value) => (isList(value) && value.length === 1 ? (value[0] ?? null) : value)),
  ),
  graph(
    'lists are sorted',
    eachValue((value) => (isList(value) ? sorted(value) : value)),
  ),
  graph(
    'keys of relationships are ignored',
    eachLink(({ key, ...link }) => (key === '' ? { ...link, key } : link)),
  ),
  graph(
    'relationships lose their properties',
    eachLink((link) => ({ ...link, properties: {} })),
  ),
  graph(
    'relationships are turned round',
    eachLink(({ from, to, ...link }) => ({ ...link, from: to, to: from })),
  ),
  graph(
    'new nodes alone are counted',
    telling('graph/upsert', ({ nodes, relationships }) => ({ nodes: Math.min(nodes, 1), relationships })),
  ),
]
