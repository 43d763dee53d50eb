/**
 * Names of span attributes, as of 2026-11-21. Those that begin with `gen_ai` are of the OpenTelemetry semantic conventions for generative
 * AI (status Development; docs/gen-ai, where since v1.37 `gen_ai.provider.name` stands in the place of `gen_ai.system`); `error.type` is of the
 * stable general ones. `input_tokens` includes those from the provider's cache, `output_tokens` those of reasoning. When the conventions change,
 * this file does.
 */
export const spanNames = {
  operation: 'gen_ai.operation.name',
  provider: 'gen_ai.provider.name',
  outputType: 'gen_ai.output.type',
  requestModel: 'gen_ai.request.model',
  requestMaxTokens: 'gen_ai.request.max_tokens',
  requestTemperature: 'gen_ai.request.temperature',
  requestTopP: 'gen_ai.request.top_p',
  requestSeed: 'gen_ai.request.seed',
  responseModel: 'gen_ai.response.model',
  inputTokens: 'gen_ai.usage.input_tokens',
  cachedTokens: 'gen_ai.usage.cache_read.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  reasoningTokens: 'gen_ai.usage.reasoning.output_tokens',
  dimension: 'gen_ai.embeddings.dimension.count',
  errorType: 'error.type',
  run: 'chorale.run',
  key: 'chorale.key',
  digest: 'chorale.digest',
  attempt: 'chorale.attempt',
  /** Members of a batch, whose keys and digests are lists. */
  batch: 'chorale.batch',
  keys: 'chorale.keys',
  digests: 'chorale.digests',
  /** Members of a batch that failed. */
  failed: 'chorale.failed',
  costMicroUsd: 'chorale.cost_micro_usd',
} as const
