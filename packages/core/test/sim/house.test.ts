import { describe, expect, it } from 'vitest'
import { programs } from './programs.js'

describe('A house of jobs', () => {
  it('ends as if nothing had happened, whatever happens: 3550 seeds', { timeout: 240_000 }, async () => {
    const failures = await programs.house.search({ seeds: 3550 })
    expect(failures.map(({ text }) => text)).toEqual([])
  })
})
