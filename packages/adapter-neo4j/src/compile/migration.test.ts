import { describe, expect, it } from 'vitest'
import type { SchemaStep } from '@chorale/core/ports/graph'
import { planOf, type KeptSchema } from './migration.js'
import { indexRule, uniqueRule } from './schema.js'

const shape = (...properties: string[]) => ({ label: 'Cell', properties })
const plan = (steps: readonly SchemaStep[], schemas: readonly KeptSchema[] = [], rules: readonly string[] = []) =>
  planOf({ _tag: 'graph/migrate', key: 'k', schema: 's', steps }, { schemas, rules: new Set(rules) })
const kept = (schema: string, unique: KeptSchema['unique'], indexes: KeptSchema['indexes'] = []): KeptSchema => ({
  ...{ schema, version: 1, unique, indexes },
})
const names = (rules: readonly { readonly name: string }[]) => rules.map(({ name }) => name)

describe('a rule', () => {
  it('has a name that no other shape has, and the same everywhere', () => {
    const all = [shape('a', 'b'), shape('a_b'), { label: 'Cell_a', properties: ['b'] }, shape('b', 'a')]
    expect(new Set(all.map((each) => uniqueRule(each).name)).size).toBe(all.length)
    expect(uniqueRule(shape('a')).name).toBe('chorale_unique_Cell_e482e66e085ee791')
  })

  it('asks for a property once', () => {
    expect(uniqueRule(shape('a', 'a')).create).toContain('REQUIRE (n.`a`) IS UNIQUE')
    expect(indexRule(shape('a', 'b')).create).toContain('ON (n.`a`, n.`b`)')
  })
})

describe('a plan of a migration', () => {
  const step = { version: 1, about: 'x' }

  it('makes what is missing, after it was asked whether nodes break it', () => {
    const { doubles, made, first, last } = plan([{ ...step, unique: [shape('a')], indexes: [shape('b')] }])
    expect(doubles.map((each) => each.shape)).toEqual([shape('a')])
    expect(names(made)).toEqual([uniqueRule(shape('a')).name, indexRule(shape('b')).name])
    expect([first, last]).toEqual([[], []])
  })

  it('leaves out an index where there is a uniqueness, and drops the one that is in its place', () => {
    const old = indexRule(shape('a')).name
    const { made, first } = plan(
      [{ ...step, unique: [shape('a')], indexes: [shape('a')] }],
      [kept('s', [], [shape('a')])],
      [old],
    )
    expect(names(first)).toEqual([old])
    expect(names(made)).toEqual([uniqueRule(shape('a')).name])
  })

  it('drops what no step asks for any more, unless another schema does', () => {
    const rule = uniqueRule(shape('a')).name
    const steps = [
      { ...step, unique: [shape('a')] },
      { version: 2, about: 'y', drop: [shape('a')] },
    ]
    expect(names(plan(steps, [kept('s', [shape('a')])], [rule]).last)).toEqual([rule])
    expect(names(plan(steps, [kept('s', [shape('a')]), kept('t', [shape('a')])], [rule]).last)).toEqual([])
  })

  it('never touches the uniqueness of ids', () => {
    const { made, ids, last } = plan([], [kept('s', [shape('id')])])
    expect([made, ids, last]).toEqual([[], [], []])
    expect(plan([{ ...step, indexes: [shape('id')] }]).ids).toHaveLength(1)
  })
})
