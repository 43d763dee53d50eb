import type { Interpreter } from '@chorale/core/effect'
import type { GraphCapabilities, GraphEffect } from '@chorale/core/ports/graph'
import type { JournalEffect } from '@chorale/core/ports/journal'
import type { VectorCapabilities, VectorEffect } from '@chorale/core/ports/vector'
import { checkOptions, type LocalOptions } from './config.js'
import { append } from './handlers/append.js'
import { create } from './handlers/create.js'
import { drop } from './handlers/delete.js'
import { graphDelete } from './handlers/graph-delete.js'
import { graphMigrate } from './handlers/graph-migrate.js'
import { graphQuery } from './handlers/graph-query.js'
import { graphRelationships } from './handlers/graph-relationships.js'
import { graphUpsert } from './handlers/graph-upsert.js'
import { list } from './handlers/list.js'
import { load } from './handlers/load.js'
import { read } from './handlers/read.js'
import { snapshot } from './handlers/snapshot.js'
import { vectorCollection, vectorDrop } from './handlers/vector-collection.js'
import { vectorGet, vectorScroll } from './handlers/vector-read.js'
import { vectorCount, vectorSearch } from './handlers/vector-search.js'
import { vectorDelete, vectorPayload, vectorUpsert } from './handlers/vector-write.js'
import { session } from './session.js'

/** Journal, graph and vectors, and the way to put them away. */
export type Store = Interpreter<JournalEffect> &
  Interpreter<GraphEffect> &
  Interpreter<VectorEffect> & {
    /** Moves what is in the log into the database file and closes it. Closing twice changes nothing; the next effect opens the store again. */
    readonly close: () => Promise<void>
  }

/** What this store can do. */
export const localCapabilities: GraphCapabilities & VectorCapabilities = {
  ...{ durable: true, atomic: true, unique: true, indexed: true, exact: true },
}

/**
 * Journal, graph and vectors in one directory, made durable by SQLite: what is acknowledged outlives the process, and several processes may use the
 * directory at once. Nothing is opened before the first effect; bad options are told by it. See docs/local-store.md.
 *
 *     const store = local({ directory: '.chorale' })
 *     const outcome = await store['journal/load']({ _tag: 'journal/load', key: 'k', run: 'r' }, context)()
 *     await store.close()
 */
export const local = (options: LocalOptions): Store => {
  const store = session(checkOptions(options))
  return {
    'journal/create': create(store),
    'journal/append': append(store),
    'journal/read': read(store),
    'journal/load': load(store),
    'journal/list': list(store),
    'journal/snapshot': snapshot(store),
    'journal/delete': drop(store),
    'graph/upsert': graphUpsert(store),
    'graph/delete': graphDelete(store),
    'graph/query': graphQuery(store),
    'graph/relationships': graphRelationships(store),
    'graph/migrate': graphMigrate(store),
    'vector/collection': vectorCollection(store),
    'vector/drop': vectorDrop(store),
    'vector/upsert': vectorUpsert(store),
    'vector/get': vectorGet(store),
    'vector/payload': vectorPayload(store),
    'vector/delete': vectorDelete(store),
    'vector/search': vectorSearch(store),
    'vector/scroll': vectorScroll(store),
    'vector/count': vectorCount(store),
    close: () => {
      store.close()
      return Promise.resolve()
    },
  }
}
