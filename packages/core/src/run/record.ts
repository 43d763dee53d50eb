import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Hash } from '../kit/base/index.js'
import type { Context, Interpreter } from '../kit/effect/index.js'
import { defect, thrownText, type EffectError } from '../kit/fault/index.js'
import type { Clock } from '../ports/index.js'
import {
  chainHash,
  genesis,
  isAcknowledged,
  type Acknowledged,
  type Entry,
  type JournalAppend,
  type JournalEffect,
  type RunStatus,
  type Source,
} from '../ports/journal/index.js'
import type { Labels } from '../kit/effect/index.js'

/** An entry before it has its place in the chain. */
export type Draft = Omit<Entry, 'sequence' | 'hash' | 'payloadHash' | 'payload'> & { readonly payload: string }

/** Writes a run's entries to a journal in their order. */
export interface Recorder {
  /** Resolves once the entries are acknowledged, with what the journal said. */
  readonly record: (drafts: readonly Draft[], status: RunStatus) => Promise<Either<EffectError, Acknowledged>>
  /** Entries acknowledged so far. */
  readonly next: () => number
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

/** Waits before a refused append is tried again, in ms. What arrived waits with it, and nothing new is sent. */
const WAITS = [50, 200, 800] as const

/** A recorder that goes on behind what is written; a new journal is created with its first entries, so that a refused start leaves nothing behind. */
export const recorder = (
  how: Recording,
  behind: { readonly next: number; readonly hash: string } | undefined,
): Recorder => {
  const { journal, context, clock, hash, program } = how
  const { run } = context
  let next = behind?.next ?? 0
  let head = behind?.hash ?? genesis(run, program, hash)
  let isCreated = behind !== undefined

  const create = async (): Promise<Either<EffectError, unknown>> => {
    const { labels, parent } = how
    const effect = { _tag: 'journal/create', key: 'journal/create', run, program, labels, parent, hash: head } as const
    return journal['journal/create']({ ...effect, at: clock.now() }, context)()
  }
  const chained = (drafts: readonly Draft[]): readonly Entry[] => {
    let previous = head
    return drafts.map(({ at, kind, about, amount, source, payload }, i) => {
      // A sent effect's digest is the hash of its content already.
      const payloadHash = kind === 'sent' && about !== null ? about.digest : hash(payload)
      const entry = { sequence: next + i, at, kind, about, amount, source, payloadHash, payload, hash: '' }
      previous = entry.hash = chainHash(previous, entry, hash)
      return entry
    })
  }
  return {
    next: () => next,
    record: async (drafts, status) => {
      try {
        const created = isCreated ? E.right(undefined) : await create()
        if (E.isLeft(created)) return created
        isCreated = true
        const entries = chained(drafts)
        const effect: JournalAppend = {
          ...{ _tag: 'journal/append', key: `journal/append/${next}`, run },
          ...{ expected: next, entries, status, at: clock.now() },
        }
        const taken = await append(how, effect, entries.at(-1)?.hash ?? head)
        if (E.isLeft(taken)) return taken
        if (!isAcknowledged(taken.right) || taken.right.next !== next + entries.length)
          return E.left(brokenJournal(run, 'it acknowledged something else than it was given'))
        next = taken.right.next
        head = entries.at(-1)?.hash ?? head
        return taken
      } catch (thrown) {
        return E.left(brokenJournal(run, thrownText(thrown)))
      }
    },
  }
}

/** Appends, again where the journal may be back soon. A conflict after an answer that was lost may be with ourselves: the chain's head says so. */
const append = async (
  { journal, context, clock }: Recording,
  effect: JournalAppend,
  head: string,
): Promise<Either<EffectError, Acknowledged>> => {
  let isUncertain = false
  for (let attempt = 0; ; attempt += 1) {
    const taken = await journal['journal/append'](effect, context)()
    if (E.isRight(taken)) return taken
    if (isUncertain && taken.left._tag === 'Conflict') {
      const loaded = await journal['journal/load'](
        { _tag: 'journal/load', key: 'journal/load', run: effect.run },
        context,
      )()
      return E.isRight(loaded) && loaded.right.record.hash === head
        ? E.right({ next: loaded.right.record.next })
        : taken
    }
    const wait = WAITS[attempt]
    if (!taken.left.retryable || wait === undefined) return taken
    isUncertain ||= taken.left.applied === 'unknown'
    await clock.wait(wait)
  }
}

/** A journal that threw instead of answering, or acknowledged something else than it was given. */
const brokenJournal = (run: string, because: string): EffectError =>
  defect({
    doing: 'write to the journal',
    because,
    next: 'A journal must acknowledge what it took or answer with an EffectError: report a bug to its author.',
    ids: { run },
  })
