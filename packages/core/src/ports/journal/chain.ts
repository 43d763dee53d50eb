import { sha256Hex, type Hash } from '../../kit/base/index.js'
import type { Labels } from '../../kit/effect/index.js'
import type { Entry } from './entry.js'

/** The hash before the first entry: binds a chain to its run and program, so that no entry can be moved to another. */
export const genesis = (
  run: string,
  program: { readonly name: string; readonly version: number },
  hash: Hash = sha256Hex,
): string => hash(JSON.stringify(['chorale/journal/1', run, program.name, program.version]))

/**
 * The hash of an entry: SHA-256 over the hash before it and every member but the payload, for which its own hash stands. What is hashed has a
 * line for each, an empty one for what is not there, and before every text its length in UTF-16 units, so that no two entries share one text.
 * JSON would take twice as long, and this is on the way of every effect.
 */
export const chainHash = (previous: string, entry: Omit<Entry, 'hash' | 'payload'>, hash: Hash = sha256Hex): string => {
  const { sequence, at, kind, about, amount, source, payloadHash } = entry
  const usage = amount?.usage
  // One list and one join: texts put together piece by piece would leave twice the garbage.
  const lines = [
    previous.length,
    previous,
    sequence,
    at,
    kind,
    payloadHash.length,
    payloadHash,
    amount?.attempts,
    amount?.costMicroUsd,
    usage?.input,
    usage?.cached,
    usage?.output,
    usage?.reasoning,
    source?.run.length,
    source?.run,
    source?.sequence,
    about?.key.length,
    about?.key,
    about?.tag.length,
    about?.tag,
    about?.digest.length,
    about?.digest,
  ]
  if (about === null) return hash(lines.slice(0, 16).join('\n'))
  for (const name of inOrder(about.labels)) {
    const word = about.labels[name] ?? ''
    lines.push(name.length, name, word.length, word)
  }
  return hash(lines.join('\n'))
}

const noNames: readonly string[] = []

/** Names in the order of their code units: one text for equal labels. */
const inOrder = (labels: Labels): readonly string[] => {
  // Asked first: most effects have none, and a list of nothing is a list.
  for (const _ in labels) return Object.keys(labels).sort()
  return noNames
}

/** Where a chain breaks and what was found there. */
export interface Break {
  readonly sequence: number
  readonly found: 'another sequence' | 'another payload' | 'another hash'
}

/** The first entry that does not continue the chain, or whose payload is not the one that was written. */
export const firstBreak = (
  entries: readonly Entry[],
  after: { readonly next: number; readonly hash: string },
  hash: Hash = sha256Hex,
): Break | undefined => {
  let previous = after.hash
  for (let i = 0; i < entries.length; i += 1) {
    // A cast after a check: the index is inside.
    const entry = entries[i] as Entry
    const sequence = after.next + i
    if (entry.sequence !== sequence) return { sequence, found: 'another sequence' }
    if (entry.payload !== null && hash(entry.payload) !== entry.payloadHash)
      return { sequence, found: 'another payload' }
    if (chainHash(previous, entry, hash) !== entry.hash) return { sequence, found: 'another hash' }
    previous = entry.hash
  }
  return undefined
}
