import { createHash } from 'node:crypto'
import { isLeft } from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lexicon } from '../src/index.js'
import { context, effectOf, walk } from './valley.js'

const problems = [
  'How should a coastal town adapt to rising seas and floods?',
  'How can a regional hospital slow antibiotic resistance without delaying care?',
  'How can a software team pay down technical debt without stopping delivery?',
]
const model = lexicon()
/** One walk per problem for all tests: their answers are the same each time, as the last tests show. */
const walks = new Map([undefined, ...problems].map((problem) => [problem, walk(model, problem)]))
const walked = (problem: string | undefined) => walks.get(problem) ?? walk(model, problem)
const distinct = (grid: readonly (readonly string[])[]) =>
  new Set(grid.flat().map((cell) => cell.toLowerCase())).size / grid.flat().length

describe.each([undefined, ...problems])('a walk for: %s', (problem) => {
  it('makes 343 answers, none empty or with an operator sign', async () => {
    const { log, matrices } = await walked(problem)
    expect(log).toHaveLength(343)
    expect(
      Object.values(matrices)
        .flat(2)
        .filter((cell) => cell.trim() === '' || /[*+⊙=]/u.test(cell)),
    ).toEqual([])
  })

  it('fills matrices with cells that differ', async () => {
    const { matrices } = await walked(problem)
    for (const name of ['C', 'F', 'D', 'X', 'Z', 'E'])
      expect(distinct(matrices[name] ?? []), name).toBeGreaterThanOrEqual(0.8)
  })

  it('repeats no operand in a cell', async () => {
    const { matrices } = await walked(problem)
    const at = (name: string, i: number, j: number) => matrices[name]?.[i]?.[j]?.toLowerCase() ?? ''
    const operands: Readonly<Record<string, (i: number, j: number) => readonly string[]>> = {
      C: (i, j) => [0, 1, 2, 3].flatMap((k) => [at('A', i, k), at('B', k, j)]),
      D: (i, j) => [at('A', i, j), at('F', i, j)],
      E: (i, j) => [0, 1, 2, 3].flatMap((k) => [at('Z', i, k), at('B', j, k)]),
    }
    for (const [name, of] of Object.entries(operands)) {
      matrices[name]?.forEach((row, i) =>
        row.forEach((cell, j) => expect(of(i, j), `${name}[${i},${j}]`).not.toContain(cell.toLowerCase())),
      )
    }
  })
})

it('two problems share few cells of C', async () => {
  const [a = [], b = [], c = []] = await Promise.all(
    problems.map(async (problem) => (await walked(problem)).matrices['C']?.flat() ?? []),
  )
  const shared = (x: readonly string[], y: readonly string[]) => x.filter((cell, i) => cell === y[i]).length
  for (const count of [shared(a, b), shared(a, c), shared(b, c)]) expect(count).toBeLessThanOrEqual(3)
})

it('the answers of the canonical walks are these, to the byte', async () => {
  const found = await Promise.all([...walks.values()])
  const text = found.flatMap(({ log }) => log).join('\n')
  expect(createHash('sha256').update(text).digest('hex')).toBe(
    '791d9425b8214067c64218f9afcc3e7df8ff2139125bd56a11dd2b51d1a2eec6',
  )
})

it('order never matters', async () => {
  const other = lexicon()
  const second = await walk(other, problems[1])
  expect((await walk(other, problems[0])).log).toEqual((await walked(problems[0])).log)
  expect(second.log).toEqual((await walked(problems[1])).log)
})

const words = fc.constantFrom(
  'Values',
  'coastal protection',
  'Necessary vs Contingent',
  'trust',
  'data',
  'risk',
  'honest review',
  'sea level',
  'antibiotics',
  'refactoring',
  'law',
)
const ask = (operation: string, texts: readonly string[], index: readonly number[]) => {
  const terms = texts.map((text, n) => ({ role: `term${n}`, text }))
  return model['model/generate'](
    effectOf({
      operation,
      terms,
      matrix: 'test',
      index,
      station: '',
      rowLabel: 'Normative',
      columnLabel: 'Sufficiency',
    }),
    context,
  )()
}
const every = [
  'multiply',
  'column_lens',
  'row_lens',
  'synthesize',
  'lens',
  'shift',
  'expand',
  'interpret_path',
  'final',
  'anchor',
  'project',
  'centroid',
]

describe('for any text', () => {
  it('every operation answers with a text or a fault, and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...every),
        fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 4 }),
        async (operation, texts) => {
          const outcome = await ask(operation, texts, [0])
          if (isLeft(outcome)) expect(['Rejected', 'Unsupported']).toContain(outcome.left._tag)
          else expect(String(outcome.right.answer['text']).trim()).not.toBe('')
        },
      ),
      { numRuns: 200 },
    )
  })

  it('a product is a word that repeats neither operand', async () => {
    await fc.assert(
      fc.asyncProperty(words, words, fc.nat({ max: 50 }), async (left, right, i) => {
        const outcome = await ask('multiply', [left, right], [i])
        if (isLeft(outcome)) throw new Error(outcome.left.because)
        const text = String(outcome.right.answer['text'])
        expect(text).toMatch(/^[a-z]+$/u)
        expect([left, right].flatMap((operand) => operand.toLowerCase().split(' '))).not.toContain(text)
      }),
      { numRuns: 60 },
    )
  })
})
