import * as E from 'fp-ts/lib/Either.js'
import type { GraphQuery } from '@chorale/core/ports/graph'
import { describe, expect, it } from 'vitest'
import {
  alone,
  away,
  errorOf,
  generated,
  held,
  inTurn,
  price,
  question,
  replied,
  resultOf,
  run,
  runMany,
  together,
  walk,
  walked,
  walks,
  word,
  type Walk,
} from '../../../test/policy/setting.js'
import { until } from '../../../test/laws/gates.js'
import { recording } from './recording.js'
import { replaying } from './replaying.js'

const find: GraphQuery = { _tag: 'graph/query', key: 'g', match: { label: 'Cell' } }
const taping = () => {
  const lines: string[] = []
  return { lines, sink: (line: string) => void lines.push(line), text: () => lines.join('') }
}

describe('a recording', () => {
  it('gives outcomes on as they are and writes one line for each', async () => {
    const { lines, sink } = taping()
    const handlers = { 'errand/walk': alone(inTurn<Walk>(E.right('here'), E.left(away()))).handler }
    const taped = recording(handlers, sink)
    expect(await run(taped['errand/walk'], walk('a'))).toEqual(E.right('here'))
    expect(await run(taped['errand/walk'], walk('b'))).toEqual(E.left(away()))
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { v: 1, tag: 'errand/walk', digest: expect.stringMatching(/^[0-9a-f]{64}$/), outcome: E.right('here') },
      { v: 1, tag: 'errand/walk', digest: expect.stringMatching(/^[0-9a-f]{64}$/), outcome: E.left(away()) },
    ])
    expect(lines.every((line) => line.endsWith('}\n') && line.indexOf('\n') === line.length - 1)).toBe(true)
  })

  it('gives an outcome on only when its line was taken, one line at a time', async () => {
    let offered = 0
    let take: () => void = () => undefined
    const sink = () =>
      new Promise<void>((resolve) => {
        offered += 1
        take = resolve
      })
    const { 'errand/walk': handler } = recording({ 'errand/walk': alone(walked).handler }, sink)
    let settled = 0
    const outcomes = walks(3).map((effect) => run(handler, effect).finally(() => (settled += 1)))
    for (const count of [1, 2, 3]) {
      await until(() => offered === count)
      expect(settled).toBe(count - 1)
      take()
      await until(() => settled === count)
    }
    expect((await Promise.all(outcomes)).map(word)).toEqual(['walked w0', 'walked w1', 'walked w2'])
  })

  it('keeps the batch face, a line for each member', async () => {
    const { lines, sink } = taping()
    const { 'errand/walk': handler } = recording({ 'errand/walk': together(walked).handler }, sink)
    expect((await runMany(handler, walks(3))).map(word)).toEqual(['walked w0', 'walked w1', 'walked w2'])
    expect(lines.map((line) => (JSON.parse(line) as { readonly outcome: unknown }).outcome)).toEqual(
      walks(3).map(walked),
    )
  })

  it('says so when a line was not taken, and forgets no money', async () => {
    const full = () => Promise.reject(new Error('the disk is full'))
    const { 'model/generate': handler } = recording(
      { 'model/generate': alone(() => E.right(generated('yes', price(12)))).handler },
      full,
    )
    expect(errorOf(await run(handler, question('q')))).toMatchObject({
      _tag: 'Defect',
      because: 'the sink did not take the line: Error: the disk is full',
      paid: price(12),
    })
    expect(word(await run(handler, question('q')))).toBe('Defect')
  })
})

describe('a tape', () => {
  it('gives back what was recorded, in its order, the last one again and again', async () => {
    const { sink, text } = taping()
    const real = {
      'errand/walk': alone(inTurn<Walk>(E.left(away()), E.right('one'), E.right('two'))).handler,
      'model/generate': alone(replied).handler,
    }
    const taped = recording(real, sink)
    for (let i = 0; i < 3; i += 1) await run(taped['errand/walk'], walk('a', 'there'))
    await run(taped['model/generate'], question('q', 'why'))
    const tape = E.toUnion(replaying<Walk | ReturnType<typeof question>>(text()))
    if ('_tag' in tape) throw new Error(tape.because)
    const again = async (key: string) => word(await run(tape['errand/walk'], walk(key, 'there')))
    expect([await again('x'), await again('y'), await again('z'), await again('z')]).toEqual([
      'Unavailable',
      'one',
      'two',
      'two',
    ])
    expect(resultOf(await run(tape['model/generate'], question('other', 'why')))).toEqual(generated('why'))
  })

  it('says what it does not hold', async () => {
    const tape = E.toUnion(replaying<Walk | GraphQuery>('', ['errand/walk', 'graph/query']))
    if ('_tag' in tape) throw new Error(tape.because)
    expect(errorOf(await run(tape['graph/query'], find))).toMatchObject({
      _tag: 'NotFound',
      because: 'the tape holds no outcome of it',
      ids: { effect: 'g' },
    })
    expect(word(await run(tape['errand/walk'], walk('a')))).toBe('NotFound')
  })

  it('keeps a result that is none', async () => {
    const { sink, text } = taping()
    const taped = recording({ 'errand/walk': alone<Walk>(() => E.right(undefined as unknown as string)).handler }, sink)
    await run(taped['errand/walk'], walk('a'))
    const tape = E.toUnion(replaying<Walk>(text()))
    if ('_tag' in tape) throw new Error(tape.because)
    expect(await run(tape['errand/walk'], walk('a'))).toEqual(E.right(undefined))
  })

  it('that is torn or of something else is refused, with every line that is', async () => {
    const { sink, text } = taping()
    await run(recording({ 'errand/walk': alone(walked).handler }, sink)['errand/walk'], walk('a'))
    const whole = text()
    const refusal = replaying([whole.trim(), whole.slice(0, 40), '', '{"v":2}', '[]', whole].join('\n'))
    expect(E.isLeft(refusal) && refusal.left).toMatchObject({
      _tag: 'BadInput',
      findings: [
        { path: 'line 2', code: 'torn' },
        { path: 'line 4', code: 'foreign' },
        { path: 'line 5', code: 'foreign' },
      ],
    })
    const strange = whole.replace('"Right"', '"Left"')
    expect(E.isLeft(replaying(strange))).toBe(true)
  })

  it('is written in the order in which outcomes came', async () => {
    const { lines, sink } = taping()
    const gate = held<Walk>()
    const { 'errand/walk': handler } = recording({ 'errand/walk': alone(gate.answer).handler }, sink)
    const outcomes = walks(2).map((effect) => run(handler, effect))
    await until(() => gate.keys().length === 2)
    gate.release('w1', E.right('second'))
    gate.release('w0', E.right('first'))
    await Promise.all(outcomes)
    expect(lines.map((line) => (JSON.parse(line) as { readonly outcome: E.Right<string> }).outcome.right)).toEqual([
      'second',
      'first',
    ])
  })
})
