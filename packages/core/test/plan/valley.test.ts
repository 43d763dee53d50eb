import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memory } from '@chorale/adapter-memory'
import { products, valley, type Matrix, type ValleyInput } from '@chorale/core/cf14'
import { combine } from '@chorale/core/effect'
import { start } from '@chorale/core/run'
import { countingResolver } from '@chorale/core/testing'
import { plan } from '../../src/run/plan/index.js'
import { golden } from '../cf14/golden.js'
import { right, walked } from './runs.js'

describe('the labels of the valley', () => {
  it('are read from the address of an effect', async () => {
    const { entries } = await walked({ through: 'C' })
    const labels = new Map(entries.flatMap(({ about }) => (about === null ? [] : [[about.key, about.labels]])))
    expect(labels.get('C/0,1/multiply/2')).toEqual({ station: '2', matrix: 'C', cell: 'C[0,1]', stage: 'multiply' })
    expect(labels.get('C/2,3/synthesize')).toEqual({ station: '2', matrix: 'C', cell: 'C[2,3]', stage: 'synthesize' })
    expect(labels.get('write/B')).toEqual({ station: '1', matrix: 'B', stage: 'write' })
  })

  it('are empty for an address that names no matrix', () => {
    const generate = { _tag: 'model/generate', key: 'Q/0,0/lens' } as Parameters<NonNullable<typeof valley.labels>>[0]
    expect(valley.labels?.(generate)).toEqual({})
  })
})

describe('the plan of the canonical valley', () => {
  it('has the calls of the specification, by station, matrix and stage', () => {
    const { total, ...stages } = golden.calls['matrices_three_step'] ?? {}
    const planned = right(plan(valley, {}))
    expect(planned).toMatchObject({ status: 'done', calls: total, reused: 0, recomputed: null, counting: 'estimate' })
    expect(planned.by['stage']).toEqual(stages)
    expect(planned.by['matrix']).toEqual({ C: 84, F: 48, D: 36, X: 96, Z: 16, E: 63 })
    expect(planned.by['station']).toEqual({ '2': 84, '3': 84, '4': 96, '5': 16, '6': 63 })
    expect(planned.effects).toEqual({ 'model/generate': 343, 'graph/migrate': 1, 'graph/upsert': 15 })
  })

  it('has 221 calls with one lens call a cell', () => {
    const { total, ...stages } = golden.calls['matrices_single_lens'] ?? {}
    const planned = right(plan(valley, { lensMode: 'single' }))
    expect(planned.calls).toBe(total)
    expect(planned.by['stage']).toEqual(stages)
  })
})

const words = (count: number) =>
  fc.uniqueArray(fc.stringMatching(/^[A-Z][a-z]{1,8}$/u), { minLength: count, maxLength: count })

const matrix = (m: number, n: number): fc.Arbitrary<Matrix> =>
  fc.record({
    rows: words(m),
    columns: words(n),
    cells: fc.array(words(n), { minLength: m, maxLength: m }),
  })

/** Shapes of all kinds: those of the valley (m x m+1 and m+1 x m+1) as well as those that end after C, or fit nothing. */
const shapes = fc
  .oneof(
    fc.integer({ min: 1, max: 3 }).map((m) => [m, m + 1, m + 1, m + 1] as const),
    fc.tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
    ),
  )
  .chain(([m, n, n2, p]) => fc.record({ A: matrix(m, n), B: matrix(n2, p) }))

const options = fc.record(
  {
    problem: fc.stringMatching(/^[a-z ]{0,20}$/u),
    domain: fc.constantFrom('Civics', 'Medicine'),
    through: fc.constantFrom('auto' as const, ...products.map(({ name }) => name)),
    lensMode: fc.constantFrom('three-step' as const, 'single' as const),
    R: words(3),
    dTemplate: fc.constantFrom('{a} for {f}', '{f}: {a} ({problem})', 'no places'),
    instructions: fc.constant('Be brief.'),
    sampling: fc.record({ maxTokens: fc.integer({ min: 1, max: 4000 }), temperature: fc.constantFrom(0, 0.5) }),
  },
  { requiredKeys: [] },
)

const inputs: fc.Arbitrary<ValleyInput> = fc.tuple(fc.option(shapes, { nil: {} }), options).map(([shape, rest]) => ({
  ...shape,
  ...rest,
}))

describe('any valley', () => {
  it('is planned with the calls that a run of the echo makes, or refused for the same reasons', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, async (input) => {
        const counting = countingResolver()
        const ending = await start(valley, input, { interpreter: combine(counting, memory()) }).ending()
        const planned = plan(valley, input)
        if (E.isLeft(ending)) {
          expect(planned).toEqual(ending)
          return
        }
        const counts = Object.entries(counting.counts())
        const total = (stages: { readonly [stage: string]: number }): number =>
          Object.values(stages).reduce((a, b) => a + b, 0)
        const made = right(planned)
        expect(made.status).toBe(ending.right.status)
        expect(made.by['matrix'] ?? {}).toEqual(
          Object.fromEntries(counts.map(([name, stages]) => [name, total(stages)])),
        )
        const stages = counts.flatMap(([, byStage]) => Object.entries(byStage))
        for (const [stage, count] of Object.entries(made.by['stage'] ?? {}))
          expect(count).toBe(stages.filter(([name]) => name === stage).reduce((sum, [, n]) => sum + n, 0))
        expect(made.calls).toBe(total(made.by['stage'] ?? {}))
        expect(made.calls).toBe(total(made.by['matrix'] ?? {}))
      }),
      { numRuns: 60 },
    )
  })
})
