import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { checkAnswer, checkValue, jsonSchemaOf, type Contract } from './index.js'

const contract: Contract = {
  name: 'resolution',
  fields: [
    { name: 'text', kind: 'text', most: 10 },
    { name: 'terms_used', kind: 'texts', most: 2 },
    { name: 'warnings', kind: 'texts', most: 2 },
  ],
}

const whole = { text: 'x', terms_used: [], warnings: [] }

interface GoldenCase {
  readonly raw: string
  readonly verdict: 'accept' | 'retry'
  readonly reason?: string
}

const golden = JSON.parse(readFileSync(new URL('../../../test/golden/cf14-golden.json', import.meta.url), 'utf8')) as {
  readonly resolver_output_cases: { readonly cases: readonly GoldenCase[] }
}

describe('an answer', () => {
  const roomy = { ...contract, fields: contract.fields.map((field) => ({ ...field, most: 4000 })) }

  it.each(golden.resolver_output_cases.cases)('$raw gets the golden verdict: $verdict $reason', (known) => {
    const found = checkAnswer(roomy, known.raw)
    expect(E.isRight(found) ? 'accept' : 'retry').toBe(known.verdict)
    if (E.isLeft(found)) expect(found.left).toBe(known.reason)
  })

  it.each([
    ['   \n\t', 'empty_output'],
    ['{', 'no_json_object'],
    ['}{', 'no_json_object'],
    ['null', 'no_json_object'],
    ['[]', 'no_json_object'],
    ['["a"]', 'no_json_object'],
    ['{}}', 'invalid_json'],
    ["{'text': 'x'}", 'invalid_json'],
    ['{"text":"x",}', 'invalid_json'],
    ['{}', 'missing_key:text'],
    ['{"warnings":1,"text":2}', 'missing_key:terms_used'],
    ['{"text":null,"terms_used":7,"warnings":[]}', 'wrong_type:text'],
    ['{"text":"","terms_used":{},"warnings":[]}', 'wrong_type:terms_used'],
    ['{"text":"","terms_used":[],"warnings":[null]}', 'wrong_type:warnings'],
    ['{"text":"\\u00a0","terms_used":["a","b","c"],"warnings":[]}', 'empty_text'],
    ['{"text":"01234567890","terms_used":["a","b","c"],"warnings":[]}', 'too_long:text'],
    ['{"text":"x","terms_used":["a","b","c"],"warnings":["a","b","c"]}', 'too_long:terms_used'],
    ['{"text":"x","terms_used":[],"warnings":["a","b","c"]}', 'too_long:warnings'],
  ])('%s is refused first of all for %s', (raw, reason) => {
    expect(checkAnswer(contract, raw)).toEqual(E.left(reason))
  })

  it('may fill its bounds', () => {
    const full = { text: '0123456789', terms_used: ['a', 'b'], warnings: ['c', 'd'] }
    expect(checkAnswer(contract, JSON.stringify(full))).toEqual(E.right(full))
  })

  it('has its text counted as JSON Schema counts it, by character and not by code unit', () => {
    const text = '😀'.repeat(10)
    expect(checkAnswer(contract, JSON.stringify({ ...whole, text }))).toEqual(E.right({ ...whole, text }))
  })

  it('loses the members that nobody asked for', () => {
    expect(checkAnswer(contract, '{"text":"x","terms_used":[],"warnings":[],"mood":{"a":1}}')).toEqual(E.right(whole))
  })

  it('keeps its texts as they were spelled', () => {
    expect(checkAnswer(contract, '{"text":" x  y ","terms_used":[""],"warnings":[]}')).toEqual(
      E.right({ text: ' x  y ', terms_used: [''], warnings: [] }),
    )
  })

  it('is found between words, fences and white space', () => {
    for (const around of ['%', 'Sure! %', '```json\n%\n```', '\ufeff%\n', '% That is all.'])
      expect(checkAnswer(contract, around.replace('%', JSON.stringify(whole)))).toEqual(E.right(whole))
  })

  it('may hold braces, nested and in texts', () => {
    const raw = '{"text":"a}{b","terms_used":["{","}"],"warnings":[],"extra":{"deep":{"er":{}}}}'
    expect(checkAnswer(contract, raw)).toEqual(E.right({ text: 'a}{b', terms_used: ['{', '}'], warnings: [] }))
  })

  it('is not what merely stands inside of a list or another object', () => {
    expect(checkAnswer(contract, `{"answer":${JSON.stringify(whole)}}`)).toEqual(E.left('missing_key:text'))
    expect(checkAnswer(contract, `[${JSON.stringify(whole)},${JSON.stringify(whole)}]`)).toEqual(E.left('invalid_json'))
  })

  it('needs members of its own, not inherited ones', () => {
    const inherits: Contract = { name: 'odd', fields: [{ name: 'toString', kind: 'text', most: 9 }] }
    expect(checkAnswer(inherits, '{}')).toEqual(E.left('missing_key:toString'))
  })
})

describe('a value that was parsed already', () => {
  it.each([undefined, null, 7, 'text', true, [whole]])('%j is no object', (value) => {
    expect(checkValue(contract, value)).toEqual(E.left('no_json_object'))
  })

  it('is held to the same contract', () => {
    expect(checkValue(contract, { ...whole, text: 7 })).toEqual(E.left('wrong_type:text'))
    expect(checkValue(contract, { ...whole, more: 1 })).toEqual(E.right(whole))
  })
})

describe("a contract's JSON Schema", () => {
  it('says the same for providers that can be held to one', () => {
    expect(jsonSchemaOf(contract)).toEqual({
      type: 'object',
      additionalProperties: false,
      required: ['text', 'terms_used', 'warnings'],
      properties: {
        text: { type: 'string', maxLength: 10 },
        terms_used: { type: 'array', maxItems: 2, items: { type: 'string' } },
        warnings: { type: 'array', maxItems: 2, items: { type: 'string' } },
      },
    })
  })

  it('of no fields asks for an empty object', () => {
    expect(jsonSchemaOf({ name: 'none', fields: [] })).toEqual({
      type: 'object',
      additionalProperties: false,
      required: [],
      properties: {},
    })
  })
})
