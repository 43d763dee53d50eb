import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokensOf } from '@chorale/core/base'
import { describe as line } from '@chorale/core/fault'
import type { Usage } from '@chorale/core/base'
import type { Price } from '../src/index.js'
import { generate, good, leftOf, reply, rightOf, scripted, usage } from './fixtures.js'

/** Prints its seed where it fails, as every law does. */
const law = <A extends [unknown, ...unknown[]]>(name: string, runs: number, property: fc.IAsyncProperty<A>): void =>
  it(name, () => fc.assert(property, { numRuns: runs }))

const count = fc.oneof(
  { weight: 4, arbitrary: fc.nat(5_000_000) },
  { weight: 1, arbitrary: fc.constantFrom(undefined, Number.NaN, -3, Number.POSITIVE_INFINITY, 1.4) },
)
const buckets = fc.tuple(fc.nat(2_000_000), fc.nat(2_000_000), fc.nat(2_000_000), fc.nat(2_000_000))
const price: fc.Arbitrary<Price> = fc.record({
  input: fc.nat(100_000_000),
  cached: fc.nat(100_000_000),
  output: fc.nat(100_000_000),
  reasoning: fc.nat(100_000_000),
})

/** The cost by another way: by division and remainder, so that rounding half up is said and not computed. */
const costByHand = (used: Usage, each: Price): bigint => {
  const exact = [
    BigInt(used.input) * BigInt(each.input),
    BigInt(used.cached) * BigInt(each.cached ?? each.input),
    BigInt(used.output) * BigInt(each.output),
    BigInt(used.reasoning) * BigInt(each.reasoning ?? each.output),
  ].reduce((a, b) => a + b, 0n)
  const [whole, half] = [exact / 1_000_000n, exact % 1_000_000n >= 500_000n]
  return half ? whole + 1n : whole
}

describe('usage', () => {
  law(
    'buckets of all calls add up to what the provider counted',
    100,
    fc.asyncProperty(fc.array(buckets, { minLength: 1, maxLength: 8 }), async (calls) => {
      const script = calls.map((tokens, i) => reply(i === calls.length - 1 ? good : 'no', { usage: usage(...tokens) }))
      const { usage: used, attempts } = rightOf(await generate({ language: scripted(script) }))
      expect(attempts).toBe(calls.length)
      expect(used).toEqual({
        input: sum(calls, 0),
        cached: sum(calls, 1),
        output: sum(calls, 2),
        reasoning: sum(calls, 3),
      })
      expect(tokensOf(used)).toBe(calls.flat().reduce((a, b) => a + b, 0))
    }),
  )

  law(
    'is a whole number that is not negative, whatever a provider counts',
    200,
    fc.asyncProperty(
      fc.array(count, { minLength: 7, maxLength: 7 }),
      async ([total, noCache, cacheRead, cacheWrite, out, text, reasoning]) => {
        const told = {
          inputTokens: { total, noCache, cacheRead, cacheWrite },
          outputTokens: { total: out, text, reasoning },
        }
        const { usage: used, costMicroUsd } = rightOf(
          await generate({
            language: scripted([reply(good, { usage: told })], { provider: 'openai.chat', modelId: 'gpt-4o' }),
          }),
        )
        for (const each of [...Object.values(used), costMicroUsd])
          expect(Number.isSafeInteger(each) && Number(each) >= 0).toBe(true)
      },
    ),
  )
})

const sum = (calls: readonly (readonly number[])[], bucket: number): number =>
  calls.reduce((total, tokens) => total + (tokens[bucket] ?? 0), 0)

describe('cost', () => {
  law(
    'is exact, whole and rounded half up once, whatever the tokens and prices',
    200,
    fc.asyncProperty(buckets, price, async (tokens, each) => {
      const language = scripted([reply(good, { usage: usage(...tokens) })], { modelId: 'm' })
      const { costMicroUsd, usage: used } = rightOf(await generate({ language, prices: { m: each } }))
      expect(BigInt(costMicroUsd ?? -1)).toBe(costByHand(used, each))
    }),
  )
})

/** Throws without a throw. */
const broken = (): never => JSON.parse('') as never

/** Values that cannot even be looked at; made on use, because fast-check looks at what it draws. */
const odd: { readonly [name: string]: () => unknown } = {
  hostile: () => new Proxy({}, { get: broken, has: broken, ownKeys: broken }),
  circular: () => {
    const error: Error & { self?: unknown } = new Error('round')
    error.cause = error
    error.self = error
    return error
  },
  revoked: () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    return proxy
  },
  symbol: () => Symbol('s'),
  function: () => () => 1,
  bare: () => Object.create(null) as unknown,
}

const strange = fc.constantFrom(...Object.keys(odd))
/** A value, or one of the odd ones in its place. */
const made = (value: unknown): unknown =>
  typeof value === 'string' && Object.hasOwn(odd, value) ? odd[value]?.() : value

const thrown: fc.Arbitrary<() => unknown> = fc.oneof(
  strange.map((name) => () => made(name)),
  fc.constantFrom(undefined, null, '', 0, Number.NaN, true).map((value) => () => value),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }).map((value) => () => value),
  fc
    .record(
      {
        name: fc.oneof(fc.string(), strange),
        message: fc.oneof(fc.string(), fc.constant(7)),
        code: fc.oneof(fc.constantFrom('ECONNRESET', 'UND_ERR_X', 'X'), fc.nat()),
        statusCode: fc.oneof(fc.integer({ min: -1, max: 999 }), fc.string(), fc.constant(Number.NaN)),
        responseHeaders: fc.oneof(
          fc.dictionary(fc.constantFrom('retry-after', 'retry-after-ms'), fc.string()),
          strange,
        ),
        responseBody: fc.oneof(fc.string(), fc.json(), strange),
        content: fc.oneof(fc.array(fc.anything()), strange),
        cause: strange,
      },
      { requiredKeys: [] },
    )
    .map((members) => () => Object.fromEntries(Object.entries(members).map(([name, value]) => [name, made(value)]))),
)

describe('faults', () => {
  law(
    'are made of anything that is thrown, and say something',
    500,
    fc.asyncProperty(thrown, async (make) => {
      const fault = leftOf(
        await generate({
          language: scripted([{ throws: make() }]),
          retry: { maxRetries: 0 },
          omit: ['temperature', 'topP', 'seed', 'schema'],
        }),
      )
      expect(fault.paid?.attempts).toBe(1)
      expect(fault._tag).not.toBe('Cancelled')
      expect(line(fault).length).toBeGreaterThan(fault._tag.length + 20)
      expect(fault.because.length).toBeLessThan(400)
      expect(JSON.parse(JSON.stringify(fault))).toEqual(fault)
    }),
  )

  law(
    'are made of any reply that is none',
    300,
    fc.asyncProperty(thrown, async (make) => {
      const language = scripted([])
      language.doGenerate = () => Promise.resolve(make() as never)
      const fault = leftOf(await generate({ language, retry: { maxRetries: 0 }, repair: 0 }))
      expect(['BadAnswer', 'Defect']).toContain(fault._tag)
    }),
  )

  it('are made of a model that throws before it promises anything', async () => {
    const language = scripted([])
    language.doGenerate = () => JSON.parse('') as never
    expect(leftOf(await generate({ language }))).toMatchObject({ _tag: 'Defect', paid: { attempts: 1 } })
  })
})
