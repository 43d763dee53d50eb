import type { Merge, Properties } from '../../../ports/graph/index.js'
import type { Case } from '../case.js'
import { graphCase, upsert } from './talk.js'

/** A node is there with the first properties, the second are written by a rule, the third must be there then. */
interface Merging {
  readonly name: string
  readonly existing?: Merge
  readonly properties: readonly [there: Properties, written: Properties, then: Properties]
}

const newer: Merge = { _tag: 'newer', by: 'version' }
const equal: Merge = { _tag: 'equal', on: ['text', 'n'] }

const mergings: readonly Merging[] = [
  {
    name: 'without a rule, a node is merged',
    properties: [
      { a: 1, b: 1 },
      { b: 2, c: 2 },
      { a: 1, b: 2, c: 2 },
    ],
  },
  {
    name: 'merge lays the new properties over those that are there',
    existing: { _tag: 'merge' },
    properties: [
      { a: 1, b: 'x', list: [1] },
      { b: 'y', list: [] },
      { a: 1, b: 'y', list: [] },
    ],
  },
  { name: 'merge takes away what is null', properties: [{ a: 1, b: 1 }, { a: null }, { b: 1 }] },
  { name: 'merge of a null that is not there changes nothing', properties: [{ a: 1 }, { b: null }, { a: 1 }] },
  {
    name: 'merge with no properties changes nothing',
    existing: { _tag: 'merge' },
    properties: [{ a: 1 }, {}, { a: 1 }],
  },
  {
    name: 'keep leaves a node as it is',
    existing: { _tag: 'keep' },
    properties: [
      { a: 1, b: 1 },
      { a: 2, b: null, c: 2 },
      { a: 1, b: 1 },
    ],
  },
  {
    name: 'newer lays over where its number is above',
    existing: newer,
    properties: [
      { version: 1, a: 1, b: 1 },
      { version: 2, a: 2 },
      { version: 2, a: 2, b: 1 },
    ],
  },
  {
    name: 'newer lays over where its number is the same',
    existing: newer,
    properties: [
      { version: 2, a: 1 },
      { version: 2, a: 2, b: null },
      { version: 2, a: 2 },
    ],
  },
  {
    name: 'newer leaves a node as it is where its number is below',
    existing: newer,
    properties: [
      { version: 2, a: 1 },
      { version: 1, a: 2, c: 2 },
      { version: 2, a: 1 },
    ],
  },
  {
    name: 'newer compares numbers and not their texts',
    existing: newer,
    properties: [
      { version: 9, a: 1 },
      { version: 10, a: 2 },
      { version: 10, a: 2 },
    ],
  },
  {
    name: 'newer compares fractions and numbers below zero',
    existing: newer,
    properties: [
      { version: -1.5, a: 1 },
      { version: -1.75, a: 2 },
      { version: -1.5, a: 1 },
    ],
  },
  {
    name: 'newer lays over a node that has no number yet',
    existing: newer,
    properties: [{ a: 1 }, { version: 0, a: 2 }, { version: 0, a: 2 }],
  },
  {
    name: 'newer without a number does not displace one that has',
    existing: newer,
    properties: [{ version: 0, a: 1 }, { a: 2 }, { version: 0, a: 1 }],
  },
  {
    name: 'newer lays over where neither has a number',
    existing: newer,
    properties: [{ a: 1 }, { a: 2 }, { a: 2 }],
  },
  {
    name: 'newer takes a text for no number',
    existing: newer,
    properties: [
      { version: 1, a: 1 },
      { version: '2', a: 2 },
      { version: 1, a: 1 },
    ],
  },
  {
    name: 'equal leaves a node as it is where the properties it names agree',
    existing: equal,
    properties: [
      { text: 'x', n: 1, a: 1 },
      { text: 'x', n: 1, a: 2, b: 2 },
      { text: 'x', n: 1, a: 1 },
    ],
  },
  {
    name: 'equal takes what is absent on both sides for equal',
    existing: equal,
    properties: [{ text: 'x' }, { text: 'x', n: null }, { text: 'x' }],
  },
  {
    name: 'equal on nothing is keep',
    existing: { _tag: 'equal', on: [] },
    properties: [{ a: 1 }, { a: 2 }, { a: 1 }],
  },
]

const mergingCase = ({ name, existing, properties: [there, written, then] }: Merging): Case =>
  graphCase(name, async (g) => {
    await g.write([g.node('a', there)])
    const node = g.node('a', written)
    g.same('what was taken', await g.write([existing === undefined ? node : { ...node, existing }]), {
      ...{ nodes: 1, relationships: 0 },
    })
    g.same('the properties', await g.read('a'), then)
  })

const differing: readonly (readonly [what: string, there: Properties, written: Properties])[] = [
  ['another text', { text: 'x' }, { text: 'y' }],
  ['a text in another case', { text: 'x' }, { text: 'X' }],
  ['another number', { text: 'x', n: 1 }, { text: 'x', n: 2 }],
  ['a number for a text', { text: '1' }, { text: 1 }],
  ['a value where there is none', { text: 'x' }, { text: 'x', n: 1 }],
  ['nothing where there is a value', { text: 'x', n: 1 }, { text: 'x' }],
  ['a list in another order', { text: ['x', 'y'] }, { text: ['y', 'x'] }],
  ['a list of one for its member', { n: 1 }, { n: [1] }],
]

const differingCase = ([what, there, written]: (typeof differing)[number]): Case =>
  graphCase(`equal is a conflict over ${what}, and nothing is written`, async (g) => {
    await g.write([g.node('a', there)])
    const write = upsert([
      g.node('first'),
      { ...g.node('a', { ...written, more: 1 }), existing: equal },
      g.node('last'),
    ])
    await g.fails(write, { tag: 'Conflict' })
    g.same('the ids', await g.ids(), ['a'])
    g.same('the properties', await g.read('a'), there)
  })

/** The four rules for a node that exists. */
export const merging: readonly Case[] = [
  ...mergings.map(mergingCase),
  ...differing.map(differingCase),

  graphCase('a new node is written whole by every rule, without what is null', async (g) => {
    const rules: readonly Merge[] = [{ _tag: 'merge' }, { _tag: 'keep' }, newer, equal]
    await g.write(rules.map((existing) => ({ ...g.node(existing._tag, { text: 'x', n: null, version: 3 }), existing })))
    for (const { _tag } of rules) g.same(`the node by ${_tag}`, await g.read(_tag), { text: 'x', version: 3 })
  }),

  graphCase('each node of one write has a rule of its own', async (g) => {
    await g.write(['a', 'b', 'c', 'd'].map((id) => g.node(id, { version: 5, n: 1 })))
    await g.write([
      { ...g.node('a', { n: 2 }), existing: { _tag: 'keep' } },
      g.node('b', { n: 2 }),
      { ...g.node('c', { version: 4, n: 2 }), existing: newer },
      { ...g.node('d', { n: 1, more: 1 }), existing: { _tag: 'equal', on: ['n'] } },
    ])
    const found = (await g.query()).nodes.map(({ properties }) => properties)
    g.same('the properties', found, [
      { version: 5, n: 1 },
      { version: 5, n: 2 },
      { version: 5, n: 1 },
      { version: 5, n: 1 },
    ])
  }),
]
