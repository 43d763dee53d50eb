import { describe, expect, it } from 'vitest'
import { measure } from '../tools/load.js'

describe('the load command', () => {
  it('measures a server in a process of its own: all are let in, all come back, those who stall are closed', async () => {
    const figures = await measure('ours', { sockets: 300, stalled: 10, pushes: 100, broadcasts: 2 })
    expect(figures).toMatchObject({ open: 300, reconnectGaps: 0, stall: { openAfter: 290 } })
    expect(figures.pushP99Ms).toBeGreaterThan(0)
    // So few sockets carry their share of what is there anyway; of ten thousand each takes about 9.
    expect(figures.kbPerSocketHeap).toBeLessThan(20)
  }, 90_000)
})
