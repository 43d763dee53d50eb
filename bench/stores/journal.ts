import * as E from 'fp-ts/lib/Either.js'
import { neo4j } from '../../packages/adapter-neo4j/dist/index.js'
import type { Interpreter } from '../../packages/core/dist/effect.js'
import { resume, start } from '../../packages/core/dist/run.js'
import type { Group } from '../group.js'
import { answerTo, asking, type Ask } from '../realistic.js'
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

/** Milliseconds until the last question of a run of so many is asked again, all others being journaled on Neo4j; it keeps snapshots. */
export const resumeOnNeo4j = async (uri: string, wanted: number, run: string): Promise<number> => {
  const store = storeAt(uri)
  const stop = new AbortController()
  let answered = 0
  const short: Interpreter<Ask> = {
    'model/generate': (effect) => () => {
      answered += 1
      return answered < wanted ? Promise.resolve(E.right(answerTo(effect))) : new Promise(() => undefined)
    },
  }
  const kept = { journal: store, run, snapshots: { every: 5000 } } as const
  const first = start(asking, { wanted, atOnce: 'all' }, { ...kept, interpreter: short, signal: stop.signal })
  while (answered < wanted) await new Promise((turn) => setImmediate(turn))
  await new Promise((turn) => setTimeout(turn, 500))
  stop.abort()
  await first.result()
  await store.close()
  const again = storeAt(uri)
  const begun = performance.now()
  let sent = Number.NaN
  const timed: Interpreter<Ask> = {
    'model/generate': (effect) => async () => {
      sent = performance.now() - begun
      return E.right(answerTo(effect))
    },
  }
  await resume(asking, { ...kept, journal: again, interpreter: timed }).result()
  await again.close()
  return sent
}
