import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Interpreter } from '@chorale/core/effect'
import { orReject, type EffectError } from '@chorale/core/fault'
import type { GraphCapabilities, GraphEffect } from '@chorale/core/ports/graph'
import type { JournalEffect } from '@chorale/core/ports/journal'
import { checkOptions, type Neo4jOptions } from './config.js'
import { remove } from './handlers/delete.js'
import { append, create, drop, snapshot } from './handlers/journal.js'
import { list, load, read } from './handlers/journal-reads.js'
import { migrate } from './handlers/migrate.js'
import { query, relationships } from './handlers/query.js'
import { upsert } from './handlers/upsert.js'
import { session } from './session.js'

/** Graph and journal, and the ways to begin and to end. */
export type Neo4jStore = Interpreter<GraphEffect> &
  Interpreter<JournalEffect> & {
    /** Starts now instead of at the first effect: connects, verifies the server, warms up the pool, sees to the schema. Rejects with an EffectError. */
    readonly ready: () => Promise<void>
    /** The same for who speaks Either. */
    readonly start: TaskEither<EffectError, void>
    /** Refuses what comes from now on, waits for what is out, 10 seconds unless told, and closes. Closing twice changes nothing. */
    readonly close: (withinMs?: number) => Promise<void>
  }

/** What this store can do. */
export const neo4jCapabilities: GraphCapabilities = { durable: true, atomic: true, unique: true, indexed: true }

/**
 * Graph and journal in one Neo4j database, which others may use as well. Nothing is opened before the first effect; bad options are told by it.
 * Nothing is retried: that is the host's policy. See the README for the server's versions and for what is stored.
 *
 *     const store = neo4j({ uri: 'neo4j://localhost:7687', auth: { _tag: 'basic', username: 'neo4j', password } })
 *     await store.ready()
 *     const outcome = await store['graph/query']({ _tag: 'graph/query', key: 'k', match: { label: 'Component' } }, context)()
 *     await store.close()
 */
export const neo4j = (options: Neo4jOptions): Neo4jStore => {
  const store = session(checkOptions(options))
  return {
    'graph/upsert': upsert(store),
    'graph/delete': remove(store),
    'graph/query': query(store),
    'graph/relationships': relationships(store),
    'graph/migrate': migrate(store),
    'journal/create': create(store),
    'journal/append': append(store),
    'journal/read': read(store),
    'journal/load': load(store),
    'journal/list': list(store),
    'journal/snapshot': snapshot(store),
    'journal/delete': drop(store),
    ready: () => orReject(store.ready()),
    start: store.ready,
    close: (withinMs = 10_000) => store.close(withinMs),
  }
}
