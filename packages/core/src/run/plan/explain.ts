import type { Entry, Source } from '../../ports/journal/index.js'
import { differencesOf, type Difference } from './differences.js'

/**
 * Why an effect of one run was carried out anew beside an earlier run. `same`: the same was asked in both. `reused`: answered from another run.
 * `recomputed`: something else was asked. `new`: nobody asked it before. `absent`: it is not asked now.
 */
export interface Explanation {
  readonly key: string
  readonly verdict: 'same' | 'reused' | 'recomputed' | 'new' | 'absent'
  readonly differences: readonly Difference[]
  /** Where a reused answer was paid for; otherwise null. */
  readonly source: Source | null
}

/** What a run's journal says about an address, the last of it where it says more. */
interface Asked {
  readonly digest: string
  readonly source: Source | null
  readonly content: string | undefined
}

/**
 * Compares what two runs asked at one address. What was asked word for word stands only in the entries of calls that were sent, read with their
 * payloads; where it is in neither journal the digests are compared.
 */
export const explainKey = (before: readonly Entry[], now: readonly Entry[], key: string): Explanation => {
  const [old, young] = [askedIn(before, key), askedIn(now, key)]
  if (young === undefined)
    return { key, verdict: 'absent', differences: differencesBetween(old, undefined), source: null }
  const differences = differencesBetween(old, young)
  if (young.source !== null) return { key, verdict: 'reused', differences, source: young.source }
  if (old === undefined) return { key, verdict: 'new', differences, source: null }
  return { key, verdict: old.digest === young.digest ? 'same' : 'recomputed', differences, source: null }
}

const askedIn = (entries: readonly Entry[], key: string): Asked | undefined =>
  entries.reduce<Asked | undefined>((asked, { about, kind, source, payload }) => {
    if (about?.key !== key) return asked
    const known = asked?.digest === about.digest ? asked.content : undefined
    return {
      digest: about.digest,
      source: kind === 'settled' ? source : null,
      content: kind === 'sent' && payload !== null ? payload : known,
    }
  }, undefined)

const differencesBetween = (before: Asked | undefined, now: Asked | undefined): readonly Difference[] => {
  if (before?.digest === now?.digest) return []
  const areKnown = [before, now].every((asked) => asked === undefined || asked.content !== undefined)
  return areKnown ? differencesOf(before?.content, now?.content) : differencesOf(digestText(before), digestText(now))
}

/** Two texts that are no JSON, compared as a whole. */
const digestText = (asked: Asked | undefined): string | undefined =>
  asked === undefined ? undefined : `sha256 ${asked.digest}`
