import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { generate, leftOf, reply, rightOf, scripted } from './fixtures.js'

interface Case {
  readonly raw: string
  readonly verdict: 'accept' | 'retry'
  readonly reason?: string
}

const file = new URL('../../core/test/golden/cf14-golden.json', import.meta.url)
const { cases } = (
  JSON.parse(readFileSync(file, 'utf8')) as { readonly resolver_output_cases: { readonly cases: readonly Case[] } }
).resolver_output_cases

describe('golden: resolver_output_cases', () => {
  it('has its cases', () => expect(cases.length).toBeGreaterThanOrEqual(14))

  it.each(cases)('$verdict $reason: $raw', async ({ raw, verdict, reason }) => {
    const model = scripted([reply(raw)])
    const outcome = await generate({ language: model })
    if (verdict === 'accept') {
      expect(rightOf(outcome)).toMatchObject({ attempts: 1, rawLength: raw.length })
    } else {
      expect(leftOf(outcome)).toMatchObject({ _tag: 'BadAnswer', reason })
      expect(model.doGenerateCalls).toHaveLength(8)
    }
  })
})
