import { describe, expect, it } from 'vitest'
import { programs } from './programs.js'

describe('A semantic valley', () => {
  it('ends as if nothing had happened, whatever happens: 200 seeds', { timeout: 240_000 }, async () => {
    const failures = await programs.valley.search({ seeds: 200 })
    expect(failures.map(({ text }) => text)).toEqual([])
  })
})
