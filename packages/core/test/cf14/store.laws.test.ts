import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Matrix, ValleyInput } from '@chorale/core/cf14'
import {
  ask,
  batchOf,
  queries,
  recovery,
  slicesOf,
  validateBatch,
  writesOf,
  type Batch,
} from '@chorale/core/cf14/store'
import type { GraphUpsert } from '@chorale/core/ports/graph'
import { memory } from '@chorale/adapter-memory'
import { context, lostConnection, right, walkInto } from './stored.js'

const words = fc.stringMatching(/^[ -~äöü€ß]{1,12}$/u).filter((text) => text.trim() !== '')
const labels = (count: number) =>
  fc.uniqueArray(words, {
    minLength: count,
    maxLength: count,
    selector: (text) => text.normalize('NFKC').trim().replace(/\s+/gu, ' '),
  })
const matrix = (rows: number, columns: number): fc.Arbitrary<Matrix> =>
  fc.record({
    ...{ rows: labels(rows), columns: labels(columns) },
    cells: fc.array(fc.array(words, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
  })

/** Valleys small and large: some products of which are more than one slice. */
const inputs: fc.Arbitrary<ValleyInput> = fc
  .oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
      ),
    },
    { weight: 1, arbitrary: fc.constant([15, 1, 15] as const) },
  )
  .chain(([m, n, p]) => fc.record({ A: matrix(m, n), B: matrix(n, p), domain: words, problem: words }))
  .map((input) => ({ ...input, lensMode: 'single' as const }))

const batches = async (input: ValleyInput): Promise<Batch> => batchOf((await walkInto(memory(), input)).result, 'r')

const idsOf = (write: GraphUpsert): readonly string[] => write.nodes.map(({ label, id }) => `${label} ${id}`)

describe('whatever valley was walked', () => {
  it('is valid, is cut into slices without loss, and its writes in their groups leave no loose end', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, async (input) => {
        const batch = await batches(input)
        expect(validateBatch(batch)).toEqual([])
        const slices = slicesOf(batch)
        for (const part of ['components', 'states', 'operations', 'relationships'] as const)
          expect(slices.flatMap((slice): readonly unknown[] => slice[part]).length).toBe(batch[part].length)
        const store = memory()
        for (const group of writesOf(batch, 'w')) {
          const written = group.flatMap(idsOf)
          expect(new Set(written).size).toBe(written.length)
          // In any order within their group.
          for (const write of [...group].reverse()) right(await store['graph/upsert'](write, context)())
        }
      }),
      { numRuns: 25 },
    )
  })

  it('is read from the store as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, async (input) => {
        const store = memory()
        const { result } = await walkInto(store, input)
        const { components, states } = batchOf(result, 'r')
        for (const each of components.slice(-3)) {
          expect(await ask(store, queries.component(each.id))).toEqual(each)
          const past = await ask(store, queries.history(each.id))
          expect(past.map(({ state }) => state)).toEqual(states.filter(({ componentId }) => componentId === each.id))
        }
      }),
      { numRuns: 15 },
    )
  })
})

describe('whatever the stores answer', () => {
  it('a batch ends written or as a dead letter, after four tries at most, and is never dropped', async () => {
    const batch = await batches({ through: 'A' })
    const error = lostConnection('write t')
    fc.assert(
      fc.property(fc.infiniteStream(fc.boolean()), fc.integer({ min: 1, max: 3 }), (answers, count) => {
        const failures = Array.from({ length: count }, () => ({ batch, error }))
        let change = right(recovery.step(recovery.initial, { _tag: 'started', run: 'r', params: { failures }, at: 0 }))
        let effects = [...change.effects]
        const tries = new Map<string, number>()
        const told = [...change.responses]
        for (let effect = effects.shift(); effect !== undefined; effect = effects.shift()) {
          const { key, _tag: tag } = effect
          const item = key.split('/').slice(0, 2).join('/')
          if (key.includes('/retry/')) tries.set(item, (tries.get(item) ?? 0) + 1)
          const isFine = tag === 'clock/wake' || answers.next().value
          const outcome = isFine ? E.right({}) : E.left(error)
          // A cast: the outcome of each tag is of its own type, and the machine reads none of them.
          const input = { _tag: 'settled', key, effect: tag, outcome, at: 1 } as Parameters<typeof recovery.step>[1]
          change = right(recovery.step(change.state, input))
          told.push(...change.responses)
          effects = [...effects, ...change.effects]
        }
        const { queue, dead, results } = recovery.result(change.state)
        expect([recovery.status(change.state) === 'running', queue, results.length]).toEqual([false, [], count])
        for (const tried of tries.values()) expect(tried).toBeLessThanOrEqual(3)
        for (const { id } of dead) expect(tries.get(id)).toBe(3)
        const alerts = told.filter(({ _tag }) => _tag === 'Alerted').length
        expect(alerts).toBeGreaterThanOrEqual(dead.length)
      }),
      { numRuns: 200 },
    )
  })
})
