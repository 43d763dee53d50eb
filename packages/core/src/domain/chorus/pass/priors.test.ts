import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Prior } from '../model.js'
import { cut, mergePriors, priorLines } from './priors.js'

const prior = (id: string, similarity: number, content = id): Prior => ({
  ...{ id, content, similarity, threadId: 't', role: 'user' },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', tokenValue: 0 },
})
const some = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat(4)), {
    selector: ([id]) => id,
  })
  .map((all) => all.map(([id, n]) => prior(id, n / 4, `${id}${n}`)))

describe('priors of several passes', () => {
  it('are the union by id with the higher similarity, the best first, then by id, cut', () => {
    const held = [prior('a', 0.5), prior('b', 0.9)]
    const found = [prior('c', 0.5), prior('b', 0.2), prior('a', 0.6)]
    const ids = (limit: number) => mergePriors(held, found, limit).map(({ id, similarity }) => `${id} ${similarity}`)
    expect(ids(80)).toEqual(['b 0.9', 'a 0.6', 'c 0.5'])
    expect(ids(2)).toEqual(['b 0.9', 'a 0.6'])
  })

  it('say what memory says now where both are equally similar', () => {
    expect(mergePriors([prior('a', 0.5, 'old')], [prior('a', 0.5, 'new')], 1)[0]?.content).toBe('new')
  })

  it('are the same in whichever order they were found, and when they are found again', () => {
    fc.assert(
      fc.property(some, some, fc.nat(6), (a, b, limit) => {
        const merged = mergePriors(a, b, limit)
        expect(mergePriors(b, a, limit)).toEqual(merged)
        expect(mergePriors(merged, merged, limit)).toEqual(merged)
        expect(merged.length).toBeLessThanOrEqual(limit)
      }),
    )
  })
})

describe('priors in a prompt', () => {
  it('have three decimals and a content that is cut', () => {
    expect(priorLines([prior('a', 0.83, 'xxxx'), prior('b', 1)], { most: 1, chars: 3 })).toEqual([
      { id: 'a', similarity: '0.830', content: 'xxx' },
    ])
  })

  it('are never cut inside of a sign', () => {
    expect(cut('a😀b', 2)).toBe('a')
    expect(cut('a😀b', 3)).toBe('a😀')
    expect(cut('ab', 2)).toBe('ab')
  })
})
