import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Embed, Generate, Question } from '@chorale/core/ports'
import { checkValue } from '@chorale/core/ports/model'
import { context, effectOf } from '../test/valley.js'
import { lexicon, lexiconCapabilities } from './index.js'

const model = lexicon()

const question = (operation: string, texts: readonly string[], more: Partial<Question> = {}): Question => ({
  operation,
  terms: texts.map((text, n) => ({ role: `term${n}`, text })),
  matrix: 'test',
  index: [0, 0],
  station: 'Problem Requirements',
  rowLabel: '',
  columnLabel: '',
  ...more,
})

const outcomeOf = (asked: Question, temperature = 0) => {
  const effect = effectOf(asked)
  return model['model/generate']({ ...effect, sampling: { ...effect.sampling, temperature } }, context)()
}

const answerOf = async (asked: Question, temperature = 0) => {
  const outcome = await outcomeOf(asked, temperature)
  if (isLeft(outcome)) throw new Error(outcome.left.because)
  return outcome.right.answer as {
    readonly text: string
    readonly terms_used: readonly string[]
    readonly warnings: readonly string[]
  }
}

const faultOf = async (asked: Question) => {
  const outcome = await outcomeOf(asked)
  if (isRight(outcome)) throw new Error(`answered ${JSON.stringify(outcome.right.answer)}`)
  return outcome.left
}

describe('a product', () => {
  it.each([
    ['analysis', 'judgment', 'assessment'],
    ['precision', 'durability', 'reliability'],
    ['sufficient', 'reason', 'justification'],
    ['energy', 'saving', 'efficiency'],
    ['conflict', 'agreement', 'mediation'],
    ['promise', 'trust', 'commitment'],
    ['methods', 'systematic', 'analysis'],
    ['fear', 'danger', 'risk'],
    ['disease', 'prevention', 'immunization'],
    ['change', 'stability', 'balance'],
  ])('of %s and %s is %s', async (left, right, product) => {
    expect((await answerOf(question('multiply', [left, right]))).text).toBe(product)
  })

  it('says which terms it used and keeps the contract of a resolution', async () => {
    const fields = [
      { name: 'text', kind: 'text', most: 2000 },
      { name: 'terms_used', kind: 'texts', most: 64 },
      { name: 'warnings', kind: 'texts', most: 64 },
    ] as const
    const answer = await answerOf(question('multiply', ['Values', 'Necessary vs Contingent']))
    expect(isRight(checkValue({ name: 'resolution', fields }, answer))).toBe(true)
    expect(answer.terms_used).toEqual(['Values', 'Necessary vs Contingent'])
    expect(answer.warnings).toEqual([])
  })

  it('reads any case alike', async () => {
    expect((await answerOf(question('multiply', ['ANALYSIS', 'Judgment']))).text).toBe('assessment')
  })

  it('leans to the problem', async () => {
    const asked = (problem: string) =>
      Promise.all(
        [0, 1, 2, 3, 4, 5, 6, 7].map(
          async (slot) => (await answerOf(question('multiply', ['Standards', 'Relevant'], { problem, slot }))).text,
        ),
      )
    expect(await asked('floods and rising seas')).not.toEqual(await asked('antibiotics in hospitals'))
  })
})

describe('the other operations', () => {
  it('a shift keeps the content and says it as valid', async () => {
    const { text } = await answerOf(
      question('shift', ['lasting protection', 'Verification', 'Validation'], {
        rowLabel: 'Reviewing',
        columnLabel: 'Consistency',
      }),
    )
    expect(text.startsWith('lasting protection ')).toBe(true)
  })

  it('a single lens is an adjective and a noun', async () => {
    expect(
      (await answerOf(question('lens', ['balance, manner, trust', 'Normative', 'Necessity (vs Contingency)']))).text,
    ).toMatch(/^[a-z]+ [a-z]+$/u)
  })

  it('an adjective that repeats its noun gives way', async () => {
    expect((await answerOf(question('synthesize', ['accuracy', 'accurate']))).text).not.toBe('accurate accuracy')
  })

  it('the frame of a sentence of D is no part of its meaning', async () => {
    const framed = question('column_lens', [
      'Values applied to frame the problem; trust to resolve the problem.',
      'Guiding',
    ])
    expect((await answerOf(framed)).text).toBe(
      (await answerOf(question('column_lens', ['Values; trust', 'Guiding']))).text,
    )
  })

  it('an expansion unfolds the left thought', async () => {
    expect((await answerOf(question('expand', ['Objectives', 'lasting protection']))).text).toMatch(
      /^Objectives: [a-z]+ [a-z]+, [a-z]+ [a-z]+$/u,
    )
  })

  it('a path is read as one phrase', async () => {
    expect(
      (
        await answerOf(
          question('interpret_path', [
            'Objectives: shared safety, careful planning',
            'Objectives',
            'Information',
            'Guiding',
          ]),
        )
      ).text,
    ).toMatch(/^[a-z]+ [a-z]+$/u)
  })

  it('a final sentence names its pillars', async () => {
    const { text } = await answerOf(
      question('final', ['shared safety', 'careful planning', 'honest review', 'strong law']),
    )
    expect(text).toMatch(/^[A-Z][a-z]+ [a-z]+ rests on .+, .+ and .+\.$/u)
  })

  it('anchor, projection and centroid are phrases that repeat no label', async () => {
    const labels = { rowLabel: 'Mandate', columnLabel: 'Data' }
    for (const [operation, texts] of [
      ['anchor', ['mandate', 'data']],
      ['project', ['binding fact', 'legal status']],
      ['centroid', ['binding reality', 'legal status', 'strict liability']],
    ] as const) {
      expect((await answerOf(question(operation, texts, labels))).text).toMatch(
        /^(?!.*\b(?:mandate|data)\b)[a-z]+ [a-z]+$/u,
      )
    }
    expect((await answerOf(question('centroid', ['binding reality']))).text).toBe('binding reality')
  })
})

describe('a word it does not know', () => {
  it.each([
    ['floodworthiness', 'flood'],
    ['trust-quuxly', 'trust'],
    ['seawallless', 'sea+wall'],
  ])('%s is read by a known part and told', async (word, part) => {
    const { warnings } = await answerOf(question('multiply', [word, 'risk']))
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatch(new RegExp(`^unknown_word:${word};used:`, 'u'))
    expect(warnings[0]).toContain(part.split('+')[0])
  })

  it('of which nothing is known is refused by name', async () => {
    const fault = await faultOf(question('multiply', ['洪水', 'risk']))
    expect(fault).toMatchObject({ _tag: 'Rejected', retryable: false })
    expect(fault.because).toContain('洪水')
  })

  it('beside known ones is told as unused', async () => {
    expect((await answerOf(question('multiply', ['洪水 protection', 'risk']))).warnings).toEqual([
      'unknown_word:洪水;used:none',
    ])
  })

  it('that is the whole problem is told, not refused', async () => {
    expect((await answerOf(question('multiply', ['trust', 'risk'], { problem: '洪水' }))).warnings).toEqual([
      'unread_problem',
    ])
  })
})

describe('what it refuses', () => {
  it('a free prompt, and says what it can do', async () => {
    const { _tag, key, prompt, contract, sampling } = effectOf(question('multiply', ['a', 'b']))
    const free: Generate = { _tag, key, prompt, contract, sampling }
    const outcome = await model['model/generate'](free, context)()
    expect(outcome).toMatchObject({ left: { _tag: 'Unsupported' } })
    if (isLeft(outcome)) expect(outcome.left.next).toContain('language model')
  })

  it('leads no conversation, and says so beforehand', async () => {
    const outcome = await model['model/chat'](
      {
        ...{ _tag: 'model/chat', key: 'c', messages: [{ role: 'user', content: 'trust' }] },
        sampling: { temperature: 0, topP: 1, seed: 1, maxTokens: 9 },
        ...{ delivery: 'pieces', form: null },
      },
      context,
    )()
    expect(outcome).toMatchObject({ left: { _tag: 'Unsupported', applied: 'no', doing: 'chat c' } })
    expect(lexiconCapabilities).toMatchObject({ conversation: false, streaming: false, embedding: true })
  })

  it('an operation it does not know', async () => {
    expect(await faultOf(question('dance', ['trust', 'risk']))).toMatchObject({ _tag: 'Unsupported', applied: 'no' })
  })

  it.each([[['trust', ' ']], [['trust']], [[]]])('terms %j of a product', async (texts) => {
    expect(await faultOf(question('multiply', texts))).toMatchObject({ _tag: 'Rejected' })
  })
})

describe('its table', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lexicon-'))
  const cut = join(folder, 'cut.bin')
  beforeAll(() => writeFileSync(cut, 'LEX1 and too short to be a table'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each([join(folder, 'missing.bin'), cut])(
    'that cannot be read is a typed fault of the first call: %s',
    async (table) => {
      const broken = lexicon({ table })
      expect(
        await broken['model/generate'](effectOf(question('multiply', ['trust', 'risk'])), context)(),
      ).toMatchObject({ left: { _tag: 'Unsupported' } })
    },
  )
})

describe('embeddings', () => {
  const embed = (texts: readonly string[]) =>
    model['model/embed']({ _tag: 'model/embed', key: 'e', texts } satisfies Embed, context)()

  it('are of unit length, and near for near meanings', async () => {
    const outcome = await embed(['flood', 'storm', 'tax', 'How should a coastal town adapt?'])
    if (isLeft(outcome)) throw new Error(outcome.left.because)
    const { vectors, dimension } = outcome.right
    const dot = (a: readonly number[] = [], b: readonly number[] = []) =>
      a.reduce((sum, value, d) => sum + value * (b[d] ?? 0), 0)
    expect(dimension).toBe(100)
    for (const vector of vectors) expect(dot(vector, vector)).toBeCloseTo(1, 12)
    expect(dot(vectors[0], vectors[1])).toBeGreaterThan(dot(vectors[0], vectors[2]))
  })

  it('tell odd words, and refuse a text without known words', async () => {
    expect(await embed(['floodworthiness'])).toMatchObject({
      right: { warnings: [expect.stringContaining('unknown_word:floodworthiness')] },
    })
    expect(await embed(['flood', '洪水'])).toMatchObject({ left: { _tag: 'Rejected' } })
  })
})

it('answers many as it answers one', async () => {
  const effects: readonly Generate[] = [
    ['trust', 'risk'],
    ['law', 'fairness'],
  ].map((texts) => effectOf(question('multiply', texts)))
  const one = await Promise.all(effects.map((effect) => model['model/generate'](effect, context)()))
  expect(await model['model/generate'].many?.(effects, context)()).toEqual(one)
})
