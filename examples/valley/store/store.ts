import { homedir } from 'node:os'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { local } from '@chorale/adapter-local'
import { memory } from '@chorale/adapter-memory'
import type { Interpreter } from '@chorale/core/effect'
import type { GraphEffect } from '@chorale/core/ports/graph'
import type { JournalEffect } from '@chorale/core/ports/journal'

/** Where runs are kept, as `--store` says it. */
export type Place = { readonly _tag: 'memory' } | { readonly _tag: 'local'; readonly directory: string }

/** Journal and graph in one place. */
export interface Store {
  readonly place: Place
  readonly handlers: Interpreter<JournalEffect> & Interpreter<GraphEffect>
  readonly close: () => Promise<void>
}

/** Reads `memory` or `local:DIR`; a shell leaves a tilde behind a colon as it is. */
export const readPlace = (text: string): Either<string, Place> => {
  if (text === 'memory') return E.right({ _tag: 'memory' })
  const directory = /^local:(.+)$/su.exec(text)?.[1]?.trim()
  return directory === undefined || directory === ''
    ? E.left(`--store ${text} is not known: wanted memory or local:DIR, e.g. local:.chorale.`)
    : E.right({ _tag: 'local', directory: directory.replace(/^~(?=\/|$)/u, homedir()) })
}

/** Where runs are kept unless `--store` says otherwise. */
export const usualPlace: Place = { _tag: 'local', directory: '.chorale' }

/** A place as a person would say it. */
export const placeText = (place: Place): string => (place._tag === 'memory' ? 'memory' : place.directory)

/** Opens nothing before its first use. */
export const storeAt = (place: Place): Store => {
  if (place._tag === 'memory') return { place, handlers: memory(), close: () => Promise.resolve() }
  const handlers = local({ directory: place.directory })
  return { place, handlers, close: handlers.close }
}
