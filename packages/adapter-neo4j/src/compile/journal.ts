import { createHash } from 'node:crypto'
import type { Labels } from '@chorale/core/effect'
import type { Entry, JournalAppend, JournalCreate, JournalRead, Snapshot } from '@chorale/core/ports/journal'
import type { Statement, Value } from '../driver.js'
import { own } from '../schema.js'
import { runIn, textIn } from '../text.js'
import { numberIn, valueIn } from '../value.js'
import { batches, byText, lines } from './upsert.js'

/** Opens a journal; a run that is there breaks its uniqueness. */
export const createRun = ({ run, program, labels, parent, hash, at }: JournalCreate): Statement => ({
  text: `CREATE (r:${own.run}) SET r = $record`,
  parameters: {
    record: {
      ...{ run: runIn(run), program: textIn(program.name), program_version: numberIn(program.version) },
      ...{ labels: labelsIn(labels), status: 'running', next: 0n, hash: textIn(hash) },
      ...{ created_at: numberIn(at), updated_at: numberIn(at) },
      ...(parent === null ? {} : { parent_run: textIn(parent.run), parent_sequence: numberIn(parent.sequence) }),
    },
  },
})

/** Labels as texts, one each: so a label can be looked for, and any text comes back. */
export const labelsIn = (labels: Labels): readonly string[] =>
  Object.entries(labels).map((pair) => JSON.stringify(pair))

/** Locks a run until the end of the transaction, then reads where its journal is. A constant is set: a copy of what was read might be old. */
export const lockRun = (run: string): Statement => ({
  text: `MATCH (r:${own.run} {run: $run}) SET r.locked = 0 RETURN r.next`,
  parameters: { run: runIn(run) },
})

/** Reads where a journal is. */
export const findRun = (run: string): Statement => ({
  text: `MATCH (r:${own.run} {run: $run}) RETURN r.next`,
  parameters: { run: runIn(run) },
})

/** Moves a run on and writes its entries, each payload once. Rows are sorted by payload, so that two runs do not wait for each other. */
export const appendEntries = (
  { run, expected, entries, status, at }: JournalAppend,
  batchRows: number,
): readonly Statement[] => {
  const rows = entries.map((entry) => ({ entry: entryIn(run, entry), ...payloadIn(entry.payload) }))
  const [holding, bare] = [rows.filter(({ content }) => content !== ''), rows.filter(({ content }) => content === '')]
  const written = (text: string, all: typeof rows) =>
    batches(all, batchRows).map((batch) => ({ text, parameters: { rows: batch } }))
  return [
    {
      text: `MATCH (r:${own.run} {run: $run}) SET r += $moved`,
      parameters: {
        run: runIn(run),
        moved: {
          ...{ next: numberIn(expected + entries.length), status, updated_at: numberIn(at) },
          ...hashOf(entries.at(-1)),
        },
      },
    },
    ...written(entriesText, byText(holding, ({ content }) => content) as typeof rows),
    ...written(bareText, bare),
  ]
}

const hashOf = (last: Entry | undefined) => (last === undefined ? {} : { hash: textIn(last.hash) })

const entriesText = lines(
  'UNWIND $rows AS row',
  `MERGE (p:${own.payload} {hash: row.content}) ON CREATE SET p.text = row.text`,
  `CREATE (e:${own.entry})-[:${own.holds}]->(p) SET e = row.entry`,
)

const bareText = lines('UNWIND $rows AS row', `CREATE (e:${own.entry}) SET e = row.entry`)

/** Its own hash, not the one that an entry says: a payload under a wrong one must not displace another. */
const payloadIn = (payload: string | null) => {
  if (payload === null) return { content: '', text: '' }
  const text = textIn(payload)
  return { content: createHash('sha256').update(text).digest('hex'), text }
}

const entryIn = (run: string, entry: Entry): { readonly [name: string]: Value } => {
  const { sequence, at, kind, about, amount, source, payloadHash, hash } = entry
  return {
    ...{ run: runIn(run), sequence: numberIn(sequence), at: numberIn(at), kind },
    ...{ payload_hash: textIn(payloadHash), hash: textIn(hash) },
    ...(about === null
      ? {}
      : {
          ...{ key: textIn(about.key), tag: textIn(about.tag), digest: textIn(about.digest) },
          labels: JSON.stringify(about.labels),
        }),
    ...(amount === null ? {} : { amount: amountIn(amount) }),
    ...(source === null ? {} : { source_run: textIn(source.run), source_sequence: numberIn(source.sequence) }),
  }
}

/** Attempts, then tokens, and the cost where it is known. */
const amountIn = ({ usage, costMicroUsd, attempts }: NonNullable<Entry['amount']>): Value => {
  const { input, cached, output, reasoning } = usage
  return valueIn([attempts, input, cached, output, reasoning, ...(costMicroUsd === null ? [] : [costMicroUsd])])
}

/** Reads entries; the columns are those of `entryOf`. */
export const selectEntries = ({ run, from, limit, payloads }: JournalRead): Statement => ({
  text: lines(
    `MATCH (e:${own.entry}) WHERE e.run = $run AND e.sequence >= $from AND e.sequence < $end`,
    `OPTIONAL MATCH (e)-[:${own.holds}]->(p)${payloads === 'all' ? '' : " WHERE e.kind <> 'sent'"}`,
    'WITH e, p ORDER BY e.sequence',
    'RETURN e.sequence, e.at, e.kind, e.key, e.tag, e.digest, e.labels, e.amount, e.source_run, e.source_sequence, e.payload_hash, p.text, e.hash',
  ),
  parameters: { run: runIn(run), from: BigInt(from), end: BigInt(from) + BigInt(limit) },
})

/** Keeps a snapshot in place of one that is not newer. */
export const keepSnapshot = (run: string, { next, hash, state, stateHash }: Snapshot): Statement => ({
  text: lines(
    `MERGE (s:${own.snapshot} {run: $run})`,
    'WITH s WHERE coalesce(s.next, 0) <= $kept.next',
    'SET s += $kept',
  ),
  parameters: {
    run: runIn(run),
    kept: { next: numberIn(next), hash: textIn(hash), state: textIn(state), state_hash: textIn(stateHash) },
  },
})

/** Deletes all that a run has, behind its lock. Payloads are locked before it is asked who else holds them. */
export const deleteRun = (run: string): readonly Statement[] =>
  [
    lines(
      `MATCH (e:${own.entry})-[h:${own.holds}]->(p) WHERE e.run = $run DELETE h`,
      'WITH DISTINCT p ORDER BY p.hash SET p.locked = 0',
      `WITH p WHERE NOT EXISTS { (p)<-[:${own.holds}]-() } DELETE p`,
    ),
    `MATCH (e:${own.entry}) WHERE e.run = $run DELETE e`,
    `MATCH (s:${own.snapshot} {run: $run}) DELETE s`,
    `MATCH (r:${own.run} {run: $run}) DELETE r`,
  ].map((text) => ({ text, parameters: { run: runIn(run) } }))
