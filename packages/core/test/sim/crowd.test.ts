import { describe, expect, it } from 'vitest'
import { programs } from './programs.js'

describe('People and timers', () => {
  it('ends as if nothing had happened, whatever happens: 3750 seeds', { timeout: 240_000 }, async () => {
    const failures = await programs.crowd.search({ seeds: 3750 })
    expect(failures.map(({ text }) => text)).toEqual([])
  })
})
