import { describe, expect, it } from 'vitest'
import { combine } from '@chorale/core/effect'
import { refText, valley, type Cell, type ValleyResult } from '@chorale/core/cf14'
import { momentOf, start, verify } from '@chorale/core/run'
import { countingResolver, echoResolver, shuffled } from '@chorale/core/testing'
import { memory } from '@chorale/adapter-memory'
import { golden, matrixNamed, walk } from './golden.js'

const matrices = golden.stations.filter((station) => station.kind !== 'tensor')
const cells = golden.cells.filter((cell) => matrices.some((station) => station.name === cell.matrix))
const { result, status } = await walk()

const cellOf = (from: ValleyResult, matrix: string, index: readonly number[]): Cell | undefined =>
  matrixNamed(from, matrix).cells.find((cell) => cell.index.join() === index.join())

describe('the canonical valley with the echo resolver', () => {
  it('is done and has made every matrix of the station table in its order', () => {
    expect(status).toBe('done')
    expect(result.matrices.map(({ name }) => name)).toEqual(matrices.map(({ name }) => name))
  })

  it.each(matrices)('makes $name with the golden shape, labels, calls and digest', (station) => {
    const made = matrixNamed(result, station.name)
    expect({
      station: made.station,
      shape: made.shape,
      rows: made.rows,
      columns: made.columns,
      calls: made.calls,
      digest: made.digest,
    }).toEqual({
      station: station.station,
      shape: station.shape,
      rows: station.row_labels,
      columns: station.col_labels,
      calls: station.calls,
      digest: station.echo_digest,
    })
  })

  it.each(matrices.filter((station) => station.source_grid !== undefined))(
    'copies $name from the golden sources',
    (station) => {
      const sources = matrixNamed(result, station.name).cells.map((cell) =>
        cell.operands.map(({ ref }) => refText(ref)).join(),
      )
      expect(sources).toEqual(station.source_grid?.flat())
    },
  )

  it.each(cells)('gives $matrix$index the golden contents in every state', (wanted) => {
    const cell = cellOf(result, wanted.matrix, wanted.index)
    const contentOf = (state: string): string | undefined => cell?.moves.find((move) => move.to === state)?.content
    const operands = cell?.operands.map(({ ref }) => refText(ref))
    expect(operands).toEqual(wanted.pairs?.flat() ?? [wanted.source])
    expect(cell?.initialContent).toBe(wanted.echo.initial)
    if (wanted.pairs !== undefined && wanted.matrix !== 'D') {
      expect(JSON.parse(contentOf('interpreted') ?? 'null')).toEqual(wanted.echo.interpreted)
      expect(
        cell?.calls.filter(({ stage }) => stage === 'multiply').map(({ terms }) => terms.map(({ text }) => text)),
      ).toEqual(wanted.terms)
    }
    if (wanted.echo.resolved !== undefined) {
      expect(contentOf('combined')).toBe(wanted.echo.combined)
      expect(contentOf('resolved')).toBe(wanted.echo.resolved)
      expect(cell?.content).toBe(wanted.echo.resolved)
    }
  })

  it('counts 167 components, 28 of them given in A and B, 284 operations and 343 calls', () => {
    expect([result.components, result.inputComponents, result.operations.length, result.totals.calls]).toEqual([
      167, 28, 284, 343,
    ])
  })

  it('asks the resolver exactly as often as the station table says', async () => {
    const counting = countingResolver()
    await walk({}, counting)
    expect(counting.counts()).toEqual(
      Object.fromEntries(
        matrices.filter(({ calls }) => Object.keys(calls).length > 0).map(({ name, calls }) => [name, calls]),
      ),
    )
  })

  it('needs 221 calls with the single lens', async () => {
    const counting = countingResolver()
    const single = await walk({ lensMode: 'single' }, counting)
    const sums = Object.values(counting.counts()).flatMap((stages) => Object.entries(stages))
    const total = (stage: string): number => sums.filter(([name]) => name === stage).reduce((sum, [, n]) => sum + n, 0)
    expect({
      multiply: total('multiply'),
      lens: total('lens'),
      shift: total('shift'),
      total: single.result.totals.calls,
    }).toEqual(golden.calls['matrices_single_lens'])
  })

  it.each([1, 2, 3, 4, 5])(
    'gives the same digests when answers arrive in an order shuffled by seed %i',
    async (seed) => {
      const resolver = { 'model/generate': shuffled(echoResolver()['model/generate'], seed) }
      const run = start(valley, {}, { interpreter: combine(resolver, memory()), limits: { 'model/generate': 32 } })
      const order: string[] = []
      for await (const told of run) if (told._tag === 'CellMoved') order.push(`${told.matrix}${told.index.join()}`)
      const ending = await run.result()
      expect(ending.result.matrices.map(({ digest }) => digest)).toEqual(matrices.map((station) => station.echo_digest))
      expect(order).not.toEqual([...order].sort())
    },
  )
})

describe('every derived cell', () => {
  const derived = matrices.filter(({ calls }) => Object.keys(calls).length > 0)

  it.each(derived)('of $name has moved initial, interpreted, combined, resolved, once each', ({ name }) => {
    for (const cell of matrixNamed(result, name).cells)
      expect(cell.moves.map(({ from, to }) => `${from}>${to}`)).toEqual([
        'initial>interpreted',
        'interpreted>combined',
        'combined>resolved',
      ])
  })

  it('passes through the moves its product does not have', () => {
    const operations = (name: string) => matrixNamed(result, name).cells[0]?.moves.map(({ operation }) => operation)
    expect(operations('C')).toEqual(['semantic_multiplication', 'semantic_addition', 'interpretation'])
    expect(operations('F')).toEqual(['elementwise_multiplication', 'pass_through', 'interpretation'])
    expect(operations('D')).toEqual(['pass_through', 'semantic_addition', 'interpretation'])
    expect(operations('Z')).toEqual(['station_shift', 'pass_through', 'pass_through'])
  })

  it('has an audit record for each move, with operands in order and itself for later moves', () => {
    const own = result.operations.filter((audit) => audit.outputComponent === `${result.threadId}:C:0:0`)
    const id = (rest: string): string => `${result.threadId}:${rest}`
    expect(own.map(({ inputComponents }) => inputComponents)).toEqual([
      ['A:0:0', 'B:0:0', 'A:0:1', 'B:1:0', 'A:0:2', 'B:2:0', 'A:0:3', 'B:3:0'].map(id),
      [id('C:0:0')],
      [id('C:0:0')],
    ])
  })
})

describe('a replay', () => {
  it('of the journal over the machine gives the same state and the same effects', async () => {
    const stores = memory()
    const ending = await start(
      valley,
      { problem: 'p' },
      { interpreter: combine(echoResolver(), stores), journal: stores, run: 'r' },
    ).result()
    const moment = await momentOf(valley, { journal: stores, run: 'r' })()
    expect(moment).toMatchObject({ right: { inputs: ending.inputs, outstanding: [], result: ending.result } })
    const checked = await verify(valley, { journal: stores, run: 'r' })()
    expect(checked).toMatchObject({ right: { equal: ending.inputs - 1, difference: null, refused: null } })
  })
})
