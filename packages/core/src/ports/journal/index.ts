/** The journal port: what happened to a run, in order, so that it can be carried on, explained and repeated. */
export { entryCodec, type Entry, type EntryKind, type Mark, type Source } from './entry.js'
export { chainHash, firstBreak, genesis, type Break } from './chain.js'
export {
  isAcknowledged,
  type Acknowledged,
  type EntryPage,
  type JournalAppend,
  type JournalCreate,
  type JournalDelete,
  type JournalEffect,
  type JournalList,
  type JournalLoad,
  type JournalRead,
  type JournalSnapshot,
  type RunPage,
  type RunRecord,
  type RunStatus,
  type Snapshot,
} from './effects.js'
