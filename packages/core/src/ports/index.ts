/** What machines may ask of the outside, and what they get back. */
export {
  checkAnswer,
  checkValue,
  generatedCodec,
  jsonSchemaOf,
  type Answer,
  type Contract,
  type Embed,
  type Embedded,
  type Field,
  type Generate,
  type Generated,
  type ModelCapabilities,
  type Prompt,
  type Question,
  type Resolver,
  type Sampling,
  type Term,
} from './model/index.js'
export {
  nameRule,
  type GraphEffect,
  type GraphNode,
  type GraphQuery,
  type GraphUpsert,
  type NodeRef,
  type Properties,
  type Property,
  type Relationship,
} from './graph.js'
export type { Entry, JournalEffect } from './journal.js'
export type { StoreCapabilities } from './capabilities.js'
export type { Clock } from './clock.js'
