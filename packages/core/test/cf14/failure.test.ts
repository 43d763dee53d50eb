import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { combine } from '@chorale/core/effect'
import { denied, rejected } from '@chorale/core/fault'
import { valley, type ValleyResponse } from '@chorale/core/cf14'
import { start } from '@chorale/core/run'
import { countingResolver, echoResolver, failingResolver } from '@chorale/core/testing'
import { memory } from '@chorale/adapter-memory'
import { golden, matrixNamed, walk } from './golden.js'

const context = { run: 'test', attempt: 1, signal: new AbortController().signal }
const oneCell = failingResolver((effect) => effect.key === 'C/0,1/multiply/2')

describe('a cell of C that fails for good', () => {
  it('leaves the run partial: the rest of C resolved, J and T made, F and later absent', async () => {
    const { status, result } = await walk({}, oneCell)
    const C = matrixNamed(result, 'C')
    expect(status).toBe('partial')
    expect(C.cells.filter(({ state }) => state === 'resolved').length).toBe(11)
    expect(C.cells[1]).toMatchObject({
      state: 'initial',
      failure: { _tag: 'ResolverFailure', matrix: 'C', index: [0, 1], stage: 'multiply', attempts: 1 },
    })
    expect(result.matrices.map(({ name }) => name)).toEqual(['A', 'B', 'C', 'J', 'T', 'R'])
    expect(result.warnings).toEqual(['not_reached:F,D,K,X,Z,G,E,P,H'])
  })

  it('has one failed audit that names the error, and one failed response', async () => {
    const run = start(valley, {}, { interpreter: combine(oneCell, memory()) })
    const told: ValleyResponse[] = []
    for await (const response of run) told.push(response)
    const failed = (await run.result()).result.operations.filter(({ success }) => !success)
    expect(failed.length).toBe(1)
    expect(failed[0]).toMatchObject({
      operationType: 'semantic_multiplication',
      error: expect.stringContaining('Unavailable') as string,
      outputHash: null,
    })
    expect(told.filter(({ _tag }) => _tag === 'CellFailed').length).toBe(1)
    expect(told).toContainEqual({ _tag: 'ProductEnded', matrix: 'C', station: 2, resolved: 11, failed: 1 })
  })

  it('is written with its products, and nothing is linked to what it did not produce', async () => {
    const stores = memory()
    const { result } = await start(
      valley,
      { threadId: 't' },
      { interpreter: combine(oneCell, stores), run: 'test' },
    ).result()
    const read = async (label: string, where: { readonly [name: string]: string | boolean }) =>
      stores['graph/query'](
        {
          ...{ _tag: 'graph/query', key: 'q' },
          match: { label, where: Object.entries(where).map(([name, value]) => ({ _tag: 'eq', name, value })) },
        },
        context,
      )()
    for (const matrix of ['C', 'J', 'T']) {
      const found = await read('Component', { thread_id: 't', matrix_name: matrix })
      expect(E.isRight(found) && found.right.count).toBe(matrixNamed(result, matrix).cells.length)
    }
    expect(await read('Component', { matrix_name: 'F' })).toEqual(E.right({ nodes: [], count: 0 }))
    const failed = await read('SemanticOperation', { success: false })
    expect(E.isRight(failed) && failed.right.nodes.map(({ properties }) => properties['output_component'])).toEqual([
      't:C:0:1',
    ])
  })

  it('keeps what its other calls gave: they were paid for', async () => {
    const C = matrixNamed((await walk({}, oneCell)).result, 'C')
    expect(C.cells[1]?.calls.filter(({ reply }) => reply !== undefined).length).toBe(3)
  })

  it('counts what the failure itself cost', async () => {
    const paid = { usage: { input: 10, cached: 0, output: 5, reasoning: 0 }, costMicroUsd: 7, attempts: 4 }
    const dear = failingResolver(
      (effect) => effect.key === 'C/0,1/multiply/2',
      echoResolver(),
      (effect) => rejected({ doing: effect.key, because: 'no', next: 'none', paid }),
    )
    const { totals } = (await walk({}, dear)).result
    expect([totals.tokens, totals.costMicroUsd, totals.calls]).toEqual([15, 7, 47 + 33 + 4])
  })
})

describe('two calls of one cell that fail', () => {
  const paid = { usage: { input: 10, cached: 0, output: 0, reasoning: 0 }, costMicroUsd: 3, attempts: 2 }
  const both = failingResolver(
    (effect) => effect.key.startsWith('C/0,0/multiply/') && !effect.key.endsWith('0'),
    echoResolver(),
    (effect) => rejected({ doing: effect.key, because: 'no', next: 'none', paid }),
  )

  it('are both counted with what they cost, and told as one failed cell', async () => {
    const { result } = await walk({ through: 'C' }, both)
    const cell = matrixNamed(result, 'C').cells[0]
    expect(cell?.calls.map(({ slot, failure }) => [slot, failure?._tag])).toEqual([
      [0, undefined],
      [1, 'Rejected'],
      [2, 'Rejected'],
      [3, 'Rejected'],
    ])
    expect([result.totals.tokens, result.totals.costMicroUsd, result.totals.calls]).toEqual([30, 9, 45 + 33 + 6])
    expect(result.operations.filter(({ success }) => !success).length).toBe(1)
  })

  it('cannot settle twice', () => {
    const started = valley.step(valley.initial, { _tag: 'started', run: 'r', params: {}, at: 0 })
    const lost = E.left(rejected({ doing: 'x', because: 'y', next: 'z' }))
    const input = { _tag: 'settled', key: 'C/0,0/multiply/1', effect: 'model/generate', outcome: lost, at: 1 } as const
    const once = E.chain(({ state }: { readonly state: typeof valley.initial }) => valley.step(state, input))(started)
    const twice = E.chain(({ state }: { readonly state: typeof valley.initial }) => valley.step(state, input))(once)
    expect([once._tag, twice]).toMatchObject([
      'Right',
      { left: { _tag: 'IllegalInput', because: 'nobody asked for C/0,0/multiply/1' } },
    ])
  })
})

describe('a lens that fails', () => {
  it('leaves the cell combined with its audit at the interpretation', async () => {
    const { result } = await walk(
      { through: 'C' },
      failingResolver((effect) => effect.key === 'C/2,3/row_lens'),
    )
    expect(matrixNamed(result, 'C').cells.at(-1)).toMatchObject({ state: 'combined', failure: { stage: 'row_lens' } })
    expect(result.operations.filter(({ success }) => !success)).toMatchObject([
      { operationType: 'interpretation', fromState: 'combined' },
    ])
  })
})

describe('a resolver that refuses everything', () => {
  it('ends the run as failed, with the reason in every cell', async () => {
    const refusing = failingResolver(
      () => true,
      echoResolver(),
      (effect) => denied({ doing: effect.key, because: 'no key', next: 'Set the key.' }),
    )
    const { status, result } = await walk({}, refusing)
    expect(status).toBe('failed')
    expect(matrixNamed(result, 'C').cells.every(({ failure }) => failure?.cause._tag === 'Denied')).toBe(true)
  })
})

describe("a handler of the host's that breaks its contract", () => {
  const answering = (answer: unknown) => ({
    'model/generate': () => () => Promise.resolve(E.right(answer as never)),
  })
  const good = {
    resolver: { type: 'custom', model: null },
    usage: { input: 0, cached: 0, output: 0, reasoning: 0 },
    costMicroUsd: 0,
    attempts: 1,
    latencyMs: 0,
    rawLength: 0,
  }

  it.each([
    ['no result at all', undefined, 'wrong_result'],
    ['no usage', { answer: { text: 'x', terms_used: [], warnings: [] } }, 'wrong_result'],
    ['an empty text', { ...good, answer: { text: ' ', terms_used: [], warnings: [] } }, 'empty_text'],
    ['a missing key', { ...good, answer: { text: 'x', terms_used: [] } }, 'missing_key:warnings'],
    ['a wrong type', { ...good, answer: { text: ['x'], terms_used: [], warnings: [] } }, 'wrong_type:text'],
  ])('with %s fails the cell and names the reason', async (_, answer, reason) => {
    const { status, result } = await walk({ through: 'C' }, answering(answer))
    expect(status).toBe('failed')
    expect(matrixNamed(result, 'C').cells[0]?.failure?.cause).toMatchObject({ _tag: 'BadAnswer', reason })
  })

  it('gets remarks on its terms as warnings', async () => {
    const answer = { ...good, answer: { text: ' a\u00a0 b ', terms_used: ['Foo'], warnings: ['unsure'] } }
    const { result } = await walk({ through: 'C' }, answering(answer))
    const reply = matrixNamed(result, 'C').cells[0]?.calls[0]?.reply
    expect(reply?.text).toBe('a b')
    expect(reply?.warnings).toEqual([
      'unsure',
      'missing_term:Values',
      'missing_term:Necessary vs Contingent',
      'unknown_term:Foo',
    ])
  })
})

describe('a store that refuses a write', () => {
  it('leaves the run partial, names the product, and loses no content', async () => {
    const stores = memory()
    const broken = {
      'graph/upsert': (
        effect: Parameters<(typeof stores)['graph/upsert']>[0],
        given: Parameters<(typeof stores)['graph/upsert']>[1],
      ) =>
        effect.key === 'write/C'
          ? () => Promise.resolve(E.left(rejected({ doing: 'write', because: 'disk full', next: 'Free some space.' })))
          : stores['graph/upsert'](effect, given),
    }
    const { status, result } = await start(
      valley,
      {},
      { interpreter: combine(echoResolver(), stores, broken) },
    ).result()
    expect(status).toBe('partial')
    expect(result.warnings).toContain('not_written:C:Rejected')
    expect(result.matrices.map(({ digest }) => digest)).toEqual(
      golden.stations.filter(({ kind }) => kind !== 'tensor').map((s) => s.echo_digest),
    )
  })
})

describe('a store that answers outside of its type', () => {
  it('leaves the run partial: what was written is not known', async () => {
    const odd = { 'graph/upsert': () => () => Promise.resolve(E.right({ rows: 3 } as never)) }
    const { status, result } = await start(
      valley,
      { through: 'C' },
      { interpreter: combine(echoResolver(), memory(), odd) },
    ).result()
    expect(status).toBe('partial')
    expect(result.unwritten.map(({ matrix, error }) => [matrix, error._tag])).toEqual([
      ['A', 'BadAnswer'],
      ['B', 'BadAnswer'],
      ['C', 'BadAnswer'],
    ])
  })
})

describe('a stopped valley', () => {
  it('ends at once with what it had, and asks nothing more', async () => {
    const stop = new AbortController()
    const counting = countingResolver()
    const run = start(valley, {}, { interpreter: combine(counting, memory()), signal: stop.signal })
    for await (const told of run) if (told._tag === 'ProductEnded' && told.matrix === 'C') stop.abort()
    const { status, result } = await run.result()
    expect(status).toBe('paused')
    expect(matrixNamed(result, 'C').cells.every(({ state }) => state === 'resolved')).toBe(true)
    expect(counting.counts()['E']).toBeUndefined()
  })
})
