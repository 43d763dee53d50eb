import { neo4j } from '@chorale/adapter-neo4j'
import { qdrant } from '@chorale/adapter-qdrant'
import { combine } from '@chorale/core/effect'
import type { Addresses } from './setting.js'
import { asking, summed, tried, type Field, type Tally } from './hostile-field.js'
import { graphFields } from './hostile-graph.js'
import { journalFields } from './hostile-journal.js'
import { nameFields, type Kept } from './hostile-names.js'
import { amiss, census, writeSentinel } from './hostile-sentinel.js'
import { hostileValues } from './hostile-values.js'
import { vectorFields } from './hostile-vectors.js'

/** What came of hostile values. */
export interface Hostile {
  readonly values: number
  /** By the field's name. */
  readonly fields: ReadonlyMap<string, Tally>
  /** Of all fields, and of what the servers hold beside. */
  readonly violations: readonly string[]
}

/** Values that are tried before it is looked at what the servers hold. */
const together = 100

/** Nothing here is about time. */
const patient = { readMs: 120_000, writeMs: 120_000, startMs: 120_000 }

/**
 * Sends hostile values through every field of graph, journal and vectors. Each must be refused with the name of its field, or come back as it
 * was; and behind every hundred, the servers must hold what they held before. Both servers must be empty, and nobody else may use them.
 */
export const hostile = async (
  at: Addresses,
  given: { readonly values: number; readonly seed: number; readonly tell?: (line: string) => void },
): Promise<Hostile> => {
  const { uri, user, password = '' } = at.neo4j
  const { uri: url, apiKey } = at.qdrant
  const graph = neo4j({
    uri,
    auth: user === undefined ? { _tag: 'none' } : { _tag: 'basic', username: user, password },
    timeouts: { ...patient, connectMs: 60_000 },
  })
  const vectors = qdrant({ url, deadlines: patient, ...(apiKey === undefined ? {} : { apiKey }) })
  try {
    return await carried(asking(combine(graph, vectors)), at, given)
  } finally {
    await Promise.all([graph.close(), vectors.close()])
  }
}

const carried = async (
  ask: ReturnType<typeof asking>,
  at: Addresses,
  { values: count, seed, tell = () => undefined }: Parameters<typeof hostile>[1],
): Promise<Hostile> => {
  const kept: Kept = { rules: new Set(), schemas: 0 }
  // One server beside the other; on one server, a field at a time.
  const fields = [[...nameFields(ask, kept), ...graphFields(ask), ...journalFields(ask)], vectorFields(ask)]
  await writeSentinel(ask)
  const before = await census(at)
  const values = hostileValues(count, seed)
  const tallies = new Map<string, Tally>()
  const beside: string[] = []
  for (let i = 0; i < values.length; i += together) {
    const batch = values.slice(i, i + together)
    await Promise.all(fields.map((each) => through(each, batch, tallies)))
    beside.push(...amiss(await census(at), before, kept).map((what) => `behind value ${i + batch.length}: ${what}`))
    const { refused, taken, violations } = summed([...tallies.values()])
    tell(
      `${i + batch.length} values: ${refused} refused, ${taken} taken, ${violations.length + beside.length} violations`,
    )
  }
  const { violations } = summed([...tallies.values()])
  return { values: values.length, fields: tallies, violations: [...violations, ...beside] }
}

const through = async (
  fields: readonly Field[],
  values: readonly string[],
  tallies: Map<string, Tally>,
): Promise<void> => {
  for (const field of fields) {
    const known = tallies.get(field.name)
    const tally = await tried(field, values)
    tallies.set(field.name, known === undefined ? tally : summed([known, tally]))
  }
}
