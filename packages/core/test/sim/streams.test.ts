import { describe, expect, it } from 'vitest'
import { programs } from './programs.js'

describe('A house that streams', () => {
  it(
    'ends as if nothing had happened, whatever happens between the parts: 1500 seeds',
    { timeout: 240_000 },
    async () => {
      const failures = await programs.streams.search({ seeds: 1500 })
      expect(failures.map(({ text }) => text)).toEqual([])
    },
  )
})
