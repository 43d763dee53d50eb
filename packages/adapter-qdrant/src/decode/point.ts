import type { Json } from '@chorale/core/base'
import type { Hit, Payload, Point, PointHead } from '@chorale/core/ports/vector'
import { roundedScore } from '@chorale/core/ports/vector'
import { exactMark, idName, isOurs } from '../compile/payload.js'
import { json } from './json.js'
import { all, listOf, membersOf, type Reply } from './reply.js'

/** A point under its own id, as it was written; undefined where the server's answer is none. */
export const headOf = (record: unknown): PointHead | undefined => {
  const { id, payload } = membersOf(record)
  const stored = membersOf(payload)
  const known = typeof stored[idName] === 'string' ? stored[idName] : id
  return typeof known === 'string' || typeof known === 'number' || typeof known === 'bigint'
    ? { id: String(known), payload: payloadOf(stored) }
    : undefined
}

const payloadOf = (stored: Reply): Payload =>
  Object.fromEntries(
    Object.entries(stored).flatMap(([name, value]) =>
      value === null || isOurs(name) ? [] : [[name, exactIn(stored, name) ?? json(value)] as const],
    ),
  )

/** A property out of its JSON, where that is kept beside it. */
const exactIn = (stored: Reply, name: string): Json | undefined => {
  const text = Object.hasOwn(stored, exactMark(name)) ? stored[exactMark(name)] : undefined
  if (typeof text !== 'string') return undefined
  try {
    // A cast at the seam: this is JSON.
    return JSON.parse(text) as Json
  } catch {
    // Somebody else wrote there.
    return undefined
  }
}

/** The same with its vector: 32-bit floats, which the server writes with as few digits as tell them apart. */
export const pointOf = (record: unknown): Point | undefined => {
  const head = headOf(record)
  const vector = all(listOf(membersOf(record)['vector']), componentOf)
  return head === undefined || vector === undefined ? undefined : { ...head, vector }
}

/** A hit with its score as the port tells it. */
export const hitOf = (record: unknown): Hit | undefined => {
  const head = headOf(record)
  const score = componentOf(membersOf(record)['score'])
  return head === undefined || score === undefined ? undefined : { ...head, score: roundedScore(score) }
}

const componentOf = (value: unknown): number | undefined =>
  typeof value === 'number' || typeof value === 'bigint' ? Math.fround(Number(value)) : undefined
