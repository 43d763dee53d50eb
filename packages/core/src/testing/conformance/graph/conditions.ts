import type { Condition } from '../../../ports/condition.js'
import type { Property } from '../../../ports/graph/index.js'
import type { Case } from '../case.js'
import { graphCase } from './talk.js'

/** Nodes named after what they hold in `v`. */
export const held: { readonly [id: string]: Property } = {
  absent: null,
  empty: '',
  A: 'A',
  a: 'a',
  abc: 'abc',
  b: 'b',
  five_text: '5',
  private_use: '\uffee',
  emoji: '😀',
  minus: -1,
  zero: 0,
  five: 5,
  five_and_half: 5.5,
  yes: true,
  yes_text: 'true',
  no: false,
  a_b: ['a', 'b'],
  b_a: ['b', 'a'],
  just_a: ['a'],
  one_two: [1, 2],
  none: [],
}

const all = Object.keys(held)
const without = (...ids: readonly string[]): readonly string[] => all.filter((id) => !ids.includes(id))

const eq = (value: Property): Condition => ({ _tag: 'eq', name: 'v', value })
const not = (value: Property): Condition => ({ _tag: 'not', name: 'v', value })
const oneOf = (...values: readonly (string | number | boolean)[]): Condition => ({ _tag: 'in', name: 'v', values })
const has = (value: string): Condition => ({ _tag: 'contains', name: 'v', value })
const than = (_tag: 'lt' | 'lte' | 'gt' | 'gte', value: number | string): Condition => ({ _tag, name: 'v', value })

const rows: readonly (readonly [what: string, where: readonly Condition[], ids: readonly string[]])[] = [
  ['no condition', [], all],
  ['eq a text, letter by letter', [eq('a')], ['a']],
  ['eq the empty text', [eq('')], ['empty']],
  ['eq a text beyond U+FFFF', [eq('😀')], ['emoji']],
  ['eq the text of a number', [eq('5')], ['five_text']],
  ['eq a number', [eq(5)], ['five']],
  ['eq a fraction', [eq(5.5)], ['five_and_half']],
  ['eq zero', [eq(0)], ['zero']],
  ['eq a number below zero', [eq(-1)], ['minus']],
  ['eq true', [eq(true)], ['yes']],
  ['eq false', [eq(false)], ['no']],
  ['eq a list of texts, in its order', [eq(['a', 'b'])], ['a_b']],
  ['eq a list of one', [eq(['a'])], ['just_a']],
  ['eq a list of numbers', [eq([1, 2])], ['one_two']],
  ['eq an empty list', [eq([])], ['none']],
  ['eq null, for what is absent', [eq(null)], ['absent']],
  ['eq what nobody has', [eq('nobody')], []],
  ['not a text, also where there is none', [not('a')], without('a')],
  ['not a number', [not(5)], without('five')],
  ['not true', [not(true)], without('yes')],
  ['not a list', [not(['a', 'b'])], without('a_b')],
  ['not an empty list', [not([])], without('none')],
  ['not null, for what is there', [not(null)], without('absent')],
  ['in several texts', [oneOf('a', 'b', 'nobody')], ['a', 'b']],
  ['in several numbers', [oneOf(0, 5.5)], ['zero', 'five_and_half']],
  ['in values of several kinds', [oneOf('5', 5, true)], ['five_text', 'five', 'yes']],
  ['in no values at all', [oneOf()], []],
  ['lt a number', [than('lt', 0)], ['minus']],
  ['lte a number', [than('lte', 0)], ['minus', 'zero']],
  ['gt a number', [than('gt', 5)], ['five_and_half']],
  ['gte a number', [than('gte', 5)], ['five', 'five_and_half']],
  ['lt a text', [than('lt', 'a')], ['empty', 'A', 'five_text']],
  ['lte a text', [than('lte', 'a')], ['empty', 'A', 'a', 'five_text']],
  ['gt a text', [than('gt', 'abc')], ['b', 'private_use', 'emoji', 'yes_text']],
  ['gte a text', [than('gte', 'b')], ['b', 'private_use', 'emoji', 'yes_text']],
  ['gt a text by code point, not by code unit', [than('gt', '\uffee')], ['emoji']],
  ['lt a text by code point, not by code unit', [than('lt', '😀'), than('gte', 'true')], ['private_use', 'yes_text']],
  [
    'gte the empty text',
    [than('gte', '')],
    ['empty', 'A', 'a', 'abc', 'b', 'five_text', 'private_use', 'emoji', 'yes_text'],
  ],
  ['contains a text', [has('b')], ['abc', 'b']],
  ['contains a text, letter by letter', [has('A')], ['A']],
  [
    'contains the empty text',
    [has('')],
    ['empty', 'A', 'a', 'abc', 'b', 'five_text', 'private_use', 'emoji', 'yes_text'],
  ],
  ['contains a pattern, which is a text like any other', [has('.*')], []],
  ['two bounds', [than('gt', -1), than('lt', 5.5)], ['zero', 'five']],
  ['conditions that contradict each other', [eq('a'), eq('b')], []],
]

/** What conditions find, by themselves and where a relationship or a hop ends. */
export const conditions: readonly Case[] = [
  ...rows.map(([what, where, ids]) =>
    graphCase(`nodes by ${what}`, async (g) => {
      await g.write(Object.entries(held).map(([id, v]) => g.node(id, { v })))
      const wanted = [...ids].sort()
      const match = { label: g.named(), where }
      const { nodes, count } = await g.query({ match })
      g.same('the ids', nodes.map(({ id }) => id).sort(), wanted)
      g.same('the count', count, wanted.length)
    }),
  ),

  graphCase('every condition means the same for the node that a hop reaches', async (g) => {
    await g.write(
      [g.node('hub', {}, 'Hub'), ...Object.entries(held).map(([id, v]) => g.node(id, { v }))],
      all.map((id) => g.link(g.node('hub', {}, 'Hub'), id)),
    )
    for (const [what, where, ids] of rows) {
      const hops = [{ types: [g.named('LINK')], direction: 'out', to: { where } }] as const
      const found = await g.ids({ match: { label: g.named('Hub') }, hops })
      g.same(`by ${what}`, [...found].sort(), [...ids].sort())
    }
  }),

  graphCase('every condition means the same for the ends of a relationship', async (g) => {
    await g.write(
      Object.entries(held).map(([id, v]) => g.node(id, { v })),
      all.map((id) => g.link(id, id)),
    )
    for (const [what, where, ids] of rows) {
      const { relationships } = await g.links({ to: { label: g.named(), where } })
      g.same(`by ${what}`, relationships.map(({ to }) => to.id).sort(), [...ids].sort())
    }
  }),

  graphCase('conditions on several properties and on the id must all hold', async (g) => {
    await g.write([
      g.node('a', { n: 1, t: 'x' }),
      g.node('b', { n: 1, t: 'y' }),
      g.node('c', { n: 2, t: 'x' }),
      g.node('d'),
    ])
    const where = (...list: readonly Condition[]) => ({ match: { label: g.named(), where: list } })
    const one = { _tag: 'eq', name: 'n', value: 1 } as const
    g.same('two', await g.ids(where(one, { _tag: 'eq', name: 't', value: 'x' })), ['a'])
    g.same('an id', await g.ids(where({ _tag: 'eq', name: 'id', value: 'b' })), ['b'])
    g.same('an id and another', await g.ids(where({ _tag: 'eq', name: 'id', value: 'c' }, one)), [])
    g.same('ids', await g.ids(where({ _tag: 'in', name: 'id', values: ['a', 'd', 'z'] })), ['a', 'd'])
    g.same('ids in an order', await g.ids(where({ _tag: 'gt', name: 'id', value: 'b' })), ['c', 'd'])
    g.same('ids with a letter', await g.ids(where({ _tag: 'contains', name: 'id', value: 'c' })), ['c'])
    g.same('no id', await g.ids(where({ _tag: 'eq', name: 'id', value: null })), [])
  }),

  graphCase('numbers are compared to their last bit', async (g) => {
    const large = Number.MAX_SAFE_INTEGER
    await g.write([g.node('a', { v: 0.1 + 0.2 }), g.node('b', { v: 0.3 }), g.node('c', { v: large })])
    const by = (condition: Condition) => g.ids({ match: { label: g.named(), where: [condition] } })
    g.same('0.3', await by(eq(0.3)), ['b'])
    g.same('above 0.3', await by(than('gt', 0.3)), ['a', 'c'])
    g.same('the largest', await by(eq(large)), ['c'])
    g.same('above the one below it', await by(than('gt', large - 1)), ['c'])
  }),

  graphCase('values that look like code are values', async (g) => {
    const odd = `'}) MATCH (n) DETACH DELETE n //`
    await g.write([g.node('a', { v: odd }), g.node('b', { v: 'x' })])
    for (const condition of [eq(odd), oneOf(odd), has(odd), than('gte', odd)])
      g.same(`by ${condition._tag}`, (await g.ids({ match: { label: g.named(), where: [condition] } }))[0], 'a')
    g.same('the ids', await g.ids(), ['a', 'b'])
  }),

  graphCase('nodes of any label are found by their conditions', async (g) => {
    const mark = { _tag: 'eq', name: 'mark', value: g.trial.prefix } as const
    await g.write([g.node('a', { mark: mark.value }), g.node('a', { mark: mark.value }, 'Another'), g.node('b')])
    const { nodes } = await g.query({ match: { where: [mark] } })
    g.same(
      'the labels',
      nodes.map(({ label }) => label),
      [g.named('Another'), g.named()],
    )
  }),

  graphCase('a label that nobody has finds nobody', async (g) => {
    g.same('what is found', await g.query({ match: { label: g.named('Nobody') } }), { nodes: [], count: 0 })
  }),
]
