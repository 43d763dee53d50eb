import * as E from 'fp-ts/lib/Either.js'
import { noUsage } from '@chorale/core/base'
import type { Generate, Tariff } from '@chorale/core/ports'
import { costOf } from '@chorale/core/ports/model'
import type { Resolving } from '@chorale/core/testing'

/** What a metered model answers, and what it takes for that. */
export interface Answering {
  readonly text: string
  /** Calls made for it. */
  readonly attempts: number
  /** What part of the tokens read comes from a cache, 0 to 1. */
  readonly cached: number
}

/** Tokens as plans estimate them. */
export const quarter = (text: string): number => Math.ceil(text.length / 4)

/** A model in process that bills what it reads and writes as a provider would, by a counter and a tariff. */
export const metered = (
  answering: (effect: Generate) => Answering,
  tariff: Tariff,
  tokens: (text: string) => number = quarter,
): Resolving => ({
  'model/generate': (effect) => () => {
    const { text, attempts, cached } = answering(effect)
    const answer = { text, terms_used: [], warnings: [] }
    const read = attempts * (tokens(effect.prompt.system) + tokens(effect.prompt.user))
    const fromCache = Math.floor(read * cached)
    const output = attempts * tokens(JSON.stringify(answer))
    const usage = { ...noUsage, input: read - fromCache, cached: fromCache, output }
    const costMicroUsd = costOf(usage, tariff)
    const resolver = { type: 'custom', model: 'metered' } as const
    const rawLength = text.length
    return Promise.resolve(E.right({ answer, resolver, usage, costMicroUsd, attempts, latencyMs: 0, rawLength }))
  },
})
