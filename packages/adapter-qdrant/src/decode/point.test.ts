import { describe, expect, it } from 'vitest'
import { headOf, hitOf, pointOf } from './point.js'

const uuid = '00000000-0000-4000-8000-000000000001'

describe('a point that was read', () => {
  it('has its own id, and nothing of ours in its payload', () => {
    const payload = { ext_id: 'a', x: 1, z: {}, 'null-z': true }
    expect(headOf({ id: uuid, payload })).toEqual({ id: 'a', payload: { x: 1, z: {} } })
    expect(headOf({ id: uuid, payload: { x: 1 } })).toEqual({ id: uuid, payload: { x: 1 } })
  })

  it('may have been written by somebody else', () => {
    expect(headOf({ id: 7, payload: null })).toEqual({ id: '7', payload: {} })
    expect(headOf({ id: uuid, payload: { a: null, b: [null] } })).toEqual({ id: uuid, payload: { b: [null] } })
  })

  it('keeps names that others would inherit from', () => {
    const payload: unknown = JSON.parse('{"a":{"__proto__":{"x":1}},"__proto__":1}')
    expect(JSON.stringify(headOf({ id: uuid, payload }))).toBe(
      `{"id":"${uuid}","payload":{"a":{"__proto__":{"x":1}},"__proto__":1}}`,
    )
  })

  it('has numbers where a platform reads large integers as BigInt', () => {
    const payload = { n: 2n ** 60n, list: [{ n: -(2n ** 60n) }] }
    expect(headOf({ id: uuid, payload })).toEqual({ id: uuid, payload: { n: 2 ** 60, list: [{ n: -(2 ** 60) }] } })
    expect(pointOf({ id: uuid, payload: {}, vector: [2n ** 60n, 0.1] })?.vector).toEqual([2 ** 60, Math.fround(0.1)])
  })

  it('has a property out of its JSON where that is kept', () => {
    const payload = { a: 1.5, 'json-a': '[1.25]', b: 1.5, 'json-b': '[' }
    expect(headOf({ id: uuid, payload })).toEqual({ id: uuid, payload: { a: [1.25], b: 1.5 } })
  })

  it.each([
    ['nothing', null],
    ['no id', { payload: {} }],
    ['a null for a component', { id: uuid, payload: {}, vector: [1, null] }],
    ['vectors with names', { id: uuid, payload: {}, vector: { a: [1] } }],
  ])('is none with %s', (_what, record) => {
    expect(pointOf(record)).toBeUndefined()
  })
})

describe('a hit', () => {
  it('has a score of six decimals', () => {
    expect(hitOf({ id: uuid, payload: {}, score: 0.70710677 })).toEqual({ id: uuid, payload: {}, score: 0.707107 })
    expect(hitOf({ id: uuid, payload: {}, score: -1e-9 })?.score).toBe(0)
  })

  it('is none without a finite score', () => {
    expect(hitOf({ id: uuid, payload: {}, score: null })).toBeUndefined()
  })
})
