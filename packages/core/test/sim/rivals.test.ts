import { describe, expect, it } from 'vitest'
import { programs } from './programs.js'

describe('Workers that take the run from one another', () => {
  it('ends as if nothing had happened, whatever happens: 2500 seeds', { timeout: 240_000 }, async () => {
    const failures = await programs.rivals.search({ seeds: 2500 })
    expect(failures.map(({ text }) => text)).toEqual([])
  })
})
