import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { canonicalAxioms, readInput, valley, type ValleyInput } from '@chorale/core/cf14'
import { combine } from '@chorale/core/effect'
import { start } from '@chorale/core/run'
import { countingResolver, echoResolver } from '@chorale/core/testing'
import { memory } from '@chorale/adapter-memory'
import { matrixNamed, walk } from './golden.js'

const A2 = {
  rows: ['Plan', 'Do'],
  columns: ['People', 'Tools'],
  cells: [
    ['Goals', 'Maps'],
    ['Work', 'Machines'],
  ],
}
const B2 = {
  rows: ['Now', 'Later'],
  columns: ['Enough', 'Whole'],
  cells: [
    ['Urgent', 'Known'],
    ['Lasting', 'Hoped'],
  ],
}

const findings = (input: unknown): readonly string[] => {
  const read = readInput(input)
  return E.isLeft(read) ? read.left.findings.map(({ path, code }) => `${path}: ${code}`) : []
}

describe('two matrices of 2x2', () => {
  it('give C and stop there, with 12 components, 12 operations and the skipped stations', async () => {
    const { status, result } = await walk({ A: A2, B: B2 })
    expect(status).toBe('done')
    expect(result.matrices.map(({ name }) => name)).toEqual(['A', 'B', 'C'])
    expect([result.inputComponents, result.components, result.operations.length]).toEqual([8, 12, 12])
    expect(result.warnings).toEqual(['stations_skipped:3,4,5,6,7,8,9,10,11'])
    expect(matrixNamed(result, 'C')).toMatchObject({ rows: ['Plan', 'Do'], columns: ['Enough', 'Whole'] })
  })

  it('cannot be walked further by name', () => {
    expect(findings({ A: A2, B: B2, through: 'F' })).toEqual(['through: DimensionMismatch'])
  })
})

describe('through', () => {
  it.each([
    ['C', ['A', 'B', 'C']],
    ['F', ['A', 'B', 'C', 'J', 'F']],
    ['D', ['A', 'B', 'C', 'J', 'F', 'D']],
    ['X', ['A', 'B', 'C', 'J', 'F', 'D', 'K', 'X']],
    ['Z', ['A', 'B', 'C', 'J', 'F', 'D', 'K', 'X', 'Z']],
    ['E', ['A', 'B', 'C', 'J', 'F', 'D', 'K', 'X', 'Z', 'G', 'T', 'E']],
  ] as const)('%s makes what it needs and no more', async (through, names) => {
    const { status, result } = await walk({ through })
    expect(status).toBe('done')
    expect(result.matrices.map(({ name }) => name)).toEqual(names)
  })
})

describe('bad input', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['no object', 7, [': wrong_type']],
    ['a list', [], [': wrong_type']],
    ['an unknown member', { problme: 'x' }, ['problme: unknown_key']],
    ['a problem that is no text', { problem: 7 }, ['problem: wrong_type']],
    ['an empty problem', { problem: ' \n ' }, ['problem: empty_text']],
    ['a matrix without cells', { A: { rows: ['a'], columns: ['b'] } }, ['A.cells: missing']],
    [
      'a cell that is no text',
      {
        A: {
          ...A2,
          cells: [
            ['Goals', 3],
            ['Work', 'Machines'],
          ],
        },
      },
      ['A.cells[0][1]: wrong_type'],
    ],
    [
      'an empty cell',
      {
        A: {
          ...A2,
          cells: [
            ['Goals', 'Maps'],
            ['Work', ' '],
          ],
        },
        B: B2,
      },
      ['A.cells[1][1]: empty_text'],
    ],
    [
      'a ragged row',
      { A: { ...A2, cells: [['Goals'], ['Work', 'Machines']] }, B: B2 },
      ['A.cells[0]: DimensionMismatch'],
    ],
    ['a missing row', { A: { ...A2, cells: [['Goals', 'Maps']] }, B: B2 }, ['A.cells: DimensionMismatch']],
    ['a label twice', { A: { ...A2, rows: ['Plan', ' Plan '] }, B: B2 }, ['A.rows[1]: duplicate_label']],
    ['an empty label', { A: { ...A2, columns: ['People', ''] }, B: B2 }, ['A.columns[1]: empty_text']],
    [
      'no labels at all',
      { A: { rows: [], columns: [], cells: [] }, B: B2 },
      ['A.rows: empty_axis', 'A.columns: empty_axis'],
    ],
    ['shapes that do not multiply', { A: A2 }, ['B.rows: DimensionMismatch']],
    ['no topics', { R: [] }, ['R: empty_axis']],
    ['a topic twice', { R: ['x', 'x'] }, ['R[1]: duplicate_label']],
    ['an unknown matrix', { through: 'Q' }, ['through: unknown_matrix']],
    ['a tensor', { through: 'M' }, ['through: unsupported']],
    ['an unknown lens', { lensMode: 'double' }, ['lensMode: wrong_type']],
    ['a sentence without its places', { dTemplate: '{a} only' }, ['dTemplate: missing_place']],
    ['a thread with a colon', { threadId: 'a:b' }, ['threadId: invalid_id']],
    [
      'several faults at once',
      { problem: '', A: { ...A2, rows: ['x', 'x'] }, threadId: '' },
      ['A.rows[1]: duplicate_label', 'problem: empty_text', 'threadId: invalid_id'],
    ],
    ['a temperature that is no number', { sampling: { temperature: NaN } }, ['sampling.temperature: out_of_range']],
    [
      'half a token',
      { sampling: { maxTokens: 0.5, topP: 2 } },
      ['sampling.topP: out_of_range', 'sampling.maxTokens: out_of_range'],
    ],
    ['a text without end', { problem: 'x'.repeat(4001) }, ['problem: too_long']],
    ['an axis without end', { R: Array.from({ length: 257 }, (_, i) => `t${i}`) }, ['R: too_many']],
  ])('(%s) is refused with the path', (_, input, wanted) => {
    expect(findings(input)).toEqual(wanted)
  })

  it('is refused before anything is asked or written, with a Promise that rejects with the same error', async () => {
    const counting = countingResolver()
    const stores = memory()
    const run = start(valley, { problem: '' }, { interpreter: combine(counting, stores), journal: stores, run: 'r' })
    await expect(run.result()).rejects.toMatchObject({
      _tag: 'BadInput',
      findings: [{ path: 'problem', code: 'empty_text' }],
    })
    expect(counting.counts()).toEqual({})
    const read = await stores['journal/read'](
      { _tag: 'journal/read', key: 'k', run: 'r', from: 0, limit: 1, payloads: 'all' },
      { run: 'r', attempt: 1, signal: new AbortController().signal },
    )()
    expect(read).toMatchObject({ _tag: 'Left', left: { _tag: 'NotFound' } })
  })

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        expect(['Left', 'Right']).toContain(readInput(input)._tag)
      }),
    )
  })
})

describe('given texts', () => {
  it('are normalised when they are loaded, so that digests do not depend on their form', async () => {
    const spaced = {
      ...A2,
      cells: [
        [' Goals ', 'Ma\u00a0\u00a0ps'],
        ['Work', 'Ｍachines'],
      ],
    }
    const tidy = {
      ...A2,
      cells: [
        ['Goals', 'Ma ps'],
        ['Work', 'Machines'],
      ],
    }
    const [one, two] = [await walk({ A: spaced, B: B2 }), await walk({ A: tidy, B: B2 })]
    expect(one.result.matrices.map(({ digest }) => digest)).toEqual(two.result.matrices.map(({ digest }) => digest))
  })

  it('read old label names where the whole axis is an ontology, and leave other axes alone', async () => {
    const old = { ...canonicalAxioms.A, columns: ['Guidance', 'Application', 'Decision', 'Review'] }
    const { result } = await walk({ A: old, through: 'C' })
    expect(matrixNamed(result, 'A').columns).toEqual(canonicalAxioms.A.columns)
    const own = { ...A2, columns: ['Review', 'Decision'] }
    expect(matrixNamed((await walk({ A: own, B: B2 })).result, 'A').columns).toEqual(['Review', 'Decision'])
  })
})

describe('any caller’s shapes', () => {
  const word = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.normalize('NFKC').trim() !== '')
  const matrix = (rows: number, columns: number) =>
    fc
      .array(fc.array(word, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows })
      .map((cells) => ({
        rows: Array.from({ length: rows }, (_, i) => `row ${i}`),
        columns: Array.from({ length: columns }, (_, i) => `column ${i}`),
        cells,
      }))
  const input: fc.Arbitrary<ValleyInput> = fc
    .integer({ min: 2, max: 4 })
    .chain((n) =>
      fc.record({ A: matrix(n - 1, n), B: matrix(n, n), lensMode: fc.constantFrom('three-step', 'single') }),
    )

  it('of (n-1) x n and n x n walk to H, resolve every derived cell, and repeat to the byte', async () => {
    await fc.assert(
      fc.asyncProperty(input, async (given) => {
        const [one, two] = [await walk(given), await walk(given, echoResolver())]
        expect(one.status).toBe('done')
        expect(one.result.matrices.at(-1)?.name).toBe('H')
        expect(one.result.operations.every(({ success }) => success)).toBe(true)
        expect(two.result).toEqual(one.result)
      }),
      { numRuns: 15 },
    )
  })
})
