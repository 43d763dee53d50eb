import { pointUuid } from '../../../ports/vector/index.js'
import type { Case } from '../case.js'
import { pagesOf, point, vectorCase } from './talk.js'

const ids = Array.from({ length: 23 }, (_, n) => `p${n}`)
const uuids = ['00000000-0000-4000-8000-000000000000', 'ffffffff-ffff-4fff-8fff-ffffffffffff']

const inOrder = (list: readonly string[]): readonly string[] =>
  [...list].sort((a, b) => (pointUuid(a) < pointUuid(b) ? -1 : 1))

/** How points are scrolled through. */
export const pages: readonly Case[] = [
  vectorCase('pages are in the order of UUIDs, each point once, whatever their size', async (v) => {
    await v.make()
    await v.write([...ids, ...uuids].map((id) => point(id)))
    const wanted = inOrder([...ids, ...uuids])
    for (const limit of [1, 2, 5, 7, 24, 25, 26, 10_000])
      v.same(`the ids by ${limit}`, (await pagesOf(v, { limit })).flat(), wanted)
  }),

  vectorCase('a last page that is full says that there is no more', async (v) => {
    await v.make()
    await v.write(['a', 'b', 'c', 'd'].map((id) => point(id)))
    v.same(
      'the sizes',
      (await pagesOf(v, { limit: 2 })).map(({ length }) => length),
      [2, 2],
    )
    v.same('of one that holds all', (await v.scroll({ limit: 4 })).after, null)
    v.same('of none', await v.scroll({ limit: 1, filter: [{ _tag: 'eq', name: 'n', value: 1 }] }), {
      ...{ points: [], after: null },
    })
  }),

  vectorCase('a page that is not the last ends with the id to go on behind', async (v) => {
    await v.make()
    await v.write(ids.map((id) => point(id)))
    const page = await v.scroll({ limit: 5 })
    v.same('the end', page.after, inOrder(ids)[4])
    v.same(
      'the next',
      (await v.scroll({ limit: 5, after: page.after ?? '' })).points.map(({ id }) => id),
      inOrder(ids).slice(5, 10),
    )
  }),

  vectorCase('pages of what fits a filter hold nothing else', async (v) => {
    await v.make()
    await v.write(ids.map((id, n) => point(id, { n })))
    const even = ids.filter((_, n) => n % 2 === 0)
    const filter = [{ _tag: 'in', name: 'n', values: even.map((id) => Number(id.slice(1))) }] as const
    v.same('the ids', (await pagesOf(v, { limit: 5, filter })).flat(), inOrder(even))
    v.same(
      'the sizes',
      (await pagesOf(v, { limit: 5, filter })).map(({ length }) => length),
      [5, 5, 2],
    )
  }),

  vectorCase('a page goes on behind a point that is gone or never was', async (v) => {
    await v.make()
    await v.write(ids.map((id) => point(id)))
    const [first = '', second = ''] = inOrder(ids)
    await v.remove([second])
    v.same('behind one that is gone', (await v.scroll({ after: second })).points.length, ids.length - 2)
    v.same('behind the first', (await v.scroll({ after: first })).points.length, ids.length - 2)
    const behind = ids.filter((id) => id !== second && pointUuid(id) > pointUuid('never'))
    v.same(
      'behind one that never was',
      (await v.scroll({ after: 'never' })).points.map(({ id }) => id),
      inOrder(behind),
    )
    v.same('behind the last', await v.scroll({ after: inOrder(ids).at(-1) ?? '' }), { points: [], after: null })
  }),

  vectorCase('pages have vectors where they are asked for', async (v) => {
    await v.make()
    await v.write([point('a', { n: 1 }, [0.5, 2])])
    v.same('with', await v.scroll({ vectors: 'with' }), { points: [point('a', { n: 1 }, [0.5, 2])], after: null })
    v.same('without', await v.scroll(), { points: [{ id: 'a', payload: { n: 1 } }], after: null })
  }),

  vectorCase('what is written while pages are read does not make them repeat or lose what was there', async (v) => {
    await v.make()
    await v.write(ids.map((id) => point(id)))
    const seen: string[] = []
    let after: string | null | undefined
    for (let n = 0; n < 30 && after !== null; n += 1) {
      const page = await v.scroll(after === undefined ? { limit: 4 } : { limit: 4, after })
      seen.push(...page.points.map(({ id }) => id).filter((id) => ids.includes(id)))
      await v.write([point(`new${n}`)])
      after = page.after
    }
    v.same('the ids', seen, inOrder(ids))
  }),
]
