import { describe, expect, it } from 'vitest'
import { torn } from '../tools/torn.js'
import { scratch } from './fresh.js'

describe('a store whose file was cut, or has one byte changed', () => {
  // The full figure of 1,000 places is in docs/local-store.md; `tools/torn.ts` makes it.
  it('gives a true prefix, refuses with a type, or is found out by the chain: at 60 places of chance', async () => {
    const { wrong, ...rest } = await torn(60, 7, scratch())
    expect(wrong).toEqual([])
    expect(rest.whole + rest.prefix + rest.refused + rest.foundByChain).toBe(60)
    // Otherwise this would prove nothing.
    expect(rest.refused).toBeGreaterThan(5)
    expect(rest.prefix).toBeGreaterThan(5)
  })
})
