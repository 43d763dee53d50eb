import { isLeft } from 'fp-ts/lib/Either.js'
import type { Context } from '@chorale/core/effect'
import type { Generate, Question } from '@chorale/core/ports'
import type { lexicon } from '../src/index.js'

/** A plain walk through the matrices of spec cf14 1.5, written apart from the valley machine, to judge and test a model. */
export interface Walk {
  readonly matrices: Readonly<Record<string, readonly (readonly string[])[]>>
  readonly products: Readonly<Record<string, readonly (readonly (readonly string[])[])[]>>
  /** Every answer in the order of the walk, `matrix[i,j]#k operation: text`. */
  readonly log: readonly string[]
}

export const process3 = ['Normative', 'Operative', 'Evaluative']
export const action4 = ['Guiding', 'Applying', 'Judging', 'Reviewing']
export const decision4 = ['Necessity (vs Contingency)', 'Sufficiency', 'Completeness', 'Consistency']
export const knowledge4 = ['Data', 'Information', 'Knowledge', 'Wisdom']
export const matrixA = [
  ['Values', 'Actions', 'Benchmarks', 'Feedback'],
  ['Standards', 'Methods', 'Judgment', 'Adaptation'],
  ['Objectives', 'Coordination', 'Evaluation', 'Refinement'],
]
export const matrixB = [
  ['Necessary vs Contingent', 'Sufficient', 'Complete', 'Consistent'],
  ['Relevant', 'Actionable', 'Contextual', 'Congruent'],
  ['Fundamental', 'Effective', 'Systematic', 'Coherent'],
  ['Essential', 'Optimal', 'Holistic', 'Principled'],
]

export type Model = ReturnType<typeof lexicon>
export const context: Context = { run: 'walk', attempt: 1, signal: new AbortController().signal }

/** A generate effect for a question, as the valley machine would make it. */
export const effectOf = (question: Question): Generate => ({
  _tag: 'model/generate',
  key: `${question.matrix}/${question.index.join(',')}/${question.operation}/${question.slot ?? 0}`,
  prompt: { system: '', user: '' },
  question,
  contract: { name: 'resolution', fields: [] },
  sampling: {
    temperature: question.operation === 'multiply' || question.operation === 'expand' ? 0.7 : 0.5,
    topP: 0,
    seed: 42,
    maxTokens: 200,
  },
})

type Grid = readonly (readonly string[])[]
interface Spot {
  readonly matrix: string
  readonly rows: readonly string[]
  readonly columns: readonly string[]
}

/** Walks A to E for a problem and returns every matrix. */
export const walk = async (model: Model, problem?: string): Promise<Walk> => {
  const log: string[] = []
  const products: Record<string, string[][][]> = {}
  const call = async (
    spot: Spot,
    at: readonly [number, number],
    wanted: { operation: string; texts: readonly string[]; slot?: number },
  ): Promise<string> => {
    const [i, j] = at
    const outcome = await model['model/generate'](
      effectOf({
        operation: wanted.operation,
        terms: wanted.texts.map((text, n) => ({ role: `term${n}`, text })),
        matrix: spot.matrix,
        index: at,
        ...(wanted.slot === undefined ? {} : { slot: wanted.slot }),
        station: spot.matrix,
        rowLabel: spot.rows[i] ?? '',
        columnLabel: spot.columns[j] ?? '',
        ...(problem === undefined ? {} : { problem }),
      }),
      context,
    )()
    if (isLeft(outcome)) throw new Error(`${wanted.operation} ${wanted.texts.join(' | ')}: ${outcome.left.because}`)
    const text = String(outcome.right.answer['text'])
    log.push(
      `${spot.matrix}[${i},${j}]${wanted.slot === undefined ? '' : `#${wanted.slot}`} ${wanted.operation}: ${text}`,
    )
    return text
  }
  const lensed = async (spot: Spot, at: readonly [number, number], content: string): Promise<string> => {
    const column = await call(spot, at, { operation: 'column_lens', texts: [content, spot.columns[at[1]] ?? ''] })
    const row = await call(spot, at, { operation: 'row_lens', texts: [content, spot.rows[at[0]] ?? ''] })
    return call(spot, at, { operation: 'synthesize', texts: [column, row] })
  }
  const grid = async (spot: Spot, cell: (i: number, j: number) => Promise<string>): Promise<Grid> => {
    const out: string[][] = []
    for (let i = 0; i < spot.rows.length; i += 1) {
      const line: string[] = []
      for (let j = 0; j < spot.columns.length; j += 1) line.push(await cell(i, j))
      out.push(line)
    }
    return out
  }
  const dot = (spot: Spot, left: Grid, right: Grid): Promise<Grid> =>
    grid(spot, async (i, j) => {
      const found: string[] = []
      for (let k = 0; k < right.length; k += 1)
        found.push(
          await call(spot, [i, j], {
            operation: 'multiply',
            texts: [left[i]?.[k] ?? '', right[k]?.[j] ?? ''],
            slot: k,
          }),
        )
      ;((products[spot.matrix] ??= [])[i] ??= [])[j] = found
      return lensed(spot, [i, j], found.join(', '))
    })
  const C = await dot({ matrix: 'C', rows: process3, columns: decision4 }, matrixA, matrixB)
  const J = matrixB.slice(0, 3)
  const f = { matrix: 'F', rows: knowledge4.slice(0, 3), columns: decision4 }
  const F = await grid(f, async (i, j) =>
    lensed(
      f,
      [i, j],
      await call(f, [i, j], { operation: 'multiply', texts: [J[i]?.[j] ?? '', C[i]?.[j] ?? ''], slot: 0 }),
    ),
  )
  const d = { matrix: 'D', rows: process3, columns: action4 }
  const D = await grid(d, (i, j) =>
    lensed(d, [i, j], `${matrixA[i]?.[j]} applied to frame the problem; ${F[i]?.[j]} to resolve the problem.`),
  )
  const x = { matrix: 'X', rows: action4, columns: decision4 }
  const X = await dot(x, transpose(D), J)
  const z = { ...x, matrix: 'Z' }
  const Z = await grid(z, (i, j) =>
    call(z, [i, j], { operation: 'shift', texts: [X[i]?.[j] ?? '', 'Verification', 'Validation'] }),
  )
  const E = await dot(
    { matrix: 'E', rows: action4.slice(0, 3), columns: knowledge4.slice(0, 3) },
    Z.slice(0, 3),
    transpose(J),
  )
  return { matrices: { A: matrixA, B: matrixB, C, F, D, X, Z, E }, products, log }
}

const transpose = (grid: Grid): Grid => (grid[0] ?? []).map((_, j) => grid.map((row) => row[j] ?? ''))
