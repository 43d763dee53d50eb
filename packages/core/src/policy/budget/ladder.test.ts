import { describe, expect, it } from 'vitest'
import { question, walk } from '../../../test/policy/setting.js'
import { lessened, measuresAt, type Rung } from './ladder.js'

const ladder: readonly Rung[] = [
  { at: 0.9, measure: { _tag: 'cheaper', model: 'tiny' } },
  { at: 0.5, measure: { _tag: 'cheaper', model: 'small' } },
  { at: 0.8, measure: { _tag: 'smaller', maxTokens: 50 } },
  { at: 1, measure: { _tag: 'ask' } },
]

describe('a ladder', () => {
  it('takes the highest rung of each kind that was reached', () => {
    const tags = (share: number) => measuresAt(ladder, share).map((one) => ('model' in one ? one.model : one._tag))
    expect([0, 0.49, 0.5, 0.8, 0.9, 1.2].map(tags)).toEqual([
      [],
      [],
      ['small'],
      ['small', 'smaller'],
      ['tiny', 'smaller'],
      ['tiny', 'smaller', 'ask'],
    ])
  })

  it('asks a cheaper model for less, and never for more', () => {
    const { sampling } = lessened(question('q'), measuresAt(ladder, 0.8))
    expect(sampling).toMatchObject({ model: 'small', maxTokens: 50, temperature: 0 })
    expect(lessened(question('q', 'q', { maxTokens: 20 }), measuresAt(ladder, 0.8)).sampling.maxTokens).toBe(20)
  })

  it('changes nothing but what is asked of a model', () => {
    const other = walk('a')
    expect(lessened(other, measuresAt(ladder, 1))).toBe(other)
    const same = question('q')
    expect(lessened(same, [])).toBe(same)
  })
})
