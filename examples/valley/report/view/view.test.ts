import { describe, expect, it } from 'vitest'
import { echoResolver, failingResolver } from '@chorale/core/testing'
import { partialRun, runOf, speaking, wholeRun } from '../example-runs.js'
import type { CellView } from './cell.js'
import { viewOf, type ReportView } from './view.js'

const cellOf = (view: ReportView, key: string): CellView => {
  const found = view.matrices.flatMap(({ cells }) => cells.flat()).find((cell) => cell.key === key)
  if (found === undefined) throw new Error(`no cell ${key}`)
  return found
}

const factOf = (view: ReportView, name: string): string | undefined =>
  view.facts.find((fact) => fact.name === name)?.value

describe('the view of a whole run', async () => {
  const view = viewOf(await wholeRun())

  it('tells C[0,0] as four products of eight operands, in slot order', () => {
    const cell = cellOf(view, 'C/0,0')
    expect(cell.pairs.map(({ left, right }) => [left.name, right.name])).toEqual([
      ['A[0,0]', 'B[0,0]'],
      ['A[0,1]', 'B[1,0]'],
      ['A[0,2]', 'B[2,0]'],
      ['A[0,3]', 'B[3,0]'],
    ])
    expect(cell.pairs.map(({ call }) => call.answer?.text.includes('#'))).toEqual([true, true, true, true])
    expect(cell.readings.map(({ stage }) => stage)).toEqual(['column_lens', 'row_lens', 'synthesize'])
    expect(cell.readings.map(({ through }) => through)).toEqual(['Necessity (vs Contingency)', 'Normative', ''])
    expect(cell.history.map(({ state }) => state)).toEqual(['initial', 'interpreted', 'combined', 'resolved'])
    expect(cell.history[1]?.texts).toHaveLength(4)
  })

  it('knows what rests on a cell, directly and through others', () => {
    expect(cellOf(view, 'C/0,0').usedBy).toEqual(['F/0,0'])
    expect(cellOf(view, 'B/0,0').usedBy).toEqual(['C/0,0', 'C/1,0', 'C/2,0', 'J/0,0'])
    expect(cellOf(view, 'Z/3,3').reach).toEqual([
      { matrix: 'P', cells: 1 },
      { matrix: 'H', cells: 1 },
    ])
    expect(cellOf(view, 'E/0,0').reach).toEqual([])
  })

  it('tells copies, sentences and shifts without products', () => {
    expect(cellOf(view, 'K/3,1')).toMatchObject({
      standing: 'copied',
      operands: [{ key: 'D/1,3' }],
      pairs: [],
      readings: [],
    })
    expect(cellOf(view, 'D/0,0')).toMatchObject({
      standing: 'resolved',
      pairs: [],
      operands: [{ name: 'A[0,0]' }, { name: 'F[0,0]' }],
    })
    expect(cellOf(view, 'Z/0,0').history.map(({ unchanged }) => unchanged)).toEqual([false, false, true, true])
  })

  it('says how far the walk went', () => {
    expect(view.stations.map(({ reached }) => reached)).toEqual([
      'whole',
      'whole',
      'whole',
      'whole',
      'whole',
      'whole',
      'part',
      'none',
      'part',
      'part',
      'none',
    ])
    expect(view.stations[7]?.products).toMatchObject([{ name: 'W', standing: 'absent', madeFrom: ['M', 'X'] }])
  })

  it('counts what was made and says that an echo means nothing', () => {
    expect(factOf(view, 'Cells')).toBe('167, 37 of them given')
    expect(factOf(view, 'Calls')).toBe('343')
    expect(factOf(view, 'Cost')).toBe('none')
    expect(factOf(view, 'Time')).toBe('2.4 s')
    expect(factOf(view, 'Started')).toBe('2026-03-04 12:30 UTC')
    expect(view.note?.title).toBe('These are no words')
  })
})

describe('the view of a partial run', async () => {
  const view = viewOf(await partialRun())

  it('names the failed cell and its cause', () => {
    expect(view.status).toMatchObject({ word: 'Partial', failed: [{ key: 'C/0,1', name: 'C[0,1]' }] })
    expect(cellOf(view, 'C/0,1')).toMatchObject({
      standing: 'failed',
      failure: { stage: 'multiply', cause: 'Unavailable', because: 'this resolver was told to fail', attempts: 1 },
    })
    expect(view.warnings[0]?.text).toBe(
      'Not reached, because something they are made from is missing: F, D, K, X, Z, G, E, P, H.',
    )
  })

  it('says at the very call why it failed, and at no other', () => {
    const errors = cellOf(view, 'C/0,1').pairs.map(({ call }) => call.error ?? '')
    expect(errors.filter((error) => error.startsWith('Unavailable: '))).not.toEqual([])
    expect(cellOf(view, 'C/0,0').pairs.every(({ call }) => call.error === undefined)).toBe(true)
  })

  it('does not count a station with a failed cell as reached whole', () => {
    expect(view.stations.slice(0, 4).map(({ reached }) => reached)).toEqual(['whole', 'part', 'part', 'none'])
    expect(view.matrices.find(({ name }) => name === 'C')).toMatchObject({ failed: 1, open: 0 })
  })
})

describe('the view of a run with a language model', async () => {
  const view = viewOf(
    await runOf(
      speaking(({ operation }) => operation.repeat(9), { warnings: ['vague'] }),
      { lensMode: 'single' },
    ),
  )

  it('tells price, tokens and attempts of every call', () => {
    expect(cellOf(view, 'C/0,0').pairs[0]?.call.answer?.facts).toEqual([
      { name: 'Model', value: 'example-model (openai)' },
      { name: 'Attempts', value: '1' },
      { name: 'Tokens', value: '120 in, 40 from cache, 12 out' },
      { name: 'Cost', value: '$0.0000' },
      { name: 'Latency', value: '840 ms' },
    ])
    expect(factOf(view, 'Cost')).toBe('$0.0069')
    expect(view.note).toBeUndefined()
  })

  it('gathers warnings with the cells they belong to, and sets passages apart from phrases', () => {
    expect(view.warnings.at(-1)?.cells).toHaveLength(77)
    expect(view.matrices.map(({ name, words }) => `${name} ${words}`)).toContain('A few')
    expect(cellOf(view, 'C/0,0').readings.map(({ title }) => title)).toEqual(['lens'])
  })
})

describe('the note on the words', () => {
  it('says what the lexicon is good for', async () => {
    const view = viewOf(
      await runOf(speaking(() => 'firm basis', { resolver: { type: 'local', model: 'lexicon-glove-100d' } })),
    )
    expect(view.note?.text).toContain('reads words, not sentences')
  })
})

describe('runs of other shapes', () => {
  it('tells a failed run in which nothing was answered', async () => {
    const view = viewOf(await runOf(failingResolver(() => true)))
    expect(view.status).toMatchObject({ word: 'Failed' })
    expect(view.status.failed).toHaveLength(12)
    expect(factOf(view, 'Answered by')).toBe('nobody')
  })

  it('tells given matrices that lead only to C', async () => {
    const A = { rows: ['r'], columns: ['x', 'y'], cells: [['one', 'two']] }
    const B = { rows: ['x', 'y'], columns: ['c'], cells: [['three'], ['four']] }
    const view = viewOf(await runOf(echoResolver(), { A, B }))
    expect(view.matrices.map(({ name }) => name)).toEqual(['A', 'B', 'C'])
    expect(view.warnings[0]?.text).toContain('do not allow stations 3, 4')
  })
})
