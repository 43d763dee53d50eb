import { describe, expect, it } from 'vitest'
import type { Condition } from '@chorale/core/ports'
import { predicates } from './condition.js'
import { parameters } from './parameters.js'

const compiled = (...where: readonly Condition[]) => {
  const values = parameters()
  return { texts: predicates('n', { label: 'L', where }, values), values: Object.values(values.all()) }
}

describe('a condition', () => {
  it.each<readonly [Condition, string, readonly unknown[]]>([
    [{ _tag: 'eq', name: 'a', value: 1 }, 'n.`a` = $p0', [1n]],
    [{ _tag: 'eq', name: 'a', value: 0.5 }, 'n.`a` = $p0', [0.5]],
    [{ _tag: 'eq', name: 'a', value: 0 }, 'n.`a` IN $p0', [[0n, -0]]],
    [{ _tag: 'eq', name: 'a', value: null }, 'n.`a` IS NULL', []],
    [{ _tag: 'eq', name: 'a', value: [1, 2] }, 'n.`a` = $p0', [[1n, 2n]]],
    [{ _tag: 'eq', name: 'a', value: [1, 0.5] }, 'n.`a` = $p0', [[1, 0.5]]],
    [{ _tag: 'not', name: 'a', value: 'x' }, 'NOT coalesce(n.`a` = $p0, false)', ['x']],
    [{ _tag: 'not', name: 'a', value: null }, 'n.`a` IS NOT NULL', []],
    [{ _tag: 'in', name: 'a', values: [1, 'x', 0, true] }, 'n.`a` IN $p0', [[1n, 'x', 0n, -0, true]]],
    [{ _tag: 'contains', name: 'a', value: "'" }, 'n.`a` CONTAINS $p0', ["'"]],
    [{ _tag: 'lt', name: 'a', value: 3 }, 'n.`a` < $p0', [3n]],
    [{ _tag: 'lt', name: 'a', value: 0 }, 'n.`a` < $p0', [-0]],
    [{ _tag: 'lte', name: 'a', value: -0 }, 'n.`a` <= $p0', [0n]],
    [{ _tag: 'gt', name: 'a', value: -0 }, 'n.`a` > $p0', [0n]],
    [{ _tag: 'gte', name: 'a', value: 0 }, 'n.`a` >= $p0', [-0]],
    [{ _tag: 'gte', name: 'id', value: 'x' }, 'n.`id` >= $p0', ['x']],
  ])('%j', (condition, text, values) => {
    expect(compiled(condition)).toEqual({ texts: [text], values })
  })

  it('names the texts that the order of code points puts elsewhere than that of UTF-16', () => {
    const { texts, values } = compiled({ _tag: 'gt', name: 'a', value: 'x\uffffy\u{10000}' })
    expect(texts[0]).toContain('(n.`a` > $p0 OR any(span IN $p1 ')
    expect(texts[0]).toContain('AND NOT any(span IN $p2 ')
    expect(values).toEqual([
      'x\uffffy\u{10000}',
      [{ prefix: 'x', from: 'x\u{10000}', to: 'x\ue000' }],
      [{ prefix: 'x\uffffy', from: 'x\uffffy\ue000', to: null }],
    ])
  })

  it('asks, without a label, for all that is of the graph', () => {
    expect(predicates('n', {}, parameters())).toEqual(['n.id IS NOT NULL'])
  })
})
