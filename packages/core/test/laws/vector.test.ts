import fc from 'fast-check'
import { describe, it } from 'vitest'
import { at, set, toArray, vector, type Vector } from '@chorale/core/base'

const sizes = fc.constantFrom(1, 2, 31, 32, 33, 1023, 1024, 1025, 32_768, 32_769)

/** Items of one size, with writes that fall inside and outside. */
const story = sizes.chain((size) =>
  fc.record({
    items: fc.constant(Array.from({ length: size }, (_, i) => i)),
    writes: fc.array(fc.record({ index: fc.integer({ min: -2, max: size + 1 }), value: fc.integer() }), {
      maxLength: 20,
    }),
  }),
)

const sameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, i) => Object.is(item, b[i]))

type VectorNode<A> = Vector<A>['root']

/** The nodes of a tree, its root included. */
const nodesOf = <A>(node: VectorNode<A>, depth: number): readonly VectorNode<A>[] =>
  depth === 0 ? [node] : [node, ...node.flatMap((child) => nodesOf(child as VectorNode<A>, depth - 1))]

describe('a vector', () => {
  it('behaves as a plain list does, write after write', () => {
    fc.assert(
      fc.property(story, ({ items, writes }) => {
        const model = [...items]
        let actual: Vector<number> = vector(items)
        for (const { index, value } of writes) {
          if (index >= 0 && index < model.length) model[index] = value
          actual = set(index, value, actual)
          if (at(index, actual) !== model[index]) return false
        }
        return actual.length === model.length && sameList(toArray(actual), model)
      }),
    )
  })

  it('leaves every older version as it was', () => {
    fc.assert(
      fc.property(story, ({ items, writes }) => {
        const versions = [vector(items)]
        const copies = [items.slice()]
        for (const { index, value } of writes) {
          versions.push(set(index, value, versions.at(-1) ?? vector([])))
          copies.push((copies.at(-1) ?? []).map((item, i) => (i === index ? value : item)))
        }
        return versions.every((version, n) => sameList(toArray(version), copies[n] ?? []))
      }),
      { numRuns: 30 }, // every version is read in full, up to 32,769 items each
    )
  })

  it('shares all nodes between two versions but those on the one path that was written', () => {
    const written = sizes.chain((size) => fc.record({ size: fc.constant(size), index: fc.nat({ max: size - 1 }) }))
    fc.assert(
      fc.property(written, ({ size, index }) => {
        const before = vector(Array.from({ length: size }, (_, i) => i))
        const after = set(index, -1, before)
        const known = new Set(nodesOf(before.root, before.depth))
        const fresh = nodesOf(after.root, after.depth).filter((node) => !known.has(node))
        return fresh.length === before.depth + 1 && fresh.every((node) => node.length <= 32)
      }),
    )
  })
})
