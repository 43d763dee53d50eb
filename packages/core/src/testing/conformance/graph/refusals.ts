import type { Condition } from '../../../ports/condition.js'
import type { GraphEffect, Hop, Merge, Relationship } from '../../../ports/graph/index.js'
import type { Case } from '../case.js'
import { deletion, graphCase, linksOf, migration, queryOf, upsert, type GraphTalk } from './talk.js'

/** Hosts without types send anything: casts on purpose. */
const odd = (value: unknown): never => value as never

const half = 'half \ud83d of a pair'
const long = 'x'.repeat(65)

const node = (more: object) => (g: GraphTalk) => upsert([g.node('new'), { ...g.node('b'), ...more }])
const link = (more: Partial<Relationship>) => (g: GraphTalk) => upsert([g.node('new')], [g.link('a', 'a', more)])
const where = (condition: Condition) => (g: GraphTalk) => queryOf({ match: { label: g.named(), where: [condition] } })
const hop = (more: Partial<Hop>) => (g: GraphTalk) =>
  queryOf({ match: { label: g.named() }, hops: [{ types: [g.named('LINK')], direction: 'out', ...more }] })
const depth = (least: number, most: number) => hop({ depth: { least, most } })
const existing = (merge: Merge) => node({ existing: merge })

type Row = readonly [what: string, at: string, effect: (g: GraphTalk) => GraphEffect]

const written: readonly Row[] = [
  ...['', '9a', '_a', 'a-b', 'a`b', 'a b', 'ä', long, 'x}) DETACH DELETE n //'].map((label): Row => [
    `the label ${JSON.stringify(label)}`,
    'nodes[1].label',
    node({ label }),
  ]),
  ['an empty id', 'nodes[1].id', node({ id: '' })],
  ['an id that is no text', 'nodes[1].id', node({ id: 7 })],
  ['an id with half of a surrogate pair', 'nodes[1].id', node({ id: half })],
  ['a property under a name that is none', 'nodes[1].properties."a.b"', node({ properties: { 'a.b': 1 } })],
  ['a property called id', 'nodes[1].properties.id', node({ properties: { id: 'c' } })],
  ['a number that is not finite', 'nodes[1].properties.v', node({ properties: { v: Infinity } })],
  ['a number that is none', 'nodes[1].properties.v', node({ properties: { v: NaN } })],
  ['a text with half of a surrogate pair', 'nodes[1].properties.v', node({ properties: { v: half } })],
  ['a list of several kinds', 'nodes[1].properties.v', node({ properties: { v: ['a', 1] } })],
  ['a list of booleans', 'nodes[1].properties.v', node({ properties: { v: [true] } })],
  ['a list of lists', 'nodes[1].properties.v', node({ properties: { v: [['a']] } })],
  ['a list with null in it', 'nodes[1].properties.v', node({ properties: { v: [null, 'a'] } })],
  ['a list with a number that is none', 'nodes[1].properties.v[1]', node({ properties: { v: [1, NaN] } })],
  ['a map', 'nodes[1].properties.v', node({ properties: { v: { a: 1 } } })],
  ['undefined', 'nodes[1].properties.v', node({ properties: { v: undefined } })],
  ['a big integer', 'nodes[1].properties.v', node({ properties: { v: 1n } })],
  ['a date', 'nodes[1].properties.v', node({ properties: { v: new Date(0) } })],
  ['a rule that is none', 'nodes[1].existing._tag', existing(odd({ _tag: 'replace' }))],
  ['newer by a name that is none', 'nodes[1].existing.by', existing({ _tag: 'newer', by: '1' })],
  ['equal on a name that is none', 'nodes[1].existing.on[1]', existing({ _tag: 'equal', on: ['a', 'a b'] })],
  ['the same node twice', 'nodes[2]', (g) => upsert([g.node('b'), g.node('c'), g.node('b', { n: 1 })])],
  ['a type that is none', 'relationships[0].type', link({ type: 'LEADS TO' })],
  ['an empty key', 'relationships[0].key', link({ key: '' })],
  ['a key with half of a surrogate pair', 'relationships[0].key', link({ key: half })],
  ['a property of a relationship called key', 'relationships[0].properties.key', link({ properties: { key: 1 } })],
  ['a property of a relationship that is a map', 'relationships[0].properties.v', link({ properties: { v: odd({}) } })],
  ['an end with an empty id', 'relationships[0].to.id', (g) => upsert([g.node('new')], [g.link('a', '')])],
  ['an end with a label that is none', 'relationships[0].from.label', link({ from: { label: '-', id: 'a' } })],
  ['the same relationship twice', 'relationships[1]', (g) => upsert([], [g.link('a', 'a'), g.link('a', 'a')])],
  [
    'a beginning that is not there',
    'relationships[1].from',
    (g) => upsert([g.node('new')], [g.link('a', 'new'), g.link('nobody', 'a')]),
  ],
  ['an end that is not there', 'relationships[0].to', (g) => upsert([g.node('new')], [g.link('new', 'nobody')])],
  [
    'an end that is there under another label',
    'relationships[0].to',
    (g) => upsert([g.node('new')], [g.link('new', g.node('a', {}, 'Other'))]),
  ],
]

const asked: readonly Row[] = [
  ['a deletion under a label that is none', 'nodes[0].label', () => deletion({ nodes: [{ label: 'a b', id: 'a' }] })],
  [
    'a deletion of a type that is none',
    'relationships[0].type',
    (g) => deletion({ relationships: [g.link('a', 'a', { type: '' })] }),
  ],
  ['a query for a label that is none', 'match.label', () => queryOf({ match: { label: 'a b' } })],
  ['a condition on a name that is none', 'match.where[0].name', where({ _tag: 'eq', name: 'a.b', value: 1 })],
  ['a condition on a number that is none', 'match.where[0].value', where({ _tag: 'eq', name: 'v', value: NaN })],
  [
    'a condition on half of a surrogate pair',
    'match.where[0].value',
    where({ _tag: 'contains', name: 'v', value: half }),
  ],
  ['an order of truths', 'match.where[0].value', where({ _tag: 'lt', name: 'v', value: odd(true) })],
  ['an order of lists', 'match.where[0].value', where({ _tag: 'gte', name: 'v', value: odd(['a']) })],
  ['an order of null', 'match.where[0].value', where({ _tag: 'gt', name: 'v', value: odd(null) })],
  ['lists among values', 'match.where[0].values[1]', where({ _tag: 'in', name: 'v', values: ['a', odd(['b'])] })],
  ['null among values', 'match.where[0].values[0]', where({ _tag: 'in', name: 'v', values: [odd(null)] })],
  ['a number that is to be contained', 'match.where[0].value', where({ _tag: 'contains', name: 'v', value: odd(1) })],
  ['a condition that is none', 'match.where[0]._tag', where(odd({ _tag: 'matches', name: 'v', value: '.*' }))],
  ['a hop along no types', 'hops[0].types', hop({ types: [] })],
  ['a hop along a type that is none', 'hops[0].types[0]', hop({ types: ['A|B'] })],
  ['a hop in a direction that is none', 'hops[0].direction', hop({ direction: odd('up') })],
  ['a hop to a label that is none', 'hops[0].to.label', hop({ to: { label: '*' } })],
  [
    'a hop to a name that is none',
    'hops[0].to.where[0].name',
    hop({ to: { where: [{ _tag: 'eq', name: '', value: 1 }] } }),
  ],
  ['a depth of 0 alone', 'hops[0].depth', depth(0, 0)],
  ['a depth below 0', 'hops[0].depth', depth(-1, 2)],
  ['a depth whose least is above its most', 'hops[0].depth', depth(3, 2)],
  ['a depth that is not whole', 'hops[0].depth', depth(1, 1.5)],
  ['a depth beyond the limit', 'hops[0].depth', depth(1, 51)],
  ['a depth without end', 'hops[0].depth', depth(1, Infinity)],
  [
    'an order by a name that is none',
    'orderBy[1].by',
    (g) => queryOf({ match: { label: g.named() }, orderBy: [{ by: 'n' }, { by: 'n DESC' }] }),
  ],
  ['an offset below 0', 'offset', (g) => queryOf({ match: { label: g.named() }, offset: -1 })],
  ['a limit that is not whole', 'limit', (g) => queryOf({ match: { label: g.named() }, limit: 1.5 })],
  ['a limit that is no number', 'limit', (g) => queryOf({ match: { label: g.named() }, limit: NaN })],
  ['relationships of a type that is none', 'type', () => linksOf({ type: '*' })],
  ['relationships from a label that is none', 'from.label', (g) => linksOf({ type: g.named(), from: { label: '' } })],
  [
    'relationships to a name that is none',
    'to.where[0].name',
    (g) => linksOf({ type: g.named(), to: { where: [{ _tag: 'eq', name: '$', value: 1 }] } }),
  ],
  ['relationships from an offset below 0', 'offset', (g) => linksOf({ type: g.named(), offset: -1 })],
  ['a schema of a name that is none', 'schema', () => migration('my schema', [])],
  [
    'steps that do not begin with 1',
    'steps[0].version',
    (g) => migration(g.named('schema'), [{ version: 2, about: '' }]),
  ],
  [
    'steps with a gap',
    'steps[1].version',
    (g) =>
      migration(
        g.named('schema'),
        [1, 3].map((version) => ({ version, about: '' })),
      ),
  ],
  [
    'a shape of no properties',
    'steps[0].unique[0].properties',
    (g) => migration(g.named('schema'), [{ version: 1, about: '', unique: [{ label: g.named(), properties: [] }] }]),
  ],
  [
    'a shape of a label that is none',
    'steps[0].indexes[0].label',
    (g) => migration(g.named('schema'), [{ version: 1, about: '', indexes: [{ label: '', properties: ['n'] }] }]),
  ],
  [
    'a shape to drop of a name that is none',
    'steps[0].drop[0].properties[1]',
    (g) =>
      migration(g.named('schema'), [{ version: 1, about: '', drop: [{ label: g.named(), properties: ['n', 'a b'] }] }]),
  ],
]

/** What is refused, with the path to it, before anything is written. */
export const refusals: readonly Case[] = [...written, ...asked].map(([what, at, effect]) =>
  graphCase(`${what} is refused, with the path to it, and nothing is written`, async (g) => {
    await g.write([g.node('a', { n: 1 })])
    await g.fails(effect(g), { tag: 'Rejected', at })
    g.same('the nodes', (await g.query()).nodes, [{ ...g.node('a', { n: 1 }), distance: 0 }])
    g.same('the relationships', (await g.links()).count, 0)
  }),
)
