import * as E from 'fp-ts/lib/Either.js'
import { memory } from '@chorale/adapter-memory'
import type { Entry } from '@chorale/core/ports/journal'
import { describe, expect, it } from 'vitest'
import { pastOf } from './past.js'
import { sumsOf } from './sums.js'

const context = { run: 'r', attempt: 1, signal: new AbortController().signal }

const storeWith = async (runs: number) => {
  const handlers = memory()
  for (let i = 0; i < runs; i += 1) {
    const program = { name: 'cf14-valley', version: 1 }
    const effect = {
      _tag: 'journal/create',
      key: 'c',
      run: `run-${i}`,
      program,
      parent: null,
      hash: '0',
      at: i,
    } as const
    await handlers['journal/create']({ ...effect, labels: { parity: String(i % 2) } }, context)()
  }
  return pastOf({ place: { _tag: 'memory' }, handlers })
}

describe('the runs of a store', () => {
  it('are read page by page to the last, newest first', async () => {
    const past = await storeWith(450)
    const all = await past.runs({})
    expect(E.isRight(all) && all.right.map(({ run }) => run)).toEqual(
      Array.from({ length: 450 }, (_, i) => `run-${449 - i}`),
    )
  })

  it('may be asked for by a label, and for no more than are wanted', async () => {
    const past = await storeWith(450)
    const some = await past.runs({ labels: { parity: '0' } }, 3)
    expect(E.isRight(some) && some.right.map(({ run }) => run)).toEqual(['run-448', 'run-446', 'run-444'])
    const odd = await past.runs({ labels: { parity: '1' } }, 210)
    expect(E.isRight(odd) && odd.right.length).toBe(210)
  })

  it('that are not there are told apart from those that cannot be read', async () => {
    const past = await storeWith(1)
    expect(await past.record('nobody')).toEqual(E.right(undefined))
    expect(await past.params('run-0')).toEqual(E.right(undefined))
    expect(await past.entries('nobody', 'inputs')).toMatchObject({ left: { code: 1 } })
  })
})

describe('what the entries of a run add up to', () => {
  const paid = { usage: { input: 10, cached: 0, output: 5, reasoning: 0 }, costMicroUsd: 7, attempts: 2 }
  const entry = (kind: Entry['kind'], at: number, more: Partial<Entry> = {}): Entry => ({
    ...{ sequence: at, at, kind, about: null, amount: null, source: null, payloadHash: '', payload: 'null', hash: '' },
    ...more,
  })
  const about = (key: string) => ({ key, tag: 'model/generate', digest: key, labels: {} })
  const answer = { payload: '{"_tag":"Right","right":{}}', amount: paid }

  it('counts answers, failures, what was taken over, and what is out', () => {
    const sums = sumsOf([
      entry('started', 0),
      ...['a', 'b', 'c', 'd', 'e'].map((key, i) => entry('sent', 1 + i, { about: about(key) })),
      entry('settled', 6, { about: about('a'), ...answer }),
      entry('settled', 7, { about: about('b'), ...answer, payload: '{"_tag":"Left","left":{}}' }),
      entry('withdrawn', 8, { about: about('c') }),
      entry('settled', 9, { about: about('f'), payload: answer.payload, source: { run: 'x', sequence: 1 } }),
    ])
    expect(sums).toMatchObject({ answered: 3, failed: 1, reused: 1, out: 2 })
    expect(sums.paid).toEqual({
      usage: { input: 20, cached: 0, output: 10, reasoning: 0 },
      costMicroUsd: 14,
      attempts: 4,
    })
  })

  it('counts the time in which somebody was at it, not that between two workers', () => {
    const sums = sumsOf([entry('started', 0), entry('told', 100), entry('resumed', 90_000), entry('told', 90_050)])
    expect(sums.activeMs).toBe(150)
  })
})
