import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkAnswer, checkValue, type Contract, type Field } from '@chorale/core/ports/model'

const fieldNames = fc.uniqueArray(fc.stringMatching(/^[a-z_]{1,8}$/), { minLength: 1, maxLength: 4 })

const contracts: fc.Arbitrary<Contract> = fieldNames.chain((names) =>
  fc
    .tuple(...names.map((name) => fc.record({ name: fc.constant(name), kind, most: fc.integer({ min: 1, max: 20 }) })))
    .map((fields) => ({ name: 'any', fields })),
)

const kind = fc.constantFrom<Field['kind']>('text', 'texts')

/** What keeps a field, spelled with what JSON must escape and what it need not. */
const keeping = ({ kind: wanted, most }: Field): fc.Arbitrary<string | readonly string[]> =>
  wanted === 'text'
    ? fc.string({ unit: 'binary', maxLength: most - 1 }).map((text) => `${text}x`.slice(-most))
    : fc.array(fc.string({ unit: 'binary' }), { maxLength: most })

const kept = contracts.chain((contract) =>
  fc.record({
    contract: fc.constant(contract),
    answer: fc
      .tuple(...contract.fields.map(keeping))
      .map((values) => Object.fromEntries(contract.fields.map(({ name }, i) => [name, values[i] ?? []]))),
  }),
)

/** Texts that look like answers: JSON of any value, cut and framed, or nothing but its signs. */
const rough = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', 'a', '1', ' ') }),
  fc.record({ json: fc.json(), from: fc.nat(5), to: fc.nat(5) }).map(({ json, from, to }) => json.slice(from, -to - 1)),
  fc.tuple(fc.string(), fc.json(), fc.string()).map((parts) => parts.join('')),
)

const reasons = /^(empty_output|no_json_object|invalid_json|missing_key:.+|wrong_type:.+|empty_.+|too_long:.+)$/u

describe('an answer', () => {
  it('that keeps its contract is accepted, whatever stands around it', () => {
    const words = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '`', '[', ']', '"') })
    fc.assert(
      fc.property(kept, words, words, ({ contract, answer }, before, after) => {
        expect(checkAnswer(contract, `${before}${JSON.stringify(answer)}${after}`)).toEqual(E.right(answer))
      }),
    )
  })

  it('that was accepted is accepted again after a round trip through JSON', () => {
    fc.assert(
      fc.property(kept, fc.dictionary(fc.string(), fc.jsonValue()), ({ contract, answer }, more) => {
        const first = checkAnswer(contract, JSON.stringify({ ...more, ...answer }))
        if (E.isLeft(first)) return false
        expect(checkAnswer(contract, JSON.stringify(first.right))).toEqual(first)
        expect(checkValue(contract, first.right)).toEqual(first)
        return true
      }),
    )
  })

  it('that lost a member is refused by its name', () => {
    fc.assert(
      fc.property(kept, fc.nat(), ({ contract, answer }, n) => {
        const lost = contract.fields[n % contract.fields.length]?.name ?? ''
        const rest = Object.fromEntries(Object.entries(answer).filter(([name]) => name !== lost))
        expect(checkAnswer(contract, JSON.stringify(rest))).toEqual(E.left(`missing_key:${lost}`))
      }),
    )
  })

  it('of any kind gets a verdict and never throws', () => {
    fc.assert(
      fc.property(contracts, rough, (contract, raw) => {
        const found = checkAnswer(contract, raw)
        return E.isRight(found) || reasons.test(found.left)
      }),
    )
  })

  it('of any kind, parsed already, gets a verdict and never throws', () => {
    fc.assert(
      fc.property(contracts, fc.anything(), (contract, value) => {
        const found = checkValue(contract, value)
        return E.isRight(found) || reasons.test(found.left)
      }),
    )
  })
})
