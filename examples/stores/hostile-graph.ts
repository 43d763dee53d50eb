import * as E from 'fp-ts/lib/Either.js'
import { holds, type Condition } from '@chorale/core/ports'
import type { NodeRef, NodeWrite, Relationship } from '@chorale/core/ports/graph'
import { eachOf, shown, type Ask, type Field, type Outcome } from './hostile-field.js'

/** Label and type under which values are tried. */
export const own = { label: 'Tried', type: 'TRIED' } as const

const { label, type } = own

interface Written {
  readonly nodes: readonly NodeWrite[]
  readonly relationships: readonly Relationship[]
}

/** Writes, looks, and takes away what was written, whatever was seen. */
const around = async (
  ask: Ask,
  { nodes, relationships }: Written,
  look: () => Promise<Outcome<readonly string[]>>,
): Promise<Outcome<readonly string[]>> => {
  const written = await ask('graph/upsert', { nodes, relationships })
  if (E.isLeft(written)) return written
  const seen = await look()
  const links = await ask('graph/delete', { nodes: [], relationships })
  if (E.isLeft(links)) return links
  const removed = await ask('graph/delete', { nodes, relationships: [] })
  if (E.isLeft(removed)) return removed
  if (E.isLeft(seen)) return seen
  const counts = [written.right, { nodes: removed.right.nodes, relationships: links.right.relationships }]
  const wanted = { nodes: nodes.length, relationships: relationships.length }
  return E.right([
    ...seen.right,
    ...(counts.every((count) => same(count, wanted)) ? [] : [`wanted ${shown(wanted)}, counted ${shown(counts)}`]),
  ])
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The sentence where something is not what it should be. */
export const unless = (found: unknown, wanted: unknown): readonly string[] =>
  same(found, wanted) ? [] : [`wanted ${shown(wanted)}, found ${shown(found)}`]

const node = (id: string, properties: NodeWrite['properties'] = {}): NodeWrite => ({ label, id, properties })
const ref = (id: string): NodeRef => ({ label, id })
const numbered = (values: readonly string[]): readonly NodeWrite[] =>
  values.map((value, at) => node(`n${at}`, { at, value, list: [value, value] }))

/** All nodes of the label, in the order of `at`. */
const allNodes = (ask: Ask) => ask('graph/query', { match: { label }, orderBy: [{ by: 'at' }] })

const ids =
  (ask: Ask): Field['put'] =>
  (values) => {
    const nodes = values.map((value, at) => node(value, { at }))
    const relationships = values.map((value, i) => ({
      ...{ type, from: ref(value), to: ref(values[(i + 1) % values.length] ?? value), properties: {} },
    }))
    return around(ask, { nodes, relationships }, async () => {
      const found = await allNodes(ask)
      const links = await ask('graph/relationships', { type })
      if (E.isLeft(found)) return found
      if (E.isLeft(links)) return links
      const pairs = (all: readonly { readonly from: NodeRef; readonly to: NodeRef }[]) =>
        all.map(({ from, to }) => JSON.stringify([from.id, to.id])).sort()
      return E.right([
        ...unless(
          found.right.nodes.map(({ id }) => id),
          values,
        ),
        ...unless(pairs(links.right.relationships), pairs(relationships)),
      ])
    })
  }

const properties =
  (ask: Ask): Field['put'] =>
  (values) => {
    const nodes = numbered(values)
    return around(ask, { nodes, relationships: [] }, async () => {
      // What is there is equal to itself, otherwise this is a Conflict.
      const existing = { _tag: 'equal', on: ['value', 'list'] } as const
      const again = await ask('graph/upsert', {
        nodes: nodes.map((each) => ({ ...each, existing })),
        relationships: [],
      })
      const found = await allNodes(ask)
      if (E.isLeft(again)) return again
      if (E.isLeft(found)) return found
      return E.right(
        unless(
          found.right.nodes.map((each) => [each.properties['value'], each.properties['list']]),
          values.map((value) => [value, [value, value]]),
        ),
      )
    })
  }

const links =
  (ask: Ask, of: (value: string, at: number) => Partial<Relationship>): Field['put'] =>
  (values) => {
    const relationships = values.map((value, at) => ({
      ...{ type, from: ref('a'), to: ref('b'), key: String(at), properties: { at } },
      ...of(value, at),
    }))
    return around(ask, { nodes: [node('a'), node('b')], relationships }, async () => {
      const found = await ask('graph/relationships', { type })
      if (E.isLeft(found)) return found
      const texts = (all: readonly Relationship[]) =>
        all.map(({ key, properties: { at, value } }) => JSON.stringify([at, key, value])).sort()
      return E.right(unless(texts(found.right.relationships), texts(relationships)))
    })
  }

/** What stands beside a condition in a query: how it is asked, and of which values it holds. */
const asked =
  (ask: Ask, where: (value: string) => Condition, how: 'match' | 'hop' | 'ends' = 'match'): Field['put'] =>
  (values) => {
    // Half a character is asked for, and not written.
    const nodes = numbered(values.filter((value) => !/\p{Surrogate}/u.test(value)))
    const from = (id: string) => ref(how === 'hop' ? 'hub' : id)
    const relationships = nodes.map(({ id }) => ({ type, from: from(id), to: ref(id), properties: {} }))
    return around(ask, { nodes: how === 'hop' ? [...nodes, node('hub')] : nodes, relationships }, () =>
      eachOf(values, async (value) => {
        const condition = where(value)
        const fitting = nodes.filter((each) => holds(condition, each.properties['value'] ?? null)).length
        const match = { label, where: [condition] }
        const hops = [{ types: [type], direction: 'out', to: match }] as const
        const found =
          how === 'ends'
            ? await ask('graph/relationships', { type, from: match, to: match, limit: 1 })
            : await ask('graph/query', { ...(how === 'hop' ? { match: { label }, hops } : { match }), limit: 1 })
        return E.map(({ count }: { readonly count: number }) => unless(count, fitting))(found)
      }),
    )
  }

const text =
  (_tag: 'eq' | 'not' | 'contains') =>
  (value: string): Condition => ({ _tag, name: 'value', value })

const order =
  (_tag: 'lt' | 'gte') =>
  (value: string): Condition => ({ _tag, name: 'value', value })

/** Every field of the graph that takes any text. */
export const graphFields = (ask: Ask): readonly Field[] => {
  const field = (name: string, path: RegExp, put: Field['put']): Field => ({
    ...{ name: `graph ${name}`, path, share: 'together', put },
  })
  const condition = /^(match|hops\[0\]\.to|from)\.where\[0\]\.value/u
  return [
    field('ids of nodes and ends', /^nodes\[0\]\.id: /u, ids(ask)),
    field('properties of nodes, texts and lists', /^nodes\[0\]\.properties\.(value|list)/u, properties(ask)),
    field(
      'keys of relationships',
      /^relationships\[0\]\.key: /u,
      links(ask, (key) => ({ key })),
    ),
    field(
      'properties of relationships',
      /^relationships\[0\]\.properties\.value: /u,
      links(ask, (value, at) => ({ properties: { at, value } })),
    ),
    ...(['eq', 'not', 'contains'] as const).map((tag) => field(`conditions, ${tag}`, condition, asked(ask, text(tag)))),
    ...(['lt', 'gte'] as const).map((tag) => field(`conditions, ${tag}`, condition, asked(ask, order(tag)))),
    field(
      'conditions, in',
      condition,
      asked(ask, (value) => ({ _tag: 'in', name: 'value', values: [value, 'another'] })),
    ),
    field('conditions behind a hop', condition, asked(ask, text('eq'), 'hop')),
    field('conditions of ends', condition, asked(ask, text('eq'), 'ends')),
  ]
}
