import { describe, expect, it } from 'vitest'
import { floatsIn, floatsOut } from './floats.js'

describe('a vector as bytes', () => {
  it('is its components as 32-bit floats, the least byte first', () => {
    expect(Buffer.from(floatsIn([1, -2])).toString('hex')).toBe('0000803f000000c0')
  })

  it('comes back to its place, also from the middle of other bytes', () => {
    const data = new Float32Array(6)
    const bytes = Buffer.concat([Buffer.from([9, 9, 9]), floatsIn([1.5, -0, 1e38])])
    floatsOut(bytes.subarray(3), { data, from: 3, dimension: 3 })
    expect([...data]).toEqual([0, 0, 0, 1.5, -0, Math.fround(1e38)])
  })

  it('of another length is damage', () => {
    const target = { data: new Float32Array(3), from: 0, dimension: 3 }
    expect(() => floatsOut(floatsIn([1, 2]), target)).toThrow('another length')
  })
})
