import type { Case } from '../case.js'
import { point, vectorCase } from './talk.js'

/** How properties are laid over payloads. */
export const payloads: readonly Case[] = [
  vectorCase('properties are laid over the payload, and the vector stays', async (v) => {
    await v.make()
    await v.write([point('a', { old: 1, both: 1 }, [3, 4])])
    await v.lay(['a'], { both: 2, more: ['x'] })
    v.same('what is read', await v.get(['a'], 'with'), [point('a', { old: 1, both: 2, more: ['x'] }, [3, 4])])
  }),

  vectorCase('a property that is null is taken away from the payload', async (v) => {
    await v.make()
    await v.write([point('a', { gone: 1, kept: 1 })])
    await v.lay(['a'], { gone: null, never: null })
    v.same('what is read', await v.get(['a']), [{ id: 'a', payload: { kept: 1 } }])
    v.same('those without', await v.ids({ filter: [{ _tag: 'eq', name: 'gone', value: null }] }), ['a'])
  }),

  vectorCase('nothing but nulls, and nothing at all, can be laid over a payload', async (v) => {
    await v.make()
    await v.write([point('a', { gone: 1, kept: 1 })])
    await v.lay(['a'], { gone: null })
    await v.lay(['a'], {})
    await v.lay([], { more: 1 })
    v.same('what is read', await v.get(['a']), [{ id: 'a', payload: { kept: 1 } }])
  }),

  vectorCase('an object is laid over as a whole, not member by member', async (v) => {
    await v.make()
    await v.write([point('a', { deep: { x: 1, y: 1 }, list: [1, 2] })])
    await v.lay(['a'], { deep: { y: 2, z: null }, list: [3] })
    v.same('what is read', await v.get(['a']), [{ id: 'a', payload: { deep: { y: 2, z: null }, list: [3] } }])
  }),

  vectorCase('properties are laid over several points, and those that are not there stay away', async (v) => {
    await v.make()
    await v.write([point('a', { n: 1 }), point('b', { n: 2 }), point('c', { n: 3 })])
    await v.lay(['c', 'nobody', 'a'], { mark: true })
    v.same('the payloads', await v.get(['a', 'b', 'c', 'nobody']), [
      { id: 'a', payload: { n: 1, mark: true } },
      { id: 'b', payload: { n: 2 } },
      { id: 'c', payload: { n: 3, mark: true } },
    ])
    v.same('their number', await v.count(), 3)
  }),

  vectorCase('what was laid over can be filtered at once', async (v) => {
    await v.make({ indexes: [{ name: 'state', kind: 'text' }] })
    await v.write([point('a', { state: 'new' }), point('b', { state: 'new' })])
    await v.lay(['a'], { state: 'old' })
    v.same('the old', await v.ids({ filter: [{ _tag: 'eq', name: 'state', value: 'old' }] }), ['a'])
    v.same('the new', await v.ids({ filter: [{ _tag: 'eq', name: 'state', value: 'new' }] }), ['b'])
  }),
]
