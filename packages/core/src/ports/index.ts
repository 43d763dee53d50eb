/** What machines may ask of the outside, and what they get back. */
export * from './model/index.js'
export {
  nameRule,
  type GraphEffect,
  type GraphFound,
  type GraphNode,
  type GraphQuery,
  type GraphUpsert,
  type GraphWritten,
  type NodeRef,
  type Properties,
  type Property,
  type Relationship,
} from './graph.js'
export type { Entry, JournalAppend, JournalCreate, JournalEffect, JournalRead } from './journal.js'
export type { Clock } from './clock.js'
