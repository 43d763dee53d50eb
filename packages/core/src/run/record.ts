import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Hash, Instant } from '../kit/base/index.js'
import type { Context, Interpreter, Labels } from '../kit/effect/index.js'
import { defect, thrownText, type EffectError } from '../kit/fault/index.js'
import type { Clock } from '../ports/index.js'
import {
  chainHash,
  genesis,
  isAcknowledged,
  type Acknowledged,
  type JournalAppend,
  type JournalEffect,
  type RunStatus,
  type Source,
} from '../ports/journal/index.js'
import { workedMs, type Draft } from './entries.js'

type Answer = Either<EffectError, Acknowledged>

/** Writes a run's entries to a journal in their order. */
export interface Recorder {
  /** Hands entries over: the journal's own promise, because every promise more on the way of every effect is felt. Then comes `settle`. */
  readonly write: (drafts: readonly Draft[], status: RunStatus, at: Instant) => Promise<Answer>
  /** What the journal's answer means: at once where it took the entries, later where it is asked again. */
  readonly settle: (answer: Answer) => Answer | Promise<Answer>
  /** Both, where nothing hurries; never rejects. */
  readonly record: (drafts: readonly Draft[], status: RunStatus) => Promise<Answer>
  /** Where the journal stands by what it acknowledged. */
  readonly place: () => Place
}

/** Where a journal stands. */
export interface Place {
  /** The sequence of the next entry. */
  readonly next: number
  /** The hash of the last one. */
  readonly head: string
  /** When the last one was made. */
  readonly at: Instant
  /** Time in which a worker was at it, in ms. */
  readonly activeMs: number
}

/** The journal of one run, and what is needed to write to it. */
export interface Recording {
  readonly journal: Interpreter<JournalEffect>
  readonly context: Context
  readonly clock: Clock
  readonly hash: Hash
  readonly program: { readonly name: string; readonly version: number }
  readonly labels: Labels
  readonly parent: Source | null
}

/** What was handed over and not settled, and where the journal stands once it is taken. */
interface Handed {
  readonly effect: JournalAppend
  readonly then: Place
}

/** What its only writer knows of a journal. */
interface Desk {
  place: Place
  isCreated: boolean
  handed: Handed | undefined
}

/** A recorder that goes on behind what is written; a new journal is created with its first entries, so that a refused start leaves nothing behind. */
export const recorder = (how: Recording, behind: Place | undefined): Recorder => {
  const { run } = how.context
  const place = behind ?? { next: 0, head: genesis(run, how.program, how.hash), at: 0, activeMs: 0 }
  const desk: Desk = { place, isCreated: behind !== undefined, handed: undefined }
  const write: Recorder['write'] = (drafts, status, at) => {
    const effect = handOver(how, desk, { drafts, status, at })
    return desk.isCreated ? how.journal['journal/append'](effect, how.context)() : createAndAppend(how, desk, effect)
  }
  const settle: Recorder['settle'] = (answer) =>
    E.isLeft(answer) && desk.isCreated && desk.handed !== undefined && answer.left.retryable
      ? again(how, desk.handed, answer.left).then((later) => taken(run, desk, later))
      : taken(run, desk, answer)
  return {
    write,
    settle,
    place: () => desk.place,
    record: async (drafts, status) => {
      try {
        return await settle(await write(drafts, status, how.clock.now()))
      } catch (thrown) {
        return E.left(brokenJournal(run, thrownText(thrown)))
      }
    },
  }
}

const handOver = (
  { context: { run }, hash }: Recording,
  desk: Desk,
  { drafts, status, at }: { readonly drafts: readonly Draft[]; readonly status: RunStatus; readonly at: Instant },
): JournalAppend => {
  const { next: expected } = desk.place
  const then = chained(drafts, desk.place, hash)
  const key = `journal/append/${expected}`
  const effect = { _tag: 'journal/append', key, run, expected, entries: drafts, status, at } as const
  desk.handed = { effect, then }
  return effect
}

const createAndAppend = async (how: Recording, desk: Desk, effect: JournalAppend): Promise<Answer> => {
  const { journal, context, program, labels, parent, clock } = how
  const { head: hash } = desk.place
  const create = {
    _tag: 'journal/create',
    key: 'journal/create',
    run: effect.run,
    program,
    labels,
    parent,
    hash,
    at: clock.now(),
  } as const
  const created = await journal['journal/create'](create, context)()
  if (E.isLeft(created)) return created
  desk.isCreated = true
  return journal['journal/append'](effect, context)()
}

const taken = (run: string, desk: Desk, answer: Answer): Answer => {
  const { handed, place } = desk
  if (handed === undefined || E.isLeft(answer)) return answer
  if (!isAcknowledged(answer.right) || answer.right.next !== place.next + handed.effect.entries.length)
    return E.left(brokenJournal(run, 'it acknowledged something else than it was given'))
  desk.place = handed.then
  return answer
}

/** Gives each draft its sequence and its hashes; where the journal stands behind the last. */
const chained = (drafts: readonly Draft[], behind: Place, hash: Hash): Place => {
  let { next, head, at, activeMs } = behind
  for (const draft of drafts) {
    draft.sequence = next
    if (draft.kind !== 'sent') draft.payloadHash = hash(draft.payload)
    head = draft.hash = chainHash(head, draft, hash)
    activeMs += workedMs(draft, at)
    at = draft.at
    next += 1
  }
  return { next, head, at, activeMs }
}

/** Waits before a refused append is tried again, in ms. What arrived waits with it, and nothing new is sent. */
const WAITS = [50, 200, 800] as const

/** Appends again where the journal may be back soon. A conflict after an answer that was lost may be with ourselves: the chain's head says so. */
const again = async (
  { journal, context, clock }: Recording,
  { effect, then }: Handed,
  first: EffectError,
): Promise<Answer> => {
  let fault = first
  let isUncertain = false
  for (const wait of WAITS) {
    isUncertain ||= fault.applied === 'unknown'
    await clock.wait(wait)
    const answer = await journal['journal/append'](effect, context)()
    if (E.isRight(answer)) return answer
    fault = answer.left
    if (isUncertain && fault._tag === 'Conflict') {
      const load = { _tag: 'journal/load', key: 'journal/load', run: effect.run } as const
      const loaded = await journal['journal/load'](load, context)()
      return E.isRight(loaded) && loaded.right.record.hash === then.head
        ? E.right({ next: loaded.right.record.next })
        : answer
    }
    if (!fault.retryable) return answer
  }
  return E.left(fault)
}

/** A journal that threw instead of answering, or acknowledged something else than it was given. */
export const brokenJournal = (run: string, because: string): EffectError =>
  defect({
    doing: 'write to the journal',
    because,
    next: 'A journal must acknowledge what it took or answer with an EffectError: report a bug to its author.',
    ids: { run },
  })
