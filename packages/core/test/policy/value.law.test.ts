import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { effectDigest } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'
import { cache, policyOf, readPolicy, recording, replaying, type PolicySpec } from '@chorale/core/policy'
import type { Clock, Generate } from '@chorale/core/ports'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  alone,
  away,
  busy,
  generated,
  gone,
  late,
  question,
  run,
  runMany,
  together,
  walk,
  wrong,
  type Outcome,
  type Walk,
} from './setting.js'

/** Time that passes when it is told to. */
const ticking = () => {
  let now = 1e12
  const clock: Clock = { now: () => now, wait: () => Promise.resolve() }
  return { clock, pass: (ms: number) => void (now += ms) }
}

const whole = (min: number, max: number) => fc.integer({ min, max })
const some = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record<T, never>(shape, { requiredKeys: [] })
const spec: fc.Arbitrary<PolicySpec> = some({
  timeoutMs: whole(1, 3_600_000),
  retry: some({
    retries: whole(0, 10),
    baseMs: whole(1, 1000),
    factor: fc.double({ min: 1, max: 4, noNaN: true }),
    maxDelayMs: whole(1000, 300_000),
    repeatable: fc.boolean(),
  }),
  breaker: some({
    threshold: whole(1, 1000),
    recoveryMs: whole(1000, 60_000),
    maxRecoveryMs: whole(60_000, 3_600_000),
  }),
  bulkhead: fc.record({ limit: whole(1, 10_000), queue: whole(0, 100_000) }),
  cache: some({ ttlMs: whole(1000, 86_400_000), maxBytes: whole(1, 1e9), of: fc.constantFrom('reusable', 'any') }),
  rate: fc.record({ requests: whole(1, 1e6), by: fc.constantFrom('bucket', 'window') }),
  budget: some({
    total: some({ calls: whole(0, 100), microUsd: whole(0, 1e9) }),
    ladder: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        measure: fc.oneof(
          fc.constant({ _tag: 'ask' as const }),
          fc.record({ _tag: fc.constant('smaller' as const), maxTokens: whole(1, 1000) }),
        ),
      }),
    ),
  }),
  fallback: fc.record({ models: fc.array(fc.string()) }),
})

describe('a policy as data', () => {
  it('is what it was after it was written down and read', () => {
    fc.assert(
      fc.property(spec, (value) => {
        const written = JSON.stringify(value)
        const read = readPolicy(JSON.parse(written))
        expect(read).toEqual(E.right(JSON.parse(written)))
        expect(typeof policyOf(value, { clock: ticking().clock, random: Math.random })).toBe('function')
      }),
    )
  })

  it('with a member nobody knows is refused, wherever that is', () => {
    fc.assert(
      fc.property(spec, fc.stringMatching(/^x[a-z]{1,8}$/), (value, name) => {
        const sections = ['', ...Object.keys(value).filter((key) => key !== 'timeoutMs')]
        return sections.every((section) => {
          const copy = JSON.parse(JSON.stringify(value)) as { [member: string]: unknown }
          const place = section === '' ? copy : (copy[section] as typeof copy)
          place[name] = 1
          const read = readPolicy(copy)
          return (
            E.isLeft(read) &&
            read.left.findings.some(({ path }) => path === (section === '' ? name : `${section}.${name}`))
          )
        })
      }),
    )
  })
})

describe('a tape', () => {
  const outcome: fc.Arbitrary<Either<EffectError, string>> = fc.oneof(
    fc.string({ unit: 'grapheme' }).map((said) => E.right(said)),
    fc.constantFrom(away(), late, busy(5), wrong, gone).map((error) => E.left(error)),
  )
  const asked = fc.record({ to: fc.constantFrom('here', 'there', 'home'), outcome })

  it('gives every effect the outcomes it had, in their order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { maxLength: 30 }), async (list) => {
        const lines: string[] = []
        let at = 0
        const script = alone<Walk>(() => list[at++]?.outcome ?? E.left(wrong))
        const live = recording({ 'errand/walk': script.handler }, (line) => void lines.push(line))['errand/walk']
        for (const { to } of list) await run(live, walk('a', to))
        const tape = replaying<Walk>(lines.join(''), ['errand/walk'])
        if (E.isLeft(tape)) return false
        const again: unknown[] = []
        for (const { to } of list) again.push(await run(tape.right['errand/walk'], walk('b', to)))
        expect(again).toEqual(list.map((one) => one.outcome))
        return true
      }),
    )
  })
})

describe('a cache', () => {
  const step = fc.oneof(
    fc.record({
      _tag: fc.constant('ask' as const),
      texts: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 6 }),
    }),
    fc.record({ _tag: fc.constant('pass' as const), ms: whole(0, 3000) }),
  )

  it('changes no result, and never asks for the same thing twice at a time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), whole(1, 4000), async (steps, maxBytes) => {
        const { clock, pass } = ticking()
        const underWay = new Set<string>()
        const twice: string[] = []
        const answer = (effect: Generate): Outcome<Generate> =>
          effect.prompt.user === 'd' ? E.left(gone) : E.right(generated(effect.prompt.user))
        const watched = async (effect: Generate) => {
          const digest = effectDigest(effect)
          if (underWay.has(digest)) twice.push(effect.prompt.user)
          underWay.add(digest)
          await Promise.resolve()
          underWay.delete(digest)
          return answer(effect)
        }
        const kept = cache({ ttlMs: 1000, staleMs: 500, maxBytes }, { clock, random: Math.random })
        const handler = kept(together(watched).handler)
        for (const one of steps) {
          if (one._tag === 'pass') {
            pass(one.ms)
            continue
          }
          const batch = one.texts.map((text, i) => question(`k${i}`, text))
          const both = [runMany(handler, batch), Promise.all(batch.map((effect) => run(handler, effect)))]
          for (const given of await Promise.all(both)) expect(given).toEqual(batch.map(answer))
          expect(twice).toEqual([])
          if (kept.bytes() > maxBytes) return false
        }
        return true
      }),
      { numRuns: 60 },
    )
  })
})
