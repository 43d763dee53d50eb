import * as E from 'fp-ts/lib/Either.js'
import { journal as memoryJournal } from '@chorale/adapter-memory'
import type { Interpreter } from '@chorale/core/effect'
import type { Entry, JournalCreate, JournalEffect, RunRecord } from '@chorale/core/ports/journal'

/** A journal that a test can look into. */
export interface Ledger {
  readonly journal: Interpreter<JournalEffect>
  /** How each run was opened. */
  readonly created: () => readonly JournalCreate[]
  readonly entries: (run: string) => Promise<readonly Entry[]>
  /** The entries that are inputs of the machine, as their payloads tell them. */
  readonly inputs: (run: string) => Promise<readonly Entry[]>
  readonly record: (run: string) => Promise<RunRecord | undefined>
}

const context = { run: 'test', attempt: 1, signal: new AbortController().signal }

/** An empty ledger. */
export const ledger = (): Ledger => {
  const kept = memoryJournal()
  const created: JournalCreate[] = []
  const entries = async (run: string): Promise<readonly Entry[]> => {
    const effect = { _tag: 'journal/read', key: 'test', run, from: 0, limit: 1e6, payloads: 'all' } as const
    const read = await kept['journal/read'](effect, context)()
    return E.isRight(read) ? read.right.entries : []
  }
  const journal: Interpreter<JournalEffect> = {
    ...kept,
    'journal/create': (effect, given) => {
      created.push(effect)
      return kept['journal/create'](effect, given)
    },
  }
  return {
    journal,
    created: () => created,
    entries,
    inputs: async (run) =>
      (await entries(run)).filter(({ kind }) => !['sent', 'withdrawn', 'resumed', 'cancelled'].includes(kind)),
    record: async (run) => {
      const loaded = await kept['journal/load']({ _tag: 'journal/load', key: 'test', run }, context)()
      return E.isRight(loaded) ? loaded.right.record : undefined
    },
  }
}
