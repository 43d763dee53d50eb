/** The model port over any AI SDK language or embedding model. */
export { aiSdk, capabilitiesOf, type ModelEffect } from './ai-sdk.js'
export { checkOptions, type Config, type Options } from './config.js'
export { type Retry } from './attempts.js'
export {
  type EmbeddingModel,
  type EmbedOptions,
  type GenerateOptions,
  type LanguageModel,
  type Message,
  type Provider,
  type ProviderOptions,
} from './driver.js'
export { type Parameter } from './faults/refused-parameter.js'
export { prices, pricesAsOf, type Price, type PriceTable } from './prices.js'
