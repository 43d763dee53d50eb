import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { graph as inMemory } from '@chorale/adapter-memory'
import type { Interpreter } from '@chorale/core/effect'
import type { GraphEffect } from '@chorale/core/ports/graph'
import type { Store } from './store.js'

/** Where cells and what leads to them are written, as `--graph` says it. */
export type GraphPlace = 'memory' | 'local' | 'neo4j'

const places: readonly GraphPlace[] = ['memory', 'local', 'neo4j']

/** Reads `memory`, `local` or `neo4j`. */
export const readGraph = (text: string): Either<string, GraphPlace> => {
  const found = places.find((place) => place === text)
  return found === undefined ? E.left(`--graph ${text} is not known: wanted ${places.join(', ')}.`) : E.right(found)
}

/** A graph, and the way to put it away. */
export interface Graph {
  readonly handlers: Interpreter<GraphEffect>
  readonly close: () => Promise<void>
}

/** Opens nothing before its first use; what is not needed is not loaded. */
export const graphAt = async (place: GraphPlace, store: Store, env: NodeJS.ProcessEnv): Promise<Graph> => {
  const close = () => Promise.resolve()
  switch (place) {
    case 'memory':
      return { handlers: inMemory(), close }
    case 'local':
      return { handlers: store.handlers, close }
    case 'neo4j': {
      const { neo4j } = await import('@chorale/adapter-neo4j')
      const { NEO4J_URI: uri = usualUri, NEO4J_USER: username = 'neo4j', NEO4J_PASSWORD: password } = env
      const auth =
        password === undefined ? ({ _tag: 'none' } as const) : ({ _tag: 'basic', username, password } as const)
      const opened = neo4j({ uri, auth })
      return { handlers: opened, close: opened.close }
    }
  }
}

/** Where a Neo4j answers unless NEO4J_URI says otherwise. */
const usualUri = 'bolt://localhost:7687'
