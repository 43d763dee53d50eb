import { describe, expect, it } from 'vitest'
import { packed } from '../src/compile/packed.js'
import { connect } from '../src/driver.js'
import { databaseOf, freshDirectory, opened } from './fresh.js'
import { right, said, type Said } from './said.js'

const point = (id: string, vector: readonly number[], payload = {}) => ({ id, vector, payload })

const found = async (store: Said, vector: readonly number[] = [1, 0, 0]) =>
  right(await store.search(vector)).hits.map(({ id }) => id)

/** Three points, each further from the first axis than the one before. */
const three = [point('a', [1, 0, 0], { n: 1 }), point('b', [1, 1, 0], { n: 2 }), point('c', [0, 1, 0], { n: 3 })]

const filled = async (directory = freshDirectory()) => {
  const store = opened(directory)
  right(await said(store).gather())
  right(await said(store).put(three))
  return { directory, store: said(store), close: store.close }
}

describe('vectors', () => {
  it('come back from the disk as they were kept, as 32-bit floats of length one', async () => {
    const { directory, store, close } = await filled()
    const before = right(await store.scroll()).points
    await close()
    const later = said(opened(directory))
    expect(right(await later.scroll()).points).toEqual(before)
    expect(right(await later.get(['b'])).points).toEqual([
      point('b', [Math.fround(Math.SQRT1_2), Math.fround(Math.SQRT1_2), 0], { n: 2 }),
    ])
    expect(await found(later)).toEqual(['a', 'b', 'c'])
  })

  it('of more points than travel in one pack are searched, counted and scrolled through whole', async () => {
    const store = said(opened())
    right(await store.gather({ metric: 'euclid', dimension: 1 }))
    const many = Array.from({ length: 2300 }, (_, i) => point(`p${i}`, [i], { even: i % 2 === 0 }))
    right(await store.put(many))
    expect(right(await store.search([2299.4], { limit: 2 })).hits).toMatchObject([{ id: 'p2299' }, { id: 'p2298' }])
    const filter = [{ _tag: 'eq' as const, name: 'even', value: true }]
    expect(right(await store.count({ filter }))).toEqual({ count: 1150 })
    const seen: string[] = []
    for (let after: string | null | undefined; after !== null;) {
      const page = right(await store.scroll({ limit: 400, filter, ...(after === undefined ? {} : { after }) }))
      seen.push(...page.points.map(({ id }) => id))
      after = page.after
    }
    expect([...seen].sort()).toEqual(
      many
        .filter((_, i) => i % 2 === 0)
        .map(({ id }) => id)
        .sort(),
    )
  })

  it('that were found belong to whoever found them', async () => {
    const { store } = await filled()
    const [hit] = right(await store.search([1, 0, 0], { limit: 1 })).hits
    // A cast on purpose: a host without readonly may write into what it read.
    ;(hit?.payload as { n: number }).n = 99
    expect(right(await store.search([1, 0, 0], { limit: 1 })).hits).toMatchObject([{ payload: { n: 1 } }])
  })
})

describe('what one store has read of a collection', () => {
  it('is never what it was before another wrote', async () => {
    const { directory, store } = await filled()
    const other = said(opened(directory))
    expect([await found(store), await found(other)]).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ])
    right(await other.put([point('c', [1, 0.1, 0]), point('d', [-1, 0, 0])]))
    expect(await found(store)).toEqual(['a', 'c', 'b', 'd'])
    // The first in memory goes, and the last takes its place; then that one goes, too.
    right(await other.take(['a', 'nobody']))
    expect(await found(store)).toEqual(['c', 'b', 'd'])
    right(await other.take(['d']))
    expect(await found(store)).toEqual(['c', 'b'])
    // One goes and another comes, so that there are as many as before.
    right(await other.take(['b']))
    right(await other.put([point('e', [0, 0, 1])]))
    expect(await found(store)).toEqual(['c', 'e'])
    right(await other.lay(['e'], { n: 5 }))
    const filter = [{ _tag: 'eq' as const, name: 'n', value: 5 }]
    expect(right(await store.count({ filter }))).toEqual({ count: 1 })
  })

  it('is forgotten where another has dropped it and made it anew under its name', async () => {
    const { directory, store } = await filled()
    expect(await found(store)).toEqual(['a', 'b', 'c'])
    const other = said(opened(directory))
    expect(right(await other.scrap())).toEqual({ dropped: true })
    expect(await store.search([1, 0, 0])).toMatchObject({ left: { _tag: 'NotFound', ids: { collection: 'v' } } })
    right(await other.gather({ dimension: 2, metric: 'dot' }))
    right(await other.put([point('x', [1, 0]), point('y', [2, 0]), point('z', [3, 0])]))
    expect(await found(store, [1, 0])).toEqual(['z', 'y', 'x'])
  })

  it('is what is there after a write that was rolled back', async () => {
    const { directory, store } = await filled()
    await found(store)
    const connection = connect(databaseOf(directory))
    connection.exec("CREATE TRIGGER no BEFORE UPDATE ON collections BEGIN SELECT RAISE(ABORT, 'no'); END")
    expect(await store.put([point('d', [1, 0, 0])])).toMatchObject({ left: { applied: 'no' } })
    connection.exec('DROP TRIGGER no')
    connection.close()
    expect(await found(store)).toEqual(['a', 'b', 'c'])
    right(await store.put([point('e', [1, 0, 0])]))
    expect(await found(store)).toEqual(['a', 'e', 'b', 'c'])
  })
})

describe('points that are deleted, and a collection that is dropped', () => {
  it('leave nothing in the tables', async () => {
    const { directory, store } = await filled()
    right(await store.gather({ collection: 'w' }))
    right(await store.put(three, 'w'))
    right(await store.take(['a', 'b'], 'w'))
    right(await store.scrap())
    const connection = connect(databaseOf(directory))
    const rows = connection.read({ sql: packed(['collection', 'point'], 'points_view'), values: [] })
    const points = connection.read({ sql: packed(['id'], 'points'), values: [] })
    connection.close()
    expect(rows).toEqual([['w', 'c']])
    expect(points).toHaveLength(1)
  })
})
