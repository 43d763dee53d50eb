import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { throttled } from '@chorale/core/fault'
import { checkValue, generatedCodec, type Contract, type Generate, type Question } from '@chorale/core/ports/model'
import { describe, expect, it } from 'vitest'
import {
  countingResolver,
  echoResolver,
  echoText,
  failingResolver,
  tableKey,
  tableResolver,
  type Resolving,
} from './index.js'

interface GoldenCell {
  readonly matrix: string
  readonly index: readonly number[]
  readonly row_label: string
  readonly col_label: string
  readonly terms?: readonly (readonly [string, string])[]
  readonly echo: {
    readonly interpreted?: readonly string[]
    readonly combined?: string
    readonly column_lens?: string
    readonly row_lens?: string
    readonly resolved?: string
  }
}

const golden = JSON.parse(readFileSync(new URL('../../test/golden/cf14-golden.json', import.meta.url), 'utf8')) as {
  readonly cells: readonly GoldenCell[]
}

const question = (operation: string, texts: readonly string[], where: Partial<Question> = {}): Question => ({
  operation,
  terms: texts.map((text, i) => ({ role: `term ${i}`, text })),
  matrix: 'C',
  index: [0, 0],
  station: 'Problem Requirements',
  rowLabel: 'Normative',
  columnLabel: 'Completeness',
  ...where,
})

const contract: Contract = {
  name: 'resolution',
  fields: [
    { name: 'text', kind: 'text', most: 4000 },
    { name: 'terms_used', kind: 'texts', most: 200 },
    { name: 'warnings', kind: 'texts', most: 200 },
  ],
}

const generate = (of?: Question): Generate => ({
  _tag: 'model/generate',
  key: 'C/0,0/multiply/0',
  prompt: { system: 's', user: 'u' },
  ...(of === undefined ? {} : { question: of }),
  contract,
  sampling: { temperature: 0, topP: 0, seed: 0, maxTokens: 10 },
})

const context = { run: 'r', attempt: 1, signal: new AbortController().signal }
const ask = (resolver: Resolving, effect: Generate = generate(question('multiply', ['a', 'b']))) =>
  resolver['model/generate'](effect, context)()
const tagOf = async (resolver: Resolving): Promise<string> => {
  const answer = await ask(resolver)
  return E.isRight(answer) ? 'answered' : answer.left._tag
}

describe('an echo', () => {
  const lensed = golden.cells.filter(({ echo }) => echo.column_lens !== undefined)
  const multiplied = lensed.filter(({ echo }) => echo.interpreted?.[0]?.startsWith('multiply') === true)

  it.each(multiplied)('of the pairs of $matrix$index is golden', ({ matrix, index, terms = [], echo }) => {
    expect(terms.map((pair, slot) => echoText(question('multiply', pair, { matrix, index, slot })))).toEqual(
      echo.interpreted,
    )
  })

  it.each(lensed)('of the lenses of $matrix$index is golden', ({ matrix, index, row_label, col_label, echo }) => {
    const place = { matrix, index }
    const content = echo.combined ?? ''
    const column = echoText(question('column_lens', [content, col_label], place))
    const row = echoText(question('row_lens', [content, row_label], place))
    expect([column, row]).toEqual([echo.column_lens, echo.row_lens])
    expect(echoText(question('synthesize', [column, row], place))).toBe(echo.resolved)
  })

  it('has golden cells to hold against', () => {
    expect([multiplied.length, lensed.length].every((count) => count >= 4)).toBe(true)
  })

  it('does not care how its terms are spaced', () => {
    expect(echoText(question('multiply', [' a\n b ', 'ﬁ']))).toBe(echoText(question('multiply', ['a b', 'fi'])))
  })

  it('differs by operation, place, slot and terms, and not by labels', () => {
    const one = question('multiply', ['a', 'b'], { slot: 0 })
    const others = [
      { ...one, operation: 'shift' },
      { ...one, matrix: 'D' },
      { ...one, index: [0, 1] },
      { ...one, slot: 1 },
      question('multiply', ['a', 'b']),
      question('multiply', ['b', 'a'], { slot: 0 }),
    ]
    expect(new Set([one, ...others].map(echoText)).size).toBe(7)
    expect(echoText({ ...one, rowLabel: 'Operative', station: 'Validation' })).toBe(echoText(one))
  })

  it('is bounded in length whatever the terms', () => {
    expect(echoText(question('multiply', ['x'.repeat(100_000), 'y']))).toHaveLength('multiply:C[0,0]=12345678'.length)
  })

  it('keeps the contract of the model port', async () => {
    const answer = await ask(echoResolver())
    if (E.isLeft(answer)) throw new Error(answer.left.because)
    expect(generatedCodec.is(answer.right)).toBe(true)
    expect(checkValue(contract, answer.right.answer)).toEqual(
      E.right({
        text: expect.stringMatching(/^multiply:C\[0,0\]=[0-9a-f]{8}$/) as string,
        terms_used: ['a', 'b'],
        warnings: [],
      }),
    )
    expect(answer.right).toMatchObject({ resolver: { type: 'echo', model: null }, costMicroUsd: 0, attempts: 1 })
  })

  it('is Unsupported for a free prompt', async () => {
    expect(await ask(echoResolver(), generate())).toMatchObject({ left: { _tag: 'Unsupported' } })
  })
})

describe('a table', () => {
  const table = tableResolver({ 'multiply:sufficient * reason': 'justification', 'shift:a * 4 * 5': 'b' })

  it('answers by operation and normalised terms', async () => {
    expect(tableKey('multiply', [' sufficient', 'reason\n'])).toBe('multiply:sufficient * reason')
    expect(await ask(table, generate(question('multiply', [' sufficient', 'reason\n'])))).toMatchObject({
      right: { answer: { text: 'justification', terms_used: ['sufficient', 'reason'] }, resolver: { type: 'table' } },
    })
  })

  it('rejects what it does not hold and names the key to add', async () => {
    expect(await ask(table, generate(question('multiply', ['reason', 'sufficient'])))).toMatchObject({
      left: { _tag: 'Rejected', because: 'the table has no entry for multiply:reason * sufficient' },
    })
  })

  it('holds only entries of its own', async () => {
    const odd = { ...question('', []), operation: 'constructor', terms: [] }
    const inheriting = tableResolver(
      Object.create({ 'constructor:': 'inherited' }) as { readonly [key: string]: string },
    )
    expect(await ask(inheriting, generate(odd))).toMatchObject({ left: { _tag: 'Rejected' } })
  })
})

describe('a resolver that fails', () => {
  it('fails the first n calls and answers the others', async () => {
    const resolver = failingResolver(2)
    const tags = []
    for (let i = 0; i < 4; i += 1) tags.push(await tagOf(resolver))
    expect(tags).toEqual(['Unavailable', 'Unavailable', 'answered', 'answered'])
  })

  it('fails those that are picked, each time', async () => {
    const resolver = failingResolver(({ question: asked }) => asked?.matrix === 'C')
    expect([await tagOf(resolver), await tagOf(resolver)]).toEqual(['Unavailable', 'Unavailable'])
    expect(await ask(resolver, generate(question('multiply', ['a'], { matrix: 'D' })))).toMatchObject({ _tag: 'Right' })
  })

  it('fails in the way that was asked for and passes the rest on', async () => {
    const busy = () => throttled({ doing: 'answer', because: 'busy', next: 'wait' })
    const resolver = failingResolver(1, tableResolver({ 'multiply:a * b': 'ab' }), busy)
    expect(await tagOf(resolver)).toBe('Throttled')
    expect(await ask(resolver)).toMatchObject({ right: { answer: { text: 'ab' } } })
  })

  it('says that nothing was applied, so that a retry is safe', async () => {
    expect(await ask(failingResolver(1))).toMatchObject({ left: { retryable: true, applied: 'no' } })
  })

  it('that fails no call is the resolver behind it', async () => {
    expect(await ask(failingResolver(0))).toEqual(await ask(echoResolver()))
  })
})

describe('a resolver that counts', () => {
  it('counts calls by matrix and stage, failed ones too', async () => {
    const resolver = countingResolver(failingResolver(1))
    expect(resolver.counts()).toEqual({})
    await ask(resolver)
    await ask(resolver)
    await ask(resolver, generate(question('shift', ['a'])))
    await ask(resolver, generate(question('multiply', ['a'], { matrix: 'D' })))
    expect(resolver.counts()).toEqual({ C: { multiply: 2, shift: 1 }, D: { multiply: 1 } })
  })

  it('answers as the resolver behind it does', async () => {
    expect(await ask(countingResolver())).toEqual(await ask(echoResolver()))
  })

  it('gives out counts that do not change afterwards', async () => {
    const resolver = countingResolver()
    await ask(resolver)
    const before = resolver.counts()
    await ask(resolver)
    expect(before).toEqual({ C: { multiply: 1 } })
  })
})
