import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Interpreter } from '@chorale/core/effect'
import { orReject, type EffectError } from '@chorale/core/fault'
import type { VectorCapabilities, VectorEffect } from '@chorale/core/ports/vector'
import { checkOptions, type QdrantOptions } from './config.js'
import { collection } from './handlers/collection.js'
import { count } from './handlers/count.js'
import { remove } from './handlers/delete.js'
import { drop } from './handlers/drop.js'
import { get } from './handlers/get.js'
import { payload } from './handlers/payload.js'
import { ready } from './handlers/ready.js'
import { scroll } from './handlers/scroll.js'
import { search } from './handlers/search.js'
import { upsert } from './handlers/upsert.js'
import { session } from './session.js'

/** The vector port, and what a host does with the store itself. */
export type QdrantStore = Interpreter<VectorEffect> & {
  /** What this store can do with its options. */
  readonly capabilities: VectorCapabilities
  /** Whether the server answers and takes the key, within the deadline for starting. Tries once; rejects with an EffectError. */
  readonly ready: () => Promise<void>
  /** The same for who speaks Either. */
  readonly start: TaskEither<EffectError, void>
  /** Waits for the requests that are out, each of which has a deadline, and lets the client go. The next effect opens it again. */
  readonly close: () => Promise<void>
}

/**
 * What the store can do unless it is told to search approximately. It is not atomic: a write of more points than one request holds may be left
 * half done by an error, and the same write again completes it. Each single point is written whole or not at all.
 */
export const qdrantCapabilities: VectorCapabilities = { durable: true, atomic: false, exact: true }

/**
 * The vector port over a Qdrant server. Nothing is opened before the first effect; bad options are told by it, with the path to each fault.
 *
 *     const store = qdrant({ url: 'http://localhost:6333' })
 *     const outcome = await store['vector/count']({ _tag: 'vector/count', key: 'k', collection: 'messages' }, context)()
 *     await store.close()
 */
export const qdrant = (options: QdrantOptions): QdrantStore => {
  const checked = checkOptions(options)
  const store = session(checked)
  return {
    'vector/collection': collection(store),
    'vector/drop': drop(store),
    'vector/upsert': upsert(store),
    'vector/get': get(store),
    'vector/payload': payload(store),
    'vector/delete': remove(store),
    'vector/search': search(store),
    'vector/scroll': scroll(store),
    'vector/count': count(store),
    capabilities: {
      ...qdrantCapabilities,
      exact: E.isRight(checked) && checked.right.search === 'exact',
    },
    ready: () => orReject(ready(store)()),
    start: ready(store),
    close: store.close,
  }
}
