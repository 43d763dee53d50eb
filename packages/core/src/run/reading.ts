import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Hash } from '../kit/base/index.js'
import type { Context, Interpreter } from '../kit/effect/index.js'
import { damaged, thrownText, type EffectError } from '../kit/fault/index.js'
import {
  firstBreak,
  genesis,
  type Entry,
  type JournalEffect,
  type RunRecord,
  type Snapshot,
} from '../ports/journal/index.js'

/** A run in its journal. */
export interface InJournal {
  readonly journal: Interpreter<JournalEffect>
  readonly run: string
  /** `chain`, unless given, refuses a journal in which any byte was changed; `none` takes it as it is. */
  readonly verify?: 'chain' | 'none'
}

/** How a run is read. */
export interface Reading extends InJournal {
  readonly hash: Hash
  /** Entries read in one go: 2,000 unless given. */
  readonly page?: number
  readonly payloads?: 'all' | 'inputs'
  /** A place to go on from, instead of the beginning. */
  readonly behind?: { readonly next: number; readonly hash: string }
}

/** A journal is read and written whether or not the run is stopped: it has a signal of its own. */
export const contextOf = (run: string): Context => ({ run, attempt: 1, signal: new AbortController().signal })

/** A run's record and newest snapshot. */
export const load = async ({
  journal,
  run,
}: Reading): Promise<Either<EffectError, { readonly record: RunRecord; readonly snapshot: Snapshot | null }>> => {
  try {
    return await journal['journal/load']({ _tag: 'journal/load', key: 'journal/load', run }, contextOf(run))()
  } catch (thrown) {
    return E.left(unreadable(run, 0, thrownText(thrown)))
  }
}

/** Reads a run's entries page by page and gives each to `visit`, until there are no more or it refuses one. */
export const readEach = async <E2>(
  reading: Reading,
  record: RunRecord,
  visit: (entry: Entry) => E2 | undefined,
): Promise<Either<EffectError | E2, { readonly next: number; readonly hash: string }>> => {
  const { journal, run, hash, page = 2000, verify = 'chain', payloads = 'inputs' } = reading
  let behind = reading.behind ?? { next: 0, hash: genesis(run, record.program, hash) }
  while (behind.next < record.next) {
    const effect = { _tag: 'journal/read', key: `journal/read/${behind.next}`, run, from: behind.next } as const
    const limit = Math.min(page, record.next - behind.next)
    const read = await journal['journal/read']({ ...effect, limit, payloads }, contextOf(run))()
    if (E.isLeft(read)) return read
    const { entries } = read.right
    // A host's journal may give anything; what has not the shape of an entry is none.
    const odd = entries.findIndex((entry) => !isEntry(entry))
    if (odd !== -1) return E.left(unreadable(run, behind.next + odd, 'there is something else than an entry'))
    const broken = verify === 'chain' ? firstBreak(entries, behind, hash) : undefined
    if (broken !== undefined)
      return E.left(unreadable(run, broken.sequence, `there is ${broken.found} than was written`))
    for (const entry of entries) {
      const refused = visit(entry)
      if (refused !== undefined) return E.left(refused)
    }
    const last = entries.at(-1)
    if (last === undefined)
      return E.left(unreadable(run, behind.next, `only ${behind.next} of ${record.next} entries are there`))
    behind = { next: behind.next + entries.length, hash: last.hash }
  }
  return verify === 'none' || behind.hash === record.hash
    ? E.right(behind)
    : E.left(unreadable(run, behind.next, 'the last entry is not the one its record names'))
}

/** By hand: a codec would take longer than everything else of a replay. */
const isEntry = ({ about, amount, source, payloadHash }: Entry): boolean =>
  typeof payloadHash === 'string' &&
  typeof source === 'object' &&
  typeof amount === 'object' &&
  (about === null || (typeof about === 'object' && typeof about.labels === 'object'))

/** A journal that does not hold what was written to it. */
export const unreadable = (run: string, sequence: number, because: string): EffectError =>
  damaged({
    doing: `read run ${run} at entry ${sequence}`,
    because,
    next: 'Restore the store from a copy, or fork the run at an entry before this one.',
    ids: { run, sequence: String(sequence) },
  })

/** The JSON value of an entry's payload. */
export const valueOf = (run: string, { sequence, payload }: Entry): Either<EffectError, unknown> => {
  try {
    return E.right(JSON.parse(payload ?? 'null') as unknown)
  } catch {
    return E.left(unreadable(run, sequence, 'its payload is no JSON'))
  }
}
