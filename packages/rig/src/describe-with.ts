import { afterAll, describe, it } from 'vitest'
import { sentenceOf, type Missing } from './missing.js'
import { ownNeo4j, type Neo4jOptions } from './neo4j/server.js'
import { ownQdrant, type QdrantOptions } from './qdrant/server.js'
import { served } from './served.js'
import type { Started } from './server.js'
import type { Addresses, Service } from './services.js'

/** Tests that need a server. Without it they are one test that is skipped with the reason and what to install, or fails where CI is set. */
export const describeWith = <S extends Service>(
  service: S,
  title: string,
  tests: (address: Addresses[S]) => void,
): void => {
  const server = served(service)
  describe(title, () => {
    if (server._tag === 'Missing') without(server)
    else tests(server.address)
  })
}

/** Starts a server for some tests alone; it is ended behind the last of them. */
export type Start<S extends Service> = (options?: Options[S]) => Promise<Started<Addresses[S]>>

interface Options {
  readonly neo4j: Neo4jOptions
  readonly qdrant: QdrantOptions
}

type Own = {
  readonly [S in Service]: (options?: Options[S]) => Promise<Started<Addresses[S]> | Missing>
}

const own: Own = { neo4j: ownNeo4j, qdrant: ownQdrant }

/**
 * Tests that need a server to themselves, to kill it or freeze it. As {@link describeWith}; where the environment names a server of the user's
 * own, they are skipped, because that one is not ours to kill.
 */
export const describeOwn = <S extends Service>(service: S, title: string, tests: (start: Start<S>) => void): void => {
  const server = served(service)
  describe(title, () => {
    const started: Started<Addresses[S]>[] = []
    afterAll(async () => {
      for (const server of started.splice(0)) await server.stop()
    })
    const start: Start<S> = async (options) => {
      const server = await own[service](options)
      if (server._tag === 'Missing') throw new Error(sentenceOf(server))
      started.push(server)
      return server
    }
    if (server._tag === 'Missing') without(server)
    else if (server._tag === 'Given')
      it.skip(`the environment names a server for ${service}, and these tests kill theirs`)
    else tests(start)
  })
}

const without = (server: Missing): void => {
  const why = sentenceOf(server)
  if (isCI()) {
    it('has a server to test with', () => {
      throw new Error(why)
    })
  } else it.skip(why)
}

const isCI = (): boolean => !['', 'false', '0'].includes(process.env['CI'] ?? '')
