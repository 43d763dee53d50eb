import type { Order } from '../../../ports/graph/index.js'
import type { Case } from '../case.js'
import { held } from './conditions.js'
import { graphCase } from './talk.js'

/** Values of all kinds in their order: lists, texts by code point, booleans, numbers; null at the end whatever the direction. */
const rising = [
  ...['none', 'just_a', 'a_b', 'b_a', 'one_two'],
  ...['empty', 'five_text', 'A', 'a', 'abc', 'b', 'yes_text', 'private_use', 'emoji'],
  ...['no', 'yes'],
  ...['minus', 'zero', 'five', 'five_and_half'],
]

/** The order and the pages of what a query finds. */
export const orders: readonly Case[] = [
  graphCase('nodes come by label, then by id, both by code point, where no order is given', async (g) => {
    const ids = ['', '10', '9', 'A', 'a', 'ab', 'ä', '\uffee', '😀'].map((id) => `x${id}`)
    const mark = { mark: g.trial.prefix }
    await g.write([...ids].reverse().map((id) => g.node(id, mark)))
    g.same('the ids', await g.ids(), ids)
    await g.write([g.node('z', mark, 'Alpha'), g.node('a', mark, 'Omega')])
    const where = [{ _tag: 'eq', name: 'mark', value: mark.mark }] as const
    g.same('the ids of all labels', await g.ids({ match: { where } }), ['z', ...ids, 'a'])
  }),

  graphCase('values of all kinds have one order, and what is absent comes last', async (g) => {
    await g.write(Object.entries(held).map(([id, v]) => g.node(id, { v })))
    g.same('the ids', await g.ids({ orderBy: [{ by: 'v' }] }), [...rising, 'absent'])
  }),

  graphCase('the falling order is the rising one turned round, and what is absent still comes last', async (g) => {
    await g.write(Object.entries(held).map(([id, v]) => g.node(id, { v })))
    const found = await g.ids({ orderBy: [{ by: 'v', descending: true }] })
    g.same('the ids', found, [...[...rising].reverse(), 'absent'])
  }),

  graphCase('several orders count one behind the other, and the id last', async (g) => {
    await g.write([
      ...[g.node('a', { n: 1, t: 'x' }), g.node('b', { n: 2, t: 'x' }), g.node('c', { n: 2, t: 'y' })],
      ...[g.node('d', { n: 1, t: 'y' }), g.node('e', { t: 'y' }), g.node('f', { n: 1, t: 'x' })],
    ])
    const order = (...orderBy: readonly Order[]) => g.ids({ orderBy })
    g.same('n', await order({ by: 'n' }), ['a', 'd', 'f', 'b', 'c', 'e'])
    g.same('n falling', await order({ by: 'n', descending: true }), ['b', 'c', 'a', 'd', 'f', 'e'])
    g.same('t, n', await order({ by: 't' }, { by: 'n' }), ['a', 'f', 'b', 'd', 'c', 'e'])
    g.same('t falling, n', await order({ by: 't', descending: true }, { by: 'n' }), ['d', 'c', 'e', 'a', 'f', 'b'])
    g.same('n, t falling', await order({ by: 'n' }, { by: 't', descending: true }), ['d', 'a', 'f', 'c', 'b', 'e'])
    g.same('id falling', await order({ by: 'id', descending: true }), ['f', 'e', 'd', 'c', 'b', 'a'])
    g.same('what nobody has', await order({ by: 'nothing' }), ['a', 'b', 'c', 'd', 'e', 'f'])
  }),

  graphCase('numbers are ordered as numbers', async (g) => {
    const list = [-10, -9.5, -1, 0, 0.5, 2, 10, 1e21]
    await g.write(list.map((v, n) => g.node(`n${list.length - n}`, { v })))
    const found = (await g.query({ orderBy: [{ by: 'v' }] })).nodes.map(({ properties }) => properties['v'])
    g.same('the numbers', found, list)
  }),

  graphCase('pages make up the whole, and each knows the number of all', async (g) => {
    await g.write(Array.from({ length: 11 }, (_, n) => g.node(`n${n}`, { v: n % 3 })))
    const orderBy = [{ by: 'v' }]
    const all = await g.query({ orderBy })
    for (const limit of [1, 3, 5, 11, 12]) {
      const nodes = []
      for (let offset = 0; offset < 11; offset += limit) {
        const page = await g.query({ orderBy, offset, limit })
        g.same('the count', page.count, 11)
        nodes.push(...page.nodes)
      }
      g.same(`the pages of ${limit}`, nodes, all.nodes)
    }
  }),

  graphCase('a page may begin anywhere, be empty, or lie behind the end', async (g) => {
    await g.write(['a', 'b', 'c'].map((id) => g.node(id)))
    const page = async (how: object) => {
      const { nodes, count } = await g.query(how)
      return [nodes.map(({ id }) => id), count]
    }
    g.same('from the second', await page({ offset: 1 }), [['b', 'c'], 3])
    g.same('of none', await page({ limit: 0 }), [[], 3])
    g.same('behind the end', await page({ offset: 3, limit: 5 }), [[], 3])
    g.same('far behind the end', await page({ offset: 1_000_000 }), [[], 3])
    g.same('of more than there are', await page({ offset: 2, limit: 1_000_000 }), [['c'], 3])
  }),

  graphCase('the count is of what matches, not of what there is', async (g) => {
    await g.write(Array.from({ length: 9 }, (_, n) => g.node(`n${n}`, { odd: n % 2 === 1 })))
    const where = [{ _tag: 'eq', name: 'odd', value: true }] as const
    g.same('the page', (await g.query({ match: { label: g.named(), where }, limit: 1 })).count, 4)
  }),
]
