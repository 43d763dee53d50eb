import { describe, expect, it } from 'vitest'
import { storm } from '../tools/storm.js'

describe('a storm of lost, doubled and exchanged messages and broken connections', () => {
  it.each([1, 2, 3])('loses nothing, tells nothing twice, starts nothing twice (seed %i)', async (seed) => {
    const weathered = await storm(seed, 60)
    expect(weathered.wrong, `seed ${seed}`).toEqual([])
    expect(Math.min(...Object.values(weathered.faults))).toBeGreaterThan(0)
  })
})
