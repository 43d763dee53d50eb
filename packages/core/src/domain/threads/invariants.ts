import {
  countsVersions,
  keepsCoAuthors,
  keepsDecisions,
  keepsEscrow,
  keepsMessages,
  keepsTokens,
  restsWhileClosed,
  votesByCoAuthors,
  votesWhilePending,
  type Change,
} from './change-checks.js'
import type { ThreadFinding } from './fault.js'
import type { ThreadLimits } from './limits.js'
import type { Entity, Message, Thread, WorkingSet } from './model.js'
import {
  hasAmounts,
  hasContent,
  hasCoAuthors,
  hasEachMessageOnce,
  hasItsEscrow,
  hasItsHash,
  hasItsMessages,
  hasItsTimes,
  hasNoOwnVote,
  hasOneVoteEach,
  hasStakeWhilePending,
  hasVotesOnIt,
} from './record-checks.js'

type Findings = readonly ThreadFinding[]

/** What must hold, in words and as checks: of one record, between the records of a set, and over a change. */
export interface Invariant {
  readonly id: `M${number}`
  readonly sentence: string
  readonly check: {
    readonly thread?: (thread: Thread, limits: ThreadLimits) => Findings
    readonly message?: (message: Message, limits: ThreadLimits) => Findings
    readonly record?: (record: Entity) => Findings
    readonly set?: (set: WorkingSet) => Findings
    readonly change?: (change: Change) => Findings
  }
}

/** M1 to M12. Every check runs, whatever the others find. Spec chorus 10.2. */
export const invariants: readonly Invariant[] = [
  {
    id: 'M1',
    sentence: 'A thread has at least one co-author, and at most one comes or goes at a time.',
    check: { thread: hasCoAuthors, change: keepsCoAuthors },
  },
  {
    id: 'M2',
    sentence: 'A message says something, and not more than is allowed; a tombstone says nothing.',
    check: { message: hasContent },
  },
  {
    id: 'M3',
    sentence: 'The content hash is the SHA-256 of the content in NFC.',
    check: { message: hasItsHash },
  },
  {
    id: 'M4',
    sentence: 'A co-author votes on a message once.',
    check: { message: hasOneVoteEach },
  },
  {
    id: 'M5',
    sentence: 'Only a pending message is voted on, and each vote is on its content.',
    check: { message: hasVotesOnIt, change: votesWhilePending },
  },
  {
    id: 'M6',
    sentence: 'Whoever votes is a co-author at that time, and not the author.',
    check: { message: hasNoOwnVote, change: votesByCoAuthors },
  },
  {
    id: 'M7',
    sentence: 'Versions count from 1, one for each transition; time goes forward; id and createdAt never change.',
    check: { record: hasItsTimes, change: countsVersions },
  },
  {
    id: 'M8',
    sentence: 'The list of messages is only added to, holds none twice, and each of them is of this thread.',
    check: { thread: hasEachMessageOnce, set: hasItsMessages, change: keepsMessages },
  },
  {
    id: 'M9',
    sentence: 'Approved content does not change, and a decision is not taken back.',
    check: { change: keepsDecisions },
  },
  {
    id: 'M10',
    sentence: 'Amounts are whole numbers from 0 to 2^53-1, and all of them together stay the same.',
    check: { record: hasAmounts, change: keepsTokens },
  },
  {
    id: 'M11',
    sentence: 'A closed thread takes nothing but being reopened.',
    check: { change: restsWhileClosed },
  },
  {
    id: 'M12',
    sentence: 'A stake is there while its message is pending and gone once it is decided.',
    check: { message: hasStakeWhilePending, set: hasItsEscrow, change: keepsEscrow },
  },
]
