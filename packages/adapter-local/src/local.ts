import type { Interpreter } from '@chorale/core/effect'
import type { StoreCapabilities } from '@chorale/core/ports'
import type { GraphEffect } from '@chorale/core/ports/graph'
import type { JournalEffect } from '@chorale/core/ports/journal'
import { checkOptions, type LocalOptions } from './config.js'
import { append } from './handlers/append.js'
import { create } from './handlers/create.js'
import { drop } from './handlers/delete.js'
import { list } from './handlers/list.js'
import { load } from './handlers/load.js'
import { query } from './handlers/query.js'
import { read } from './handlers/read.js'
import { snapshot } from './handlers/snapshot.js'
import { upsert } from './handlers/upsert.js'
import { session } from './session.js'

/** Journal and graph, and the way to put them away. */
export type Store = Interpreter<JournalEffect> &
  Interpreter<GraphEffect> & {
    /** Moves what is in the log into the database file and closes it. Closing twice changes nothing; the next effect opens the store again. */
    readonly close: () => Promise<void>
  }

/** What this store can do. */
export const localCapabilities: StoreCapabilities = { durable: true, atomic: true }

/**
 * Journal and graph in one directory, made durable by SQLite: what is acknowledged outlives the process, and several processes may use the
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
    'graph/upsert': upsert(store),
    'graph/query': query(store),
    close: () => {
      store.close()
      return Promise.resolve()
    },
  }
}
