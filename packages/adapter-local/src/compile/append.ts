import { createHash } from 'node:crypto'
import type { Entry, Mark } from '@chorale/core/ports/journal'
import { hashIn, numberIn, textIn } from '../column.js'
import type { Request, Value } from '../driver.js'
import { kinds } from '../schema.js'
import { packed } from './packed.js'

/** An effect that was sent: what its outcome shares with it is not stored again. */
interface Sent {
  readonly sequence: number
  readonly label: number
  readonly digest: string
}

/** What a connection remembers of a run: where its labels are kept, and which effects are out. */
export interface Memory {
  readonly labels: Map<string, number>
  readonly out: Map<string, Sent>
}

/** A payload to be kept, unless it is kept already. */
export interface Body {
  readonly prefix: number
  readonly text: string
}

/** What an append will write, but for the numbers of its payloads, and what will be remembered once it is written. */
export interface Plan {
  readonly labels: readonly (readonly Value[])[]
  readonly bodies: readonly Body[]
  /** The entries' rows, given the number of each body. */
  readonly rows: (numbers: readonly number[]) => readonly (readonly Value[])[]
  readonly learned: Memory
  readonly settled: readonly string[]
}

/** Where an append goes: the run's number and the first free number for its labels. */
export interface Place {
  readonly run: number
  readonly label: number
}

/** Plans an append. Pure: the same entries at the same place, with the same memory, make the same rows. */
export const planOf = (entries: readonly Entry[], place: Place, memory: Memory): Plan => {
  const labels: Value[][] = []
  const learned: Memory = { labels: new Map(), out: new Map() }
  const labelOf = ({ tag, labels: words }: Mark): number => {
    const text = JSON.stringify(words)
    const name = `${tag}\n${text}`
    const known = memory.labels.get(name) ?? learned.labels.get(name)
    if (known !== undefined) return known
    const id = place.label + labels.length
    labels.push([place.run, id, textIn(tag), text])
    learned.labels.set(name, id)
    return id
  }
  const settled: string[] = []
  const marks = entries.map((entry) => {
    const { kind, about, sequence, payloadHash } = entry
    if (about === null) return noMark
    const { key, digest } = about
    const label = labelOf(about)
    const sent = learned.out.get(key) ?? memory.out.get(key)
    if (kind === 'settled' || kind === 'withdrawn') settled.push(key)
    if (kind === 'sent') learned.out.set(key, { sequence, label, digest })
    else if (sent?.label === label && sent.digest === digest) return [sent.sequence, null, null, null]
    return [null, textIn(key), label, digest === payloadHash ? null : hashIn(digest)]
  })
  const bodies = entries.flatMap(({ payload, payloadHash }) =>
    payload === null ? [] : [{ prefix: prefixOf(payloadHash), text: textIn(payload) }],
  )
  const rows = (numbers: readonly number[]) => {
    const left = numbers.values()
    return entries.map((entry, i) => [
      ...[place.run, entry.sequence, numberIn(entry.at), kinds.indexOf(entry.kind), ...(marks[i] ?? noMark)],
      ...amountOf(entry),
      ...(entry.source === null ? [null, null] : [textIn(entry.source.run), numberIn(entry.source.sequence)]),
      ...[entry.payload === null ? null : (left.next().value ?? null), hashIn(entry.payloadHash), hashIn(entry.hash)],
    ])
  }
  return { labels, bodies, rows, learned, settled }
}

const noMark: readonly Value[] = [null, null, null, null]
const noAmount: readonly Value[] = [null, null, null, null, null, null]

const amountOf = ({ amount }: Entry): readonly Value[] => {
  if (amount === null) return noAmount
  const { attempts, costMicroUsd, usage } = amount
  return [
    ...[numberIn(attempts), costMicroUsd === null ? null : numberIn(costMicroUsd)],
    ...[numberIn(usage.input), numberIn(usage.cached), numberIn(usage.output), numberIn(usage.reasoning)],
  ]
}

const hexStart = /^[0-9a-f]{12}/u

/** The first 48 bits of a hash: a short index finds a payload again, its text decides. */
const prefixOf = (hash: string): number =>
  Number.parseInt((hexStart.test(hash) ? hash : createHash('sha256').update(hash).digest('hex')).slice(0, 12), 16)

/** How many effects that are out are remembered for a run; beyond, an outcome is stored with its whole mark. */
const mostOut = 20_000

/** Remembers what was written. */
export const remember = (memory: Memory, { learned, settled }: Plan): void => {
  for (const [name, id] of learned.labels) memory.labels.set(name, id)
  if (memory.out.size > mostOut) memory.out.clear()
  for (const [key, sent] of learned.out) memory.out.set(key, sent)
  for (const key of settled) memory.out.delete(key)
}

/** The last numbers that payloads and a run's labels were given. */
export const selectLast = (run: number): Request => ({
  sql: packed(['(SELECT max(id) FROM payloads)', '(SELECT max(id) FROM labels WHERE run = ?)'], '(SELECT 1)'),
  values: [run],
})

/** The number of a payload that is kept already. */
export const findBody = ({ prefix, text }: Body): Request => ({
  sql: packed(['id'], 'payloads WHERE prefix = ? AND body = ?'),
  values: [prefix, text],
})
