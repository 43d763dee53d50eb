import * as E from 'fp-ts/lib/Either.js'
import type { Condition } from '@chorale/core/ports'
import type { GraphMigrate, GraphQuery, GraphRelationships, NodeWrite, Relationship } from '@chorale/core/ports/graph'
import type { Ask, Field, Outcome } from './hostile-field.js'
import { own, unless } from './hostile-graph.js'
import { differs } from './hostile-journal.js'

/** What was asked for and stays: rules of the schema, as `Label(property, ...)`, and how many schemas there are. */
export interface Kept {
  readonly rules: Set<string>
  schemas: number
}

const { label, type } = own
const a: NodeWrite = { label, id: 'a', properties: {} }

/** Writes one node and one relationship with a name somewhere, reads them back by it, and deletes them. */
const written = async (
  ask: Ask,
  { node = a, link = {} }: { readonly node?: NodeWrite; readonly link?: Partial<Relationship> },
): Promise<Outcome<readonly string[]>> => {
  const relationship: Relationship = { type, from: node, to: node, properties: {}, ...link }
  const wrote = await ask('graph/upsert', { nodes: [node], relationships: [relationship] })
  if (E.isLeft(wrote)) return wrote
  const nodes = await ask('graph/query', { match: { label: node.label } })
  const links = await ask('graph/relationships', { type: relationship.type })
  const removed = await ask('graph/delete', { nodes: [node], relationships: [relationship] })
  if (E.isLeft(nodes) || E.isLeft(links) || E.isLeft(removed))
    return [nodes, links, removed].find(E.isLeft) ?? E.right([])
  const { label: kind, id, properties } = node
  return E.right([
    ...differs(nodes.right.nodes, [{ label: kind, id, properties, distance: 0 }]),
    ...differs(links.right.relationships[0]?.properties, relationship.properties),
    ...differs(removed.right, { nodes: 1, relationships: 1 }),
  ])
}

const absent = (name: string): readonly Condition[] => [{ _tag: 'eq', name, value: 'no such text' }]

type Query = Omit<GraphQuery, '_tag' | 'key'>

/** Questions with a name in them, none of which finds anything. */
const questions: readonly (readonly [string, RegExp, (name: string) => Query])[] = [
  ['labels of a match', /^match\.label: /u, (name) => ({ match: { label: name } })],
  ['names in conditions', /^match\.where\[0\]\.name: /u, (name) => ({ match: { label, where: absent(name) } })],
  [
    'types of a hop',
    /^hops\[0\]\.types\[0\]: /u,
    (name) => ({ match: { label }, hops: [{ types: [name], direction: 'both' }] }),
  ],
  [
    'labels behind a hop',
    /^hops\[0\]\.to\.label: /u,
    (name) => ({ match: { label }, hops: [{ types: [type], direction: 'in', to: { label: name } }] }),
  ],
  [
    'names in conditions behind a hop',
    /^hops\[0\]\.to\.where\[0\]\.name: /u,
    (name) => ({ match: { label }, hops: [{ types: [type], direction: 'out', to: { where: absent(name) } }] }),
  ],
  ['names in an order', /^orderBy\[0\]\.by: /u, (name) => ({ match: { label }, orderBy: [{ by: name }] })],
  [
    'directions of a hop',
    /^hops\[0\]\.direction: /u,
    // A cast for the host without types, who may pass anything.
    (name) => ({ match: { label }, hops: [{ types: [type], direction: name as 'out' }] }),
  ],
  [
    'tags of conditions',
    /^match\.where\[0\]\._tag: /u,
    // A cast as above.
    (name) => ({ match: { label, where: [{ _tag: name as 'eq', name: 'value', value: 'x' }] } }),
  ],
]

const ends: readonly (readonly [string, RegExp, (name: string) => Omit<GraphRelationships, '_tag' | 'key'>])[] = [
  ['types that are read', /^type: /u, (name) => ({ type: name, from: { label: 'NoSuch' } })],
  ['labels of ends', /^from\.label: /u, (name) => ({ type, from: { label: name }, to: { label: name } })],
  ['names in conditions of ends', /^to\.where\[0\]\.name: /u, (name) => ({ type, to: { where: absent(name) } })],
]

type Step = Omit<GraphMigrate['steps'][number], 'version' | 'about'>

const shapes: readonly (readonly [string, RegExp, (name: string) => Step, (name: string) => string])[] = [
  [
    'labels of a uniqueness',
    /^steps\[0\]\.unique\[0\]\.label: /u,
    (name) => ({ unique: [{ label: name, properties: ['tried'] }] }),
    (name) => `${name}(tried)`,
  ],
  [
    'properties of a uniqueness',
    /^steps\[0\]\.unique\[0\]\.properties\[1\]: /u,
    (name) => ({ unique: [{ label, properties: ['tried', name] }] }),
    (name) => `${label}(tried,${name})`,
  ],
  [
    'labels of an index',
    /^steps\[0\]\.indexes\[0\]\.label: /u,
    (name) => ({ indexes: [{ label: name, properties: ['seen'] }] }),
    (name) => `${name}(seen)`,
  ],
  [
    'properties of an index',
    /^steps\[0\]\.indexes\[0\]\.properties\[1\]: /u,
    (name) => ({ indexes: [{ label, properties: ['seen', name] }] }),
    (name) => `${label}(seen,${name})`,
  ],
]

const migrated = async (
  ask: Ask,
  kept: Kept,
  given: { readonly schema?: string; readonly about?: string; readonly step?: Step; readonly rule?: string },
): Promise<Outcome<readonly string[]>> => {
  const { schema = `S${kept.schemas}`, about = 'tried', step = {}, rule } = given
  const done = await ask('graph/migrate', { schema, steps: [{ version: 1, about, ...step }] })
  if (E.isLeft(done)) return done
  kept.schemas += 1
  if (rule !== undefined) kept.rules.add(rule)
  return E.right(unless(done.right, { from: 0, to: 1 }))
}

const node = (id: string, more: Partial<NodeWrite>): NodeWrite => ({ label, id, properties: {}, ...more })

const named = (name: string) => Object.fromEntries([[name, 'x']])

/** Every field of the graph that takes a name. What is a name for the port is taken; of that, only rules of the schema stay. */
export const nameFields = (ask: Ask, kept: Kept): readonly Field[] => {
  const field = (name: string, path: RegExp, put: (value: string) => Promise<Outcome<readonly string[]>>): Field => ({
    ...{ name: `graph ${name}`, path, share: 'alone', put: ([value = '']) => put(value) },
  })
  const labels = async (name: string) => {
    const outcome = await written(ask, { node: { ...a, label: name } })
    if (E.isRight(outcome)) kept.rules.add(`${name}(id)`)
    return outcome
  }
  return [
    field('labels', /^nodes\[0\]\.label: /u, labels),
    field('types', /^relationships\[0\]\.type: /u, (name) => written(ask, { link: { type: name } })),
    field('names of properties', /^nodes\[0\]\.properties\./u, (name) =>
      written(ask, { node: node('a', { properties: named(name) }) }),
    ),
    field('names of properties of relationships', /^relationships\[0\]\.properties\./u, (name) =>
      written(ask, { link: { properties: named(name) } }),
    ),
    field('names of what must be newer', /^nodes\[0\]\.existing\.by: /u, (by) =>
      written(ask, { node: node('a', { existing: { _tag: 'newer', by } }) }),
    ),
    field('names of what must be equal', /^nodes\[0\]\.existing\.on\[0\]: /u, (name) =>
      written(ask, { node: node('a', { existing: { _tag: 'equal', on: [name] } }) }),
    ),
    field('labels of what is deleted', /^nodes\[0\]\.label: /u, async (name) => {
      const done = await ask('graph/delete', { nodes: [{ label: name, id: 'no such node' }], relationships: [] })
      return E.map((counts: unknown) => unless(counts, { nodes: 0, relationships: 0 }))(done)
    }),
    field('types of what is deleted', /^relationships\[0\]\.type: /u, async (name) => {
      const done = await ask('graph/delete', { nodes: [], relationships: [{ type: name, from: a, to: a }] })
      return E.map((counts: unknown) => unless(counts, { nodes: 0, relationships: 0 }))(done)
    }),
    ...questions.map(([name, path, query]) =>
      field(name, path, async (value) => {
        const found = await ask('graph/query', query(value))
        return E.map(({ count }: { readonly count: number }) => unless(count, 0))(found)
      }),
    ),
    ...ends.map(([name, path, query]) =>
      field(name, path, async (value) => {
        const found = await ask('graph/relationships', query(value))
        return E.map(({ count }: { readonly count: number }) => unless(count, 0))(found)
      }),
    ),
    field('names of schemas', /^schema: /u, (schema) => migrated(ask, kept, { schema })),
    ...shapes.map(([name, path, step, rule]) =>
      field(name, path, (value) => migrated(ask, kept, { step: step(value), rule: rule(value) })),
    ),
  ]
}
