import fc from 'fast-check'
import { expect, it } from 'vitest'
import { vectors } from '@chorale/adapter-memory'
import type { Json } from '@chorale/core/base'
import type { Condition } from '@chorale/core/ports'
import { describeWith } from '@chorale/rig'
import { fresh } from './fresh.js'
import { point, right, said } from './said.js'

const long = 'x'.repeat(100_000)

/** Texts that mean something to somebody: to JSON, to paths, to a filter, to a language, to a terminal. */
const texts = [
  ...['', ' ', 'null', 'true', '5', '-0', '[]', '{}', '"', '\\', "'", '`', '$', '%', '*', '?', '#', '&', '+', '/'],
  ...['../..', 'a.b', 'a[]', 'a[0]', '"a"', 'a/b', 'a%2Fb', 'a?b=c', '{"must":[]}', '\u0000', 'a\u0000b', '\u001b[31m'],
  ...[
    '\r\n',
    '\u2028',
    '\ufeff',
    '\ufffd',
    '\uffff',
    '💠',
    '\u{10ffff}',
    'é',
    'e\u0301',
    '\u00c5',
    '\u212b',
    'ﬀ',
    'ß',
    'İ',
  ],
  ...['__proto__', 'constructor', 'toString', 'ext_id', 'null-a', 'id', 'payload', 'NaN', '1e400', long, `${long}y`],
  ...['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  ...['FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', 'urn:uuid:00000000-0000-0000-0000-000000000001'],
  ...['00000000000000000000000000000001', '{00000000-0000-0000-0000-000000000001}', '18446744073709551615'],
]

/** The same asked of the server and of the reference. */
const both = (address: Parameters<typeof fresh>[0]) => [said(fresh(address)), said(vectors())] as const

const made = async (pair: ReturnType<typeof both>, indexes: readonly { name: string; kind: 'text' }[] = []) => {
  for (const ask of pair) right(await ask('vector/collection', { dimension: 2, metric: 'dot', indexes }))
  return pair
}

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((each) => !Object.is(each, -0)),
  fc.double({ noNaN: true, min: 0.1, max: 1e9 }),
)

describeWith('qdrant', 'hostile texts', (address) => {
  it('are ids like any other', async () => {
    const ids = texts.filter((text) => text !== '')
    const [real, model] = await made(both(address))
    for (const ask of [real, model]) right(await ask('vector/upsert', { points: ids.map((id) => point(id)) }))
    expect(right(await real('vector/get', { ids, vectors: 'with' })).points.map(({ id }) => id)).toEqual(ids)
    const scroll = { limit: 10_000, vectors: 'without' } as const
    expect(await real('vector/scroll', scroll)).toEqual(await model('vector/scroll', scroll))
    const search = { vector: [1, 0], limit: 7 }
    expect(await real('vector/search', search)).toEqual(await model('vector/search', search))
    for (const after of ids)
      expect(await real('vector/scroll', { ...scroll, after })).toEqual(
        await model('vector/scroll', { ...scroll, after }),
      )
    for (const ask of [real, model]) {
      right(await ask('vector/payload', { ids: ids.slice(10), set: { seen: true } }))
      right(await ask('vector/delete', { ids: ids.slice(0, 20) }))
    }
    expect(await real('vector/scroll', scroll)).toEqual(await model('vector/scroll', scroll))
  })

  it.each(['with', 'without'])('are payloads and what they are filtered by, %s an index', async (index) => {
    const pair = await made(both(address), index === 'with' ? [{ name: 'a', kind: 'text' }] : [])
    const points = texts.map((a, i) => point(`p${i}`, { a, b: [a, 5], c: { [a]: [a] } }))
    for (const ask of pair) right(await ask('vector/upsert', { points }))
    const [real, model] = pair
    const scroll = { limit: 1000, vectors: 'with' } as const
    expect(await real('vector/scroll', scroll)).toEqual(await model('vector/scroll', scroll))
    for (const value of texts)
      for (const filter of [
        [{ _tag: 'eq', name: 'a', value }],
        [{ _tag: 'in', name: 'b', values: [value, 7] }],
        [{ _tag: 'not', name: 'b', value }],
      ] satisfies Condition[][])
        expect(await real('vector/count', { filter })).toEqual(await model('vector/count', { filter }))
  })

  it('as numbers at the edges keep their worth and their order', async () => {
    const pair = await made(both(address))
    const numbers = [
      0,
      -0,
      1,
      -1,
      0.1,
      0.1 + 0.2,
      1e-300,
      5e-324,
      1e300,
      Number.MAX_VALUE,
      -Number.MAX_VALUE,
      2 ** 53 - 1,
    ]
    const points = [...numbers, 2 ** 63, 2 ** 64, 1e21, 123456789.123456789].map((n, i) => point(`p${i}`, { n }))
    for (const ask of pair) right(await ask('vector/upsert', { points }))
    const [real, model] = pair
    const scroll = { limit: 1000, vectors: 'without' } as const
    expect(await real('vector/scroll', scroll)).toEqual(await model('vector/scroll', scroll))
    for (const value of numbers)
      for (const _tag of ['eq', 'not', 'lt', 'lte', 'gt', 'gte'] as const) {
        const filter = [{ _tag, name: 'n', value }]
        expect(await real('vector/count', { filter })).toEqual(await model('vector/count', { filter }))
      }
  })

  it('as numbers of any length come back as they were, and are found', async () => {
    const [real] = await made(both(address))
    const property = fc.asyncProperty(fc.array(number, { minLength: 20, maxLength: 20 }), async (numbers) => {
      const points = numbers.map((n, i) => point(`p${i}`, { n, deep: { list: [n, 'x'] } }))
      right(await real('vector/upsert', { points }))
      const ids = points.map(({ id }) => id)
      expect(right(await real('vector/get', { ids, vectors: 'with' })).points).toEqual(points)
      for (const value of numbers.slice(0, 5))
        for (const _tag of ['eq', 'gte', 'lte'] as const) {
          const { points: found } = right(
            await real('vector/scroll', { filter: [{ _tag, name: 'n', value }], limit: 100, vectors: 'with' }),
          )
          expect(found.map(({ payload }) => payload['n'])).toContain(value)
        }
    })
    await fc.assert(property, { numRuns: 20 })
  })

  it('in names are refused by the port, before anything is sent', async () => {
    const [real] = await made(both(address))
    for (const name of ['__proto__', 'a.b', 'a[]', 'null-a', 'ext_id', '"a"', '']) {
      const payload = Object.fromEntries([[name, 1]])
      expect(await real('vector/upsert', { points: [point('p', payload)] })).toMatchObject({
        left: { _tag: 'Rejected' },
      })
      expect(await real('vector/payload', { ids: ['p'], set: payload })).toMatchObject({ left: { _tag: 'Rejected' } })
    }
    for (const collection of ['../x', 'a/b', 'a b', '', long, 'é', '__proto__'])
      expect(await said(fresh(address), collection)('vector/count', {})).toMatchObject({ left: { _tag: 'Rejected' } })
    expect(right(await real('vector/count', {}))).toEqual({ count: 0 })
  })

  it('nested deeper than the server reads are refused by it, and nothing is written', async () => {
    const [real] = await made(both(address))
    const nested = (depth: number): Json => (depth === 0 ? 'x' : [nested(depth - 1)])
    right(await real('vector/upsert', { points: [point('p', { a: nested(100) })] }))
    expect(right(await real('vector/get', { ids: ['p'], vectors: 'without' })).points).toEqual([
      { id: 'p', payload: { a: nested(100) } },
    ])
    expect(await real('vector/upsert', { points: [point('q', { a: nested(200) })] })).toMatchObject({
      left: { _tag: 'Rejected', applied: 'no' },
    })
    expect(right(await real('vector/count', {}))).toEqual({ count: 1 })
  })

  it('of more than a request holds are split, and one point of more is refused by the server', async () => {
    const [real] = await made(both(address))
    const points = Array.from({ length: 5 }, (_, i) => point(`p${i}`, { text: 'x'.repeat(10_000_000) }))
    right(await real('vector/upsert', { points }))
    expect(right(await real('vector/count', {}))).toEqual({ count: 5 })
    const huge = [point('huge', { text: 'x'.repeat(34_000_000) })]
    expect(await real('vector/upsert', { points: huge })).toMatchObject({ left: { _tag: 'Rejected', applied: 'no' } })
  }, 60_000)
})
