import { describe, expect, it } from 'vitest'
import { slowWait } from './slow-start.js'

describe('a slow start', () => {
  it('lets everything through before it is begun', () => {
    expect(slowWait({ begunAt: undefined, underWay: 7, now: 0 })).toBe(0)
  })

  it('lets one call through at a time for ten seconds', () => {
    expect(slowWait({ begunAt: 1000, underWay: 0, now: 1000 })).toBe(0)
    expect(slowWait({ begunAt: 1000, underWay: 1, now: 1000 })).toBe(10_000)
    expect(slowWait({ begunAt: 1000, underWay: 1, now: 10_999 })).toBe(1)
    expect(slowWait({ begunAt: 1000, underWay: 1, now: 11_000 })).toBe(0)
  })
})
