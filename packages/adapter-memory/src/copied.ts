import type { Paid } from '@chorale/core/fault'
import type { Entry, Mark } from '@chorale/core/ports/journal'

/** A copy of plain data that shares nothing with it. By hand: `structuredClone` takes six times as long, and the text of JSON three times. */
export const copied = <A>(value: A): A => {
  if (typeof value !== 'object' || value === null) return value
  // Casts at the seam: a copy of plain data has the type of what it copies.
  if (Array.isArray(value)) return value.map(copied) as A
  const made: { [name: string]: unknown } = {}
  for (const name of Object.keys(value)) {
    const member = copied((value as { readonly [name: string]: unknown })[name])
    // Assigned like any other, this one name would change what the copy inherits.
    if (name === '__proto__') Object.defineProperty(made, name, { value: member, enumerable: true })
    else made[name] = member
  }
  return made as A
}

/** The same for an entry, member by member: a third of the time, and it is on the way of every effect. */
export const copiedEntry = (entry: Entry): Entry => {
  const { sequence, at, kind, about, amount, source, payloadHash, payload, hash } = entry
  return {
    sequence,
    at,
    kind,
    about: about === null ? null : copiedMark(about),
    amount: amount === null ? null : copiedPaid(amount),
    source: source === null ? null : { run: source.run, sequence: source.sequence },
    payloadHash,
    payload,
    hash,
  }
}

const copiedMark = ({ key, tag, digest, labels }: Mark): Mark => ({ key, tag, digest, labels: copiedLabels(labels) })

const noLabels: Mark['labels'] = Object.freeze({})

const copiedLabels = (labels: Mark['labels']): Mark['labels'] => {
  for (const _ in labels) return { ...labels }
  return noLabels
}

const copiedPaid = ({ usage, costMicroUsd, attempts }: Paid): Paid => {
  const { input, cached, output, reasoning } = usage
  return { usage: { input, cached, output, reasoning }, costMicroUsd, attempts }
}
