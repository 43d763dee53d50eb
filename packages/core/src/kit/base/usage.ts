/** Tokens in buckets that do not overlap; their sum is what was used. Integers. */
export interface Usage {
  /** Read, without those from the provider's cache. */
  readonly input: number
  /** Read from the provider's cache. */
  readonly cached: number
  /** Written, without reasoning. */
  readonly output: number
  readonly reasoning: number
}

/** No tokens used. */
export const noUsage: Usage = { input: 0, cached: 0, output: 0, reasoning: 0 }

/** The sum of all buckets. */
export const tokensOf = (usage: Usage): number => usage.input + usage.cached + usage.output + usage.reasoning

/** What two calls used together, bucket by bucket. */
export const addUsage = (a: Usage, b: Usage): Usage => ({
  input: a.input + b.input,
  cached: a.cached + b.cached,
  output: a.output + b.output,
  reasoning: a.reasoning + b.reasoning,
})
