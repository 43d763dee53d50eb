import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { local } from '@chorale/adapter-local'
import { memory, vectors as inMemory } from '@chorale/adapter-memory'
import type { Interpreter } from '@chorale/core/effect'
import type { GraphEffect } from '@chorale/core/ports/graph'
import type { JournalEffect } from '@chorale/core/ports/journal'
import type { VectorEffect } from '@chorale/core/ports/vector'
import { placeText, type Place } from '../valley/store/store.js'

/** Where memory is searched, as `--vectors` says it. */
export type VectorPlace = 'memory' | 'local' | 'qdrant'

const places: readonly VectorPlace[] = ['memory', 'local', 'qdrant']

/** Reads `memory`, `local` or `qdrant`. */
export const readVectors = (text: string): Either<string, VectorPlace> => {
  const found = places.find((place) => place === text)
  return found === undefined ? E.left(`--vectors ${text} is not known: wanted ${places.join(', ')}.`) : E.right(found)
}

/** Qdrant where its address is known, otherwise with all the rest. */
export const usualVectors = (store: Place, { QDRANT_URL: url }: NodeJS.ProcessEnv): VectorPlace =>
  url === undefined || url === '' ? store._tag : 'qdrant'

/** What answers the requests of a store of everything. */
export type Storing = Interpreter<JournalEffect> & Interpreter<GraphEffect> & Interpreter<VectorEffect>

/** Journal, graph and vectors, with how a person would say where they are, and the way to put them away. */
export interface Stores {
  readonly handlers: Storing
  readonly store: string
  readonly vectors: string
  /** Vectors that end with the command although the messages do not: they are made anew at each start. */
  readonly isForgetful: boolean
  readonly close: () => Promise<void>
}

/** Opens nothing before its first use; what is not needed is not loaded. */
export const storesAt = async (store: Place, vectors: VectorPlace, env: NodeJS.ProcessEnv): Promise<Stores> => {
  const opened = store._tag === 'memory' ? undefined : local({ directory: store.directory })
  const own: Storing = opened ?? memory()
  const close = async (): Promise<void> => opened?.close()
  const said = { store: store._tag === 'memory' ? 'memory' : `the directory ${placeText(store)}`, isForgetful: false }
  if (vectors === store._tag) return { ...said, handlers: own, vectors: said.store, close }
  if (vectors === 'qdrant') {
    const { qdrant } = await import('@chorale/adapter-qdrant')
    const { QDRANT_URL: url = usualUrl, QDRANT_API_KEY: apiKey } = env
    const opening = qdrant({ url, ...(apiKey === undefined || apiKey === '' ? {} : { apiKey }) })
    const closeBoth = async (): Promise<void> => {
      await opening.close()
      await close()
    }
    return { ...said, handlers: { ...own, ...opening }, vectors: `Qdrant at ${url}`, close: closeBoth }
  }
  return { ...said, handlers: { ...own, ...inMemory() }, vectors: 'memory', isForgetful: true, close }
}

/** Where a Qdrant answers unless QDRANT_URL says otherwise. */
const usualUrl = 'http://localhost:6333'
