import type { Property } from '../../../ports/graph/index.js'
import type { Case } from '../case.js'
import { graphCase } from './talk.js'

const kept: readonly (readonly [what: string, value: Property])[] = [
  ['an empty text', ''],
  ['a text beyond U+FFFF', 'Zürich 😀 \u{10ffff} 日本'],
  ['a text with quotes, backslashes, backticks and braces', `'"\\\`{}$x/*--`],
  ['a text with line ends, tabs and a NUL', 'a\nb\r\n\tc\u0000d'],
  ['a text that looks like a number', '007'],
  ['a text that looks like JSON', '{"n":1}'],
  ['a text with spaces around it', '  x  '],
  ['a text that is not normalised', 'e\u0301 \u00e9 \ufb01'],
  ['true', true],
  ['false', false],
  ['a whole number', 42],
  ['zero', 0],
  ['a number below zero', -7],
  ['a fraction', 0.1],
  ['a fraction that is not exact', 0.1 + 0.2],
  ['a whole number beyond 32 bits', 2 ** 40 + 1],
  ['the largest safe whole number', Number.MAX_SAFE_INTEGER],
  ['the smallest safe whole number', Number.MIN_SAFE_INTEGER],
  ['a whole number beyond 64 bits', 1e21],
  ['the largest number', Number.MAX_VALUE],
  ['the smallest number', 5e-324],
  ['a list of texts', ['b', 'a', 'b', '']],
  ['a list of whole numbers', [3, 1, 2]],
  ['a list of whole numbers and fractions', [1, 2.5, -3e-7]],
  ['a list of one', [7]],
  ['an empty list', []],
]

const valueCase = ([what, value]: (typeof kept)[number]): Case =>
  graphCase(`a property keeps ${what}`, async (g) => {
    await g.write([g.node('a', { v: value }), g.node('b')], [g.link('a', 'b', { properties: { v: value } })])
    g.same('the property of the node', await g.read('a'), { v: value })
    g.same("the relationship's", (await g.links()).relationships, [g.link('a', 'b', { properties: { v: value } })])
  })

/** Kept under ids as they are: nothing is trimmed, folded or normalised. */
const oddIds = [
  ' ',
  ' x',
  'x ',
  'x',
  'a b',
  'A',
  'a',
  'ä',
  'a\u0308',
  '😀',
  "x' OR 1=1 --",
  '"quoted"',
  'back\\slash',
  'new\nline',
  'nul\u0000inside',
  '../up',
  '%20',
  '{}',
  '0',
  '00',
  'x'.repeat(1000),
]

/** What properties and ids hold. */
export const values: readonly Case[] = [
  ...kept.map(valueCase),

  graphCase('a property keeps minus zero as a zero', async (g) => {
    await g.write([g.node('a', { v: -0, list: [-0, 1] })])
    g.same('the properties', await g.read('a'), { v: 0, list: [0, 1] })
    const zero = { label: g.named(), where: [{ _tag: 'eq', name: 'v', value: 0 }] } as const
    g.same('nodes with zero', await g.ids({ match: zero }), ['a'])
  }),

  graphCase('a property keeps a text of 100 KB', async (g) => {
    const text = 'wörd 😀 '.repeat(10_000)
    await g.write([g.node('a', { text })])
    g.same('whether it is the same', (await g.read('a'))?.['text'] === text, true)
  }),

  graphCase('a property keeps a list of a thousand', async (g) => {
    const list = Array.from({ length: 1000 }, (_, i) => i / 8)
    await g.write([g.node('a', { list })])
    g.same('the properties', await g.read('a'), { list })
  }),

  graphCase('a property may change its kind', async (g) => {
    await g.write([g.node('a', { v: 1 })])
    await g.write([g.node('a', { v: 'one' })])
    g.same('the properties', await g.read('a'), { v: 'one' })
    await g.write([g.node('a', { v: ['one'] })])
    g.same('the properties', await g.read('a'), { v: ['one'] })
  }),

  graphCase('a node may have a hundred properties', async (g) => {
    const properties = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`p${i}`, i]))
    await g.write([g.node('a', properties)])
    g.same('the properties', await g.read('a'), properties)
  }),

  graphCase('a name may be 64 characters long', async (g) => {
    const name = `p${'_'.repeat(63)}`
    await g.write([g.node('a', { [name]: 1 })])
    g.same('the properties', await g.read('a'), { [name]: 1 })
  }),

  graphCase('ids may hold any character, and each is an id of its own', async (g) => {
    await g.write(oddIds.map((id, n) => g.node(id, { n })))
    for (const [n, id] of oddIds.entries()) g.same(`the node ${JSON.stringify(id)}`, await g.read(id), { n })
    g.same('their number', (await g.query({ limit: 0 })).count, oddIds.length)
  }),

  graphCase('ids that hold any character are ends of relationships', async (g) => {
    const links = oddIds.map((id) => g.link('hub', id))
    await g.write([g.node('hub'), ...oddIds.map((id) => g.node(id))], links)
    const found = (await g.links()).relationships.map(({ to }) => to.id)
    g.same('the ends', [...found].sort(), [...oddIds].sort())
  }),

  graphCase('what was read can be written into without changing the store', async (g) => {
    await g.write([g.node('a', { n: 1, list: [1, 2] })])
    for (let times = 0; times < 2; times += 1) {
      const [node] = (await g.query()).nodes
      g.same('the properties', node?.properties, { n: 1, list: [1, 2] })
      Reflect.set(node?.properties ?? {}, 'n', 99)
      const list: unknown = node?.properties['list']
      if (Array.isArray(list)) list.push(3)
    }
  }),
]
