import type { Json } from '../../../kit/base/index.js'
import type { Condition } from '../../../ports/condition.js'
import type { Case } from '../case.js'
import { point, vectorCase } from './talk.js'

/** Points named after what they hold in `v`. */
const held: { readonly [id: string]: Json } = {
  absent: null,
  none: [],
  object: { v: 'x' },
  x: 'x',
  X: 'X',
  empty: '',
  five: 5,
  five_text: '5',
  five_and_half: 5.5,
  minus: -5,
  zero: 0,
  yes: true,
  yes_text: 'true',
  no: false,
  x_y: ['x', 'y'],
  y_five: ['y', 5],
  three_seven: [3, 7],
  no_list: [false],
  with_null: ['q', null],
  nested: [['x']],
}

const all = Object.keys(held).sort()
const without = (...ids: readonly string[]): readonly string[] => all.filter((id) => !ids.includes(id))
const nothing = ['absent', 'none', 'object', 'nested', 'with_null']

const eq = (value: string | number | boolean | null): Condition => ({ _tag: 'eq', name: 'v', value })
const not = (value: string | number | boolean | null): Condition => ({ _tag: 'not', name: 'v', value })
const oneOf = (...values: readonly (string | number | boolean)[]): Condition => ({ _tag: 'in', name: 'v', values })
const than = (_tag: 'lt' | 'lte' | 'gt' | 'gte', value: number): Condition => ({ _tag, name: 'v', value })

const rows: readonly (readonly [what: string, filter: readonly Condition[], ids: readonly string[]])[] = [
  ['no condition', [], all],
  ['eq a text, letter by letter, also in a list', [eq('x')], ['x', 'x_y']],
  ['eq a text in capitals', [eq('X')], ['X']],
  ['eq the empty text', [eq('')], ['empty']],
  ['eq a number, not the text of it', [eq(5)], ['five', 'y_five']],
  ['eq the text of a number, not the number', [eq('5')], ['five_text']],
  ['eq a fraction', [eq(5.5)], ['five_and_half']],
  ['eq a number below zero', [eq(-5)], ['minus']],
  ['eq zero, which is neither false nor empty', [eq(0)], ['zero']],
  ['eq true, not the text of it', [eq(true)], ['yes']],
  ['eq false, also in a list', [eq(false)], ['no', 'no_list']],
  ['eq null, for what is absent, an empty list or an object', [eq(null)], nothing],
  ['eq what nobody has', [eq('nobody')], []],
  ['not a text, also where there is none', [not('x')], without('x', 'x_y')],
  ['not a number', [not(5)], without('five', 'y_five')],
  ['not true', [not(true)], without('yes')],
  ['not null', [not(null)], without(...nothing)],
  ['in several texts', [oneOf('x', 'y')], ['x', 'x_y', 'y_five']],
  ['in values of several kinds', [oneOf('X', 5, true)], ['X', 'five', 'y_five', 'yes']],
  ['in several numbers', [oneOf(0, 5.5, 7)], ['zero', 'five_and_half', 'three_seven']],
  ['in no values at all', [oneOf()], []],
  ['gt a number', [than('gt', 5)], ['five_and_half', 'three_seven']],
  ['gte a number', [than('gte', 5)], ['five', 'y_five', 'five_and_half', 'three_seven']],
  ['lt a number', [than('lt', 3)], ['minus', 'zero']],
  ['lte a number', [than('lte', 3)], ['minus', 'zero', 'three_seven']],
  ['lt a fraction', [than('lt', 0.5)], ['minus', 'zero']],
  ['two bounds, each met by a member of its own', [than('gt', 4), than('lt', 4)], ['three_seven']],
  ['two conditions that both must hold', [not('x'), oneOf('x', 'X', 'y')], ['X', 'y_five']],
  ['null and a value at once', [eq(null), eq('x')], []],
]

const write = Object.entries(held).map(([id, value]) => point(id, { v: value }))

/** What filters see. */
export const filters: readonly Case[] = [
  ...rows.map(([what, filter, ids]) =>
    vectorCase(`a filter by ${what}`, async (v) => {
      await v.make()
      await v.write(write)
      const wanted = [...ids].sort()
      v.same('the ids on pages', await v.ids({ filter }), wanted)
      v.same('the count', await v.count({ filter }), wanted.length)
      v.same('the ids of the hits', (await v.hits({ filter, limit: 100 })).map(([id]) => id).sort(), wanted)
    }),
  ),

  ...(['text', 'number', 'boolean'] as const).map((kind) =>
    vectorCase(`every filter answers the same where there is an index for ${kind}`, async (v) => {
      await v.make({ indexes: [{ name: 'v', kind }] })
      await v.write(write)
      for (const [what, filter, ids] of rows) v.same(`by ${what}`, await v.ids({ filter }), [...ids].sort())
    }),
  ),

  vectorCase('a filter by a name that nobody has finds nobody, or all by null', async (v) => {
    await v.make()
    await v.write([point('a', { n: 1 })])
    v.same('by a value', await v.count({ filter: [{ _tag: 'eq', name: 'other', value: 1 }] }), 0)
    v.same('by null', await v.count({ filter: [{ _tag: 'eq', name: 'other', value: null }] }), 1)
    v.same('by not', await v.count({ filter: [{ _tag: 'not', name: 'other', value: 1 }] }), 1)
  }),

  vectorCase('a filter by conditions on several names', async (v) => {
    await v.make()
    await v.write([
      point('a', { tenant: 't', n: 1, open: true }),
      point('b', { tenant: 't', n: 2, open: true }),
      point('c', { tenant: 'u', n: 2, open: true }),
      point('d', { tenant: 't', n: 3 }),
    ])
    const filter: readonly Condition[] = [
      { _tag: 'eq', name: 'tenant', value: 't' },
      { _tag: 'gte', name: 'n', value: 2 },
      { _tag: 'not', name: 'open', value: true },
    ]
    v.same('all three', await v.ids({ filter }), ['d'])
    v.same('the first two', await v.ids({ filter: filter.slice(0, 2) }), ['b', 'd'])
  }),

  vectorCase('a filter sees numbers to their last bit', async (v) => {
    await v.make()
    await v.write([point('a', { n: 0.1 + 0.2 }), point('b', { n: 0.3 }), point('c', { n: Number.MAX_SAFE_INTEGER })])
    v.same('0.3', await v.ids({ filter: [{ _tag: 'eq', name: 'n', value: 0.3 }] }), ['b'])
    v.same('above 0.3', await v.ids({ filter: [{ _tag: 'gt', name: 'n', value: 0.3 }] }), ['a', 'c'])
    const large = { _tag: 'eq', name: 'n', value: Number.MAX_SAFE_INTEGER } as const
    v.same('the largest', await v.ids({ filter: [large] }), ['c'])
    v.same('the one below', await v.ids({ filter: [{ ...large, value: large.value - 1 }] }), [])
  }),
]
