import { describe, expect, it } from 'vitest'
import type { Merge, Properties } from '@chorale/core/ports/graph'
import { fateOf, type Fate } from './fate.js'

const left: Fate = { _tag: 'left' }
const laid = (properties: Properties): Fate => ({ _tag: 'laid', properties })

describe('what becomes of a node', () => {
  it.each<readonly [Merge, Properties | undefined, Properties, Fate]>([
    [{ _tag: 'equal', on: ['a'] }, undefined, { a: 1 }, laid({ a: 1 })],
    [{ _tag: 'merge' }, { a: 1, b: 1 }, { a: 2 }, laid({ a: 2, b: 1 })],
    [{ _tag: 'merge' }, { a: 1 }, { a: null }, laid({ a: null })],
    [{ _tag: 'keep' }, { a: 1 }, { a: 2 }, left],
    [{ _tag: 'newer', by: 'a' }, { a: 1 }, { a: 1 }, laid({ a: 1 })],
    [{ _tag: 'newer', by: 'a' }, { a: 2 }, { a: 1 }, left],
    [{ _tag: 'newer', by: 'a' }, { a: 2 }, {}, left],
    [{ _tag: 'newer', by: 'a' }, { a: 'x' }, {}, laid({ a: 'x' })],
    [{ _tag: 'equal', on: ['a', 'id'] }, { a: 1 }, { a: 1, b: 2 }, left],
    [{ _tag: 'equal', on: ['b', 'a'] }, { a: 1 }, { a: '1' }, { _tag: 'other', name: 'a' }],
    [{ _tag: 'equal', on: ['a'] }, {}, { a: null }, left],
  ])('%j: %j under %j', (...[existing, there, properties, fate]) => {
    expect(fateOf(there, { label: 'L', id: '1', properties, existing })).toEqual(fate)
  })
})
