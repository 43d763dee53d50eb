import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { sha256Hex } from '@chorale/core/base'
import {
  canonicalAxioms,
  valley,
  type Matrix,
  type ValleyInput,
  type ValleyResult,
  type ValleyTypes,
} from '@chorale/core/cf14'
import type { Generate } from '@chorale/core/ports'
import type { Tariff } from '@chorale/core/ports/model'
import { plan, planError, priorsOf, type Plan, type PlanOptions } from '../../src/run/plan/index.js'
import { ledger } from '../laws/ledger.js'
import { metered, type Answering } from './metered.js'
import { right, walked } from './runs.js'

const tariff: Tariff = { microUsdPerMTok: { input: 2_500_000, cached: 1_250_000, output: 10_000_000 }, maxAttempts: 3 }

const small: Matrix = { rows: ['Normative'], columns: ['Guiding', 'Applying'], cells: [['Values', 'Actions']] }
const square: Matrix = {
  rows: ['Data', 'Wisdom'],
  columns: ['Necessity', 'Sufficiency'],
  cells: [
    ['Necessary', 'Sufficient'],
    ['Essential', 'Optimal'],
  ],
}
const littleValley: ValleyInput = { A: small, B: square }

describe('a plan', () => {
  let options: PlanOptions<ValleyTypes> = {}
  beforeAll(async () => {
    const { entries, known } = await walked({ through: 'D' })
    options = { tariff, priors: priorsOf(entries), known }
  })

  it('is the same each time: it calls nobody and looks at no clock', () => {
    expect(plan(valley, {}, options)).toEqual(plan(valley, {}, options))
    expect(plan(valley, { problem: 'rising seas' }, options)).toEqual(plan(valley, { problem: 'rising seas' }, options))
  })

  it('is plain data: JSON and back is the same plan', () => {
    for (const some of [{}, options, { tariff, tokens: () => 1 }]) {
      const planned = right(plan(valley, {}, some))
      expect(JSON.parse(JSON.stringify(planned))).toEqual(planned)
    }
  })

  it('does not depend on how the run is named, nor on when it starts', () => {
    expect(plan(valley, {}, { run: 'a', at: 5 })).toEqual(plan(valley, {}, { run: 'b', at: 1_700_000_000_000 }))
  })
})

describe('a plan with all answers of a run', () => {
  it('has no call, no token and no price, whatever the run', async () => {
    for (const input of [{}, { lensMode: 'single' }, littleValley, { problem: 'rising seas' }] as const) {
      const { known, ending } = await walked(input)
      const planned = right(plan(valley, input, { known, tariff }))
      const nothing = { low: 0, middle: 0, high: 0 }
      expect(planned).toMatchObject({
        status: 'done',
        calls: 0,
        by: {},
        recomputed: [],
        reused: ending.result.totals.calls,
      })
      expect(planned).toMatchObject({ inputTokens: nothing, outputTokens: nothing, costMicroUsd: nothing })
    }
  })
})

/** The calls that depend on a cell, found by the references that the result keeps: the planner has no part in it. */
const coneOf = (result: ValleyResult, changed: string): readonly string[] => {
  const touched = new Set([changed])
  const calls: string[] = []
  for (const { name, cells } of result.matrices)
    for (const { index, operands, calls: made } of cells) {
      const hits = operands.map(({ ref }) => touched.has(`${ref.matrix}[${ref.index.join(',')}]`))
      if (!hits.includes(true)) continue
      touched.add(`${name}[${index.join(',')}]`)
      for (const { stage, slot } of made)
        if (slot === undefined || hits[2 * slot] === true || hits[2 * slot + 1] === true)
          calls.push([name, index.join(','), stage, ...(slot === undefined ? [] : [slot])].join('/'))
    }
  return calls.sort()
}

const changedAt = ({ cells, ...labels }: Matrix, [i, j]: readonly [number, number], text: string): Matrix => ({
  ...labels,
  cells: cells.map((row, n) => row.map((cell, k) => (n === i && k === j ? text : cell))),
})

describe('a plan with one cell changed', () => {
  it('asks exactly what depends on it, as the run then does', async () => {
    const book = ledger()
    const before = await walked({}, { book, run: 'before' })
    const changed = { A: changedAt(canonicalAxioms.A, [0, 1], 'Deeds') }
    const planned = right(plan(valley, changed, { known: before.known, tariff }))
    const now = await walked(changed, { book, run: 'now', from: 'before' })
    const cone = coneOf(now.ending.result, 'A[0,1]')
    expect([...(planned.recomputed ?? [])].sort()).toEqual(cone)
    expect(now.sent.map(({ key }) => key).sort()).toEqual(cone)
    expect(planned).toMatchObject({ calls: cone.length, reused: 343 - cone.length })
    expect(cone.length).toBeGreaterThan(100)
    expect(cone.length).toBeLessThan(343)
  })

  it('does so for any cell of any of the given matrices, in both lens modes', async () => {
    const places = fc.oneof(
      fc.constantFrom([0, 0] as const, [0, 1] as const).map((place) => ({ matrix: 'A', place }) as const),
      fc
        .constantFrom([0, 0] as const, [0, 1] as const, [1, 0] as const, [1, 1] as const)
        .map((place) => ({ matrix: 'B', place }) as const),
    )
    const modes = fc.constantFrom('three-step', 'single')
    await fc.assert(
      fc.asyncProperty(places, modes, async ({ matrix, place }, lensMode) => {
        const input: ValleyInput = { ...littleValley, lensMode }
        const book = ledger()
        const before = await walked(input, { book, run: 'before' })
        const given = matrix === 'A' ? small : square
        const changed: ValleyInput = { ...input, [matrix]: changedAt(given, place, 'Deeds') }
        const planned = right(plan(valley, changed, { known: before.known }))
        const now = await walked(changed, { book, run: 'now', from: 'before' })
        const cone = coneOf(now.ending.result, `${matrix}[${place.join(',')}]`)
        expect([...(planned.recomputed ?? [])].sort()).toEqual(cone)
        expect(now.sent.map(({ key }) => key).sort()).toEqual(cone)
      }),
      { numRuns: 12 },
    )
  })
})

/** A number from 0 to 1 that the seed and the call decide. */
const drawn = (seed: string, key: string): number =>
  Number.parseInt(sha256Hex(`${seed}/${key}`).slice(0, 8), 16) / 2 ** 32

const alphabet = ['justice ', 'risk', '"so"', '\\', 'é', '意味', '\t', '.', ' and ', 'an extraordinarily long word']

/** Texts of any length that the bound on tokens allows once they are written as JSON. */
const textFor = (seed: string, effect: Generate): string => {
  const { maxTokens } = effect.sampling
  const room = 4 * maxTokens - JSON.stringify({ text: '', terms_used: [], warnings: [] }).length
  const wanted = drawn(`${seed}/length`, effect.key) * room
  let text = 'x'
  for (let i = 0; ; i += 1) {
    const next = text + (alphabet[Math.floor(drawn(`${seed}/${i}`, effect.key) * alphabet.length)] ?? '')
    if (JSON.stringify(next).length - 2 > wanted) return text.trim()
    text = next
  }
}

const model = (seed: string, attempts: boolean) =>
  metered(
    (effect): Answering => ({
      text: textFor(seed, effect),
      attempts: attempts ? 1 + Math.floor(3 * drawn(`${seed}/attempts`, effect.key)) : 1,
      cached: drawn(`${seed}/cached`, effect.key),
    }),
    tariff,
  )

const spentBy = async (input: ValleyInput, resolver: ReturnType<typeof model>) => {
  const { ending, entries } = await walked(input, { resolver })
  return { spent: { ...ending.spent.paid, ms: 0 }, entries, status: ending.status }
}

const expectInside = (planned: Plan, spent: Parameters<typeof planError>[1]): void => {
  const { attempts, inputTokens, outputTokens, costMicroUsd } = planError(planned, spent)
  for (const off of [attempts, inputTokens, outputTokens, costMicroUsd])
    expect(off, JSON.stringify(off)).toMatchObject({ isInside: true })
}

const seeds = fc.string({ minLength: 1, maxLength: 6 })
const bounds = fc.integer({ min: 16, max: 300 })

describe('the spans of a plan', () => {
  it('hold what a run takes whose calls succeed at once, whatever is answered', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, bounds, async (seed, maxTokens) => {
        const input: ValleyInput = { ...littleValley, sampling: { maxTokens } }
        const { spent, status } = await spentBy(input, model(seed, false))
        const planned = right(plan(valley, input, { tariff }))
        expect(planned.status).toBe(status)
        expectInside(planned, spent)
      }),
      { numRuns: 30 },
    )
  })

  it('hold what the run took whose priors they rest on, retries and cached tokens and all', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, bounds, async (seed, maxTokens) => {
        const input: ValleyInput = { ...littleValley, sampling: { maxTokens } }
        const { spent, entries } = await spentBy(input, model(seed, true))
        const planned = right(plan(valley, input, { tariff, priors: priorsOf(entries) }))
        expectInside(planned, spent)
        const { attempts, outputTokens } = planError(planned, spent)
        expect(attempts.ratio).toBeCloseTo(1, 2)
        expect(outputTokens.ratio).toBeCloseTo(1, 2)
      }),
      { numRuns: 30 },
    )
  })

  it('are narrower with priors', async () => {
    const { entries } = await spentBy(littleValley, model('seed', false))
    const [blind, taught] = [{}, { priors: priorsOf(entries) }].map((more) =>
      right(plan(valley, littleValley, { tariff, ...more })),
    )
    const width = (span: { readonly low: number; readonly high: number } | null | undefined): number =>
      span === null || span === undefined ? Number.NaN : span.high - span.low
    for (const quantity of ['inputTokens', 'outputTokens', 'costMicroUsd'] as const)
      expect(width(taught?.[quantity])).toBeLessThan(width(blind?.[quantity]))
  })
})
