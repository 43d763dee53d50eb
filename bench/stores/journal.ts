import * as E from 'fp-ts/lib/Either.js'
import { neo4j } from '../../packages/adapter-neo4j/dist/index.js'
import type { Interpreter } from '../../packages/core/dist/effect.js'
import { start } from '../../packages/core/dist/run.js'
import type { Group } from '../group.js'
import { answerTo, asking, type Ask } from '../realistic.js'
import { resumeAtLast } from '../resume.js'
import { neo4jDriver } from './drivers.js'

const ROWS = 12_000
const context = { run: 'bench', attempt: 1, signal: new AbortController().signal }

const answering: Interpreter<Ask> = { 'model/generate': (effect) => () => Promise.resolve(E.right(answerTo(effect))) }

const storeAt = (uri: string) => neo4j({ uri, auth: { _tag: 'none' }, timeouts: { readMs: 120_000, writeMs: 120_000 } })

/** Reading a run of so many rows through the adapter and bare. */
export const journalGroup = async (uri: string): Promise<Group> => {
  const store = storeAt(uri)
  const driver = neo4jDriver.driver(uri, undefined, { disableLosslessIntegers: true })
  const calls = Math.floor(ROWS / 2)
  await start(
    asking,
    { wanted: calls, atOnce: 'all' },
    { interpreter: answering, journal: store, run: 'bench-read' },
  ).result()
  const read = { _tag: 'journal/read', key: 'k', run: 'bench-read', from: 0, limit: ROWS, payloads: 'all' } as const
  const adapter = async (): Promise<number> => {
    const begun = performance.now()
    const page = await store['journal/read'](read, context)()
    if (E.isLeft(page) || page.right.entries.length !== ROWS) throw new Error('rows are missing')
    return performance.now() - begun
  }
  const session = driver.session()
  const bare = async (): Promise<number> => {
    const begun = performance.now()
    const { records } = await session.run(
      'MATCH (e:_ChoraleEntry) WHERE e.run = $run AND e.sequence >= 0 AND e.sequence < $end OPTIONAL MATCH (e)-[:_CHORALE_HOLDS]->(p) ' +
        'WITH e, p ORDER BY e.sequence RETURN e.sequence, e.at, e.kind, e.key, e.tag, e.digest, e.labels, e.amount, e.source_run, ' +
        'e.source_sequence, e.payload_hash, p.text, e.hash',
      { run: 'bench-read', end: neo4jDriver.int(ROWS) },
    )
    if (records.length !== ROWS) throw new Error('rows are missing')
    records.forEach((record) => record.toObject())
    return performance.now() - begun
  }
  return {
    ...{
      name: 'neo4j-read',
      about: `a run of ${ROWS} rows with its payloads, through the adapter and through the raw driver`,
    },
    ...{ effectsPerRound: ROWS, rounds: 9 },
    cases: [
      { name: 'adapter', effects: ROWS, part: adapter },
      { name: 'raw driver', effects: ROWS, part: bare },
    ],
  }
}

/** Milliseconds until the last question of a run of so many is asked again, from a Neo4j server. */
export const resumeOnNeo4j = (uri: string, wanted: number, run: string): Promise<number> =>
  resumeAtLast({ open: () => storeAt(uri), run, wanted, lingers: 500 })
