import { canonical, sha256Hex } from '../../../kit/base/index.js'
import type { Paid } from '../../../kit/fault/index.js'
import { chainHash, genesis, type Entry, type EntryKind, type Mark, type Source } from '../../../ports/journal/index.js'

/** What of an entry is the case's own; the rest follows from its kind. */
export interface Draft {
  readonly kind?: EntryKind
  readonly payload?: string
  readonly about?: Mark
  readonly amount?: Paid
  readonly source?: Source
  readonly at?: number
}

/** The program of every run, unless a case says otherwise. */
export const program = { name: 'conformance', version: 3 }

/** An amount of which no two numbers are equal. */
export const paid: Paid = {
  usage: { input: 1200, cached: 10, output: 350, reasoning: 40 },
  costMicroUsd: 8850,
  attempts: 2,
}

/** Entries one behind the other, each with its hash: from the beginning of a run's chain, or behind those that are there. */
export const chained = (run: string, drafts: readonly Draft[], before: readonly Entry[] = []): readonly Entry[] => {
  const entries: Entry[] = []
  for (const draft of drafts) {
    const last = entries.at(-1) ?? before.at(-1)
    const entry = entryOf(draft, before.length + entries.length)
    entries.push({ ...entry, hash: chainHash(last?.hash ?? genesis(run, program), entry) })
  }
  return entries
}

/** So many plain entries, every third of them the intent to spend. */
export const drafts = (count: number, said = 'said'): readonly Draft[] =>
  Array.from({ length: count }, (_, n) =>
    n % 3 === 1
      ? { kind: 'sent', payload: canonical({ _tag: 'test/ask', said, n }) }
      : { payload: canonical({ n, said }) },
  )

const entryOf = (draft: Draft, sequence: number): Omit<Entry, 'hash'> => {
  const { kind = 'told', payload = '{}', at = 1_700_000_000_000 + sequence, source = null } = draft
  const payloadHash = sha256Hex(payload)
  const isMarked = kind === 'sent' || kind === 'settled' || kind === 'arrived' || kind === 'withdrawn'
  const about = isMarked ? { key: `k/${sequence}`, tag: 'test/ask', digest: payloadHash, labels: { cell: 'a' } } : null
  return {
    ...{ sequence, at, kind, payload, payloadHash, source },
    about: draft.about ?? about,
    amount: draft.amount ?? (kind === 'sent' ? paid : null),
  }
}
