import { describe, expect, it } from 'vitest'
import { shapeOf } from './collection.js'

const result = (vectors: unknown) => ({ config: { params: { vectors } }, payload_schema: { a: { data_type: 'bool' } } })

describe('a collection', () => {
  it.each([
    ['Cosine', 'cosine'],
    ['Dot', 'dot'],
    ['Euclid', 'euclid'],
  ])('by %s is one by %s', (distance, metric) => {
    expect(shapeOf(result({ size: 4, distance }))).toEqual({ dimension: 4, metric, indexed: new Set(['a']) })
  })

  it.each([
    ['another metric', result({ size: 4, distance: 'Manhattan' })],
    ['vectors with names', result({ image: { size: 4, distance: 'Dot' } })],
    ['nothing', null],
  ])('with %s is not one of the port', (_what, found) => {
    expect(shapeOf(found)).toBeUndefined()
  })
})
