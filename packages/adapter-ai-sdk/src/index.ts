/** The model port over any AI SDK language or embedding model. */
export { aiSdk, capabilitiesOf } from './ai-sdk.js'
export { checkOptions, type Options } from './config.js'
export { type EmbeddingModel, type GenerateOptions, type LanguageModel } from './driver.js'
export { prices, pricesAsOf, tariffOf, type Price } from './prices.js'
