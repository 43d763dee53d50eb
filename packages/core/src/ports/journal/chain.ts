import { sha256Hex, type Hash } from '../../kit/base/index.js'
import type { Paid } from '../../kit/fault/index.js'
import type { Entry, Mark } from './entry.js'

/** The hash before the first entry: binds a chain to its run and program, so that no entry can be moved to another. */
export const genesis = (
  run: string,
  program: { readonly name: string; readonly version: number },
  hash: Hash = sha256Hex,
): string => hash(JSON.stringify(['chorale/journal/1', run, program.name, program.version]))

/**
 * The hash of an entry: SHA-256 over the hash before it and every member but the payload, for which its own hash stands. The text that is
 * hashed is the JSON of one list; it is put together by hand, because that takes a third of the time.
 */
export const chainHash = (previous: string, entry: Omit<Entry, 'hash' | 'payload'>, hash: Hash = sha256Hex): string => {
  const { sequence, at, kind, about, amount, source, payloadHash } = entry
  const from = source === null ? 'null' : `[${quoted(source.run)},${digits(source.sequence)}]`
  const head = `${quoted(previous)},${digits(sequence)},${digits(at)},"${kind}"`
  return hash(`[${head},${markText(about)},${amountText(amount)},${from},${quoted(payloadHash)}]`)
}

const markText = (about: Mark | null): string => {
  if (about === null) return 'null'
  let text = `[${quoted(about.key)},${quoted(about.tag)},${quoted(about.digest)}`
  // Names in the order of their code units, each before its word: one text for equal labels.
  for (const name of Object.keys(about.labels).sort()) text += `,${quoted(name)},${quoted(about.labels[name] ?? '')}`
  return `${text}]`
}

const amountText = (amount: Paid | null): string => {
  if (amount === null) return 'null'
  const { attempts, costMicroUsd, usage } = amount
  const cost = costMicroUsd === null ? 'null' : digits(costMicroUsd)
  const tokens = `${digits(usage.input)},${digits(usage.cached)},${digits(usage.output)},${digits(usage.reasoning)}`
  return `[${digits(attempts)},${cost},${tokens}]`
}

const plain = /^[\w/:,.#-]*$/u

/** As `JSON.stringify` has it; most texts here need no escape. */
const quoted = (text: string): string => (plain.test(text) ? `"${text}"` : JSON.stringify(text))

/** As `JSON.stringify` has it. */
const digits = (n: number): string => (Number.isFinite(n) ? String(n) : 'null')

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
