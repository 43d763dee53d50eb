import { describe, expect, it } from 'vitest'
import { pointUuid } from '@chorale/core/ports/vector'
import { isOurs, layPayload, storedPayload } from './payload.js'

const uuid = '00000000-0000-4000-8000-000000000001'

describe('a stored payload', () => {
  it('leaves out what is null', () => {
    expect(storedPayload({ a: null, b: [], c: '' })).toEqual({ b: [], c: '' })
  })

  it.each([
    ['an object', {}],
    ['a list in a list', [['x']]],
    ['an object in a list', ['x', {}]],
    ['null in a list', [1, null]],
  ])('marks what counts as null though it is there: %s', (_what, value) => {
    expect(storedPayload({ a: value })).toEqual({ a: value, 'null-a': true })
  })

  it.each([
    ['a number', 0.1 + 0.2, {}],
    ['a list', [1, 1e300 / 3], {}],
    ['an object', { x: [{ y: 2 ** 64 }] }, { 'null-a': true }],
  ])('keeps the JSON of what the server may give back otherwise: %s', (_what, value, more) => {
    expect(storedPayload({ a: value })).toEqual({ a: value, 'json-a': JSON.stringify(value), ...more })
  })

  it('has members of ours that no property can be', () => {
    expect(['ext_id', 'null-a', 'json-a', 'null_a', 'null'].map(isOurs)).toEqual([true, true, true, false, false])
  })
})

describe('laying a payload over others', () => {
  const filter = { must: [{ has_id: [uuid, pointUuid('b')] }] }
  const operations = (set: Parameters<typeof layPayload>[2]) => layPayload('c', [uuid, 'b'], set)?.args['operations']

  it('sets what is there, takes away what is null, and keeps the marks true', () => {
    expect(layPayload('c', [uuid, 'b'], { x: 1, y: null, z: { deep: null } })).toEqual({
      ...{ route: 'batchUpdate', kind: 'write' },
      args: {
        ...{ collection_name: 'c', wait: true },
        operations: [
          { set_payload: { payload: { x: 1, z: { deep: null }, 'null-z': true }, filter } },
          { delete_payload: { keys: ['null-x', 'json-x', 'y', 'null-y', 'json-y', 'json-z'], filter } },
        ],
      },
    })
  })

  it('asks for nothing that is not needed', () => {
    expect(operations({ z: {} })).toEqual([
      { set_payload: { payload: { z: {}, 'null-z': true }, filter } },
      { delete_payload: { keys: ['json-z'], filter } },
    ])
    expect(operations({ y: null })).toEqual([{ delete_payload: { keys: ['y', 'null-y', 'json-y'], filter } }])
    expect(operations({})).toBeUndefined()
  })
})
