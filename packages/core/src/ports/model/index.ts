/** The model port: answers that keep a contract, conversations, and embeddings. */
export { checkAnswer, checkValue, jsonSchemaOf, type Answer, type Contract, type Field } from './contract.js'
export {
  generatedCodec,
  type Generate,
  type Generated,
  type Prompt,
  type Question,
  type Resolver,
  type Sampling,
  type Term,
} from './generate.js'
export { type Embed, type Embedded } from './embed.js'
export { chattedCodec, type Chat, type ChatMessage, type Chatted, type ChatPiece } from './chat.js'
export type { ModelCapabilities } from './capabilities.js'
export { costOf, freeTariff, worstCase, type Tariff } from './tariff.js'
