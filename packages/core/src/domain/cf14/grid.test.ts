import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { canonicalAxioms, grid, type Matrix } from './index.js'

const { A, B } = canonicalAxioms
const matrix = (rows: number, columns: number): Matrix => ({
  rows: Array.from({ length: rows }, (_, i) => `r${i}`),
  columns: Array.from({ length: columns }, (_, j) => `c${j}`),
  cells: Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => `${i},${j}`)),
})
const sizes = fc.record({ rows: fc.integer({ min: 1, max: 6 }), columns: fc.integer({ min: 1, max: 6 }) })

describe('truncate', () => {
  it('keeps the top-left block and its labels: J(3,4) is Coherent, and no row is Wisdom', () => {
    const J = grid.truncate(B, { rows: 3, columns: 4 })
    expect(E.isRight(J) && [J.right.rows, J.right.cells[2]?.[3]]).toEqual([
      ['Data', 'Information', 'Knowledge'],
      'Coherent',
    ])
  })

  it.each([
    [0, 4],
    [4, 0],
    [5, 4],
    [4, 5],
    [1.5, 2],
    [NaN, 1],
  ])('refuses %d x %d of a 4x4', (rows, columns) => {
    expect(grid.truncate(B, { rows, columns })).toMatchObject({ left: { _tag: 'InvalidDimensions' } })
  })
})

describe('transpose', () => {
  it('swaps cells and labels: K(4,2) is D(2,4)', () => {
    const turned = grid.transpose(A)
    expect([turned.rows[3], turned.columns[1], turned.cells[3]?.[1]]).toEqual([
      'Reviewing',
      'Operative',
      A.cells[1]?.[3],
    ])
  })

  it('twice is the matrix itself', () => {
    fc.assert(
      fc.property(sizes, ({ rows, columns }) => {
        const given = matrix(rows, columns)
        expect(grid.transpose(grid.transpose(given))).toEqual(given)
      }),
    )
  })
})

describe('extract', () => {
  it('gives a row or an element with its labels', () => {
    expect(grid.extract(B, { row: 3 })).toEqual(E.right({ rows: ['Wisdom'], columns: B.columns, cells: [B.cells[3]] }))
    expect(grid.extract(B, { row: 3, column: 3 })).toEqual(
      E.right({ rows: ['Wisdom'], columns: ['Consistency'], cells: [['Principled']] }),
    )
  })

  it.each([{ row: 4 }, { row: -1 }, { row: 0, column: 4 }, { row: 0.5 }])('refuses %o', (place) => {
    expect(grid.extract(B, place)).toMatchObject({ left: { _tag: 'InvalidDimensions' } })
  })
})

describe('the pairs of a dot product', () => {
  it('run along the row and down the column: C(1,4) ends with Feedback and Principled', () => {
    const pairs = grid.dotPairs(A, B)
    expect(E.isRight(pairs) && pairs.right.cells[0]?.[3]).toEqual([
      ['Values', 'Consistent'],
      ['Actions', 'Congruent'],
      ['Benchmarks', 'Coherent'],
      ['Feedback', 'Principled'],
    ])
  })

  it('take labels from both sides and pair (i,k) with (k,j) for every shape', () => {
    fc.assert(
      fc.property(sizes, sizes, (left, right) => {
        const pairs = grid.dotPairs(matrix(left.rows, left.columns), matrix(right.rows, right.columns))
        if (left.columns !== right.rows) {
          expect(pairs).toMatchObject({ left: { _tag: 'DimensionMismatch' } })
          return
        }
        const all = E.isRight(pairs)
          ? pairs.right.cells.flatMap((row, i) => row.flatMap((cell, j) => cell.map(([a, b], k) => [a, b, i, j, k])))
          : []
        expect(all.length).toBe(left.rows * right.columns * left.columns)
        for (const [a, b, i, j, k] of all) expect([a, b]).toEqual([`${i},${k}`, `${k},${j}`])
      }),
    )
  })
})

describe('the pairs by position', () => {
  it('carry the labels of the left', () => {
    const pairs = grid.elementwisePairs({ ...A, rows: ['x', 'y', 'z'] }, A)
    expect(E.isRight(pairs) && [pairs.right.rows, pairs.right.cells[2]?.[1]]).toEqual([
      ['x', 'y', 'z'],
      [['Coordination', 'Coordination']],
    ])
  })

  it('need equal shapes', () => {
    expect(grid.elementwisePairs(A, B)).toMatchObject({
      left: { _tag: 'DimensionMismatch', because: '3x4 and 4x4 differ' },
    })
  })
})

describe('add', () => {
  it('puts texts one after the other', () => {
    expect(grid.add(['faisal', 'has', 'seven', 'balloons'])).toEqual(E.right('faisal has seven balloons'))
    expect(grid.add(['a', 'b'], ', ')).toEqual(E.right('a, b'))
    expect(grid.add(['alone'])).toEqual(E.right('alone'))
  })

  it('of nothing is refused', () => {
    expect(grid.add([])).toMatchObject({ left: { _tag: 'EmptyOperands' } })
  })
})
