import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { local, localCapabilities } from '../../packages/adapter-local/src/index.ts'
import { memory, memoryCapabilities } from '../../packages/adapter-memory/src/index.ts'
import { neo4j, neo4jCapabilities } from '../../packages/adapter-neo4j/src/index.ts'
import { qdrant, qdrantCapabilities } from '../../packages/adapter-qdrant/src/index.ts'
import { sentenceOf } from '../../packages/rig/src/missing.ts'
import { neo4jServer } from '../../packages/rig/src/neo4j/server.ts'
import { qdrantServer } from '../../packages/rig/src/qdrant/server.ts'

const subject = (name, { ports, capabilities }, open) => ({ name, ports, capabilities, open })

/** A store over a server: the user's own, or one that is started and ended here. */
const served = async (server, open) => {
  const found = await server()
  if (found._tag === 'Missing') return { _tag: 'Missing', sentence: sentenceOf(found) }
  return { _tag: 'Open', subject: open(found.address), end: () => found.stop() }
}

const closing = (handlers) => Promise.resolve({ handlers, close: () => handlers.close() })

// A server of the user's own may be far away: what is not about time has enough of it.
const patient = { connectMs: 30_000, readMs: 60_000, writeMs: 60_000, startMs: 120_000 }

const authOf = ({ user = 'neo4j', password }) =>
  password === undefined ? { _tag: 'none' } : { _tag: 'basic', username: user, password }

/** Each store: the ports it answers, what it says it can do, and how it is opened for the cases. */
export const stores = {
  memory: {
    ...{ ports: ['graph', 'vector', 'journal'], capabilities: memoryCapabilities },
    open: async () => {
      const handlers = memory()
      const open = () => Promise.resolve({ handlers, close: () => Promise.resolve() })
      return { _tag: 'Open', subject: subject('memory', stores.memory, open), end: () => Promise.resolve() }
    },
  },
  local: {
    ...{ ports: ['graph', 'vector', 'journal'], capabilities: localCapabilities },
    open: async () => {
      const directory = mkdtempSync(join(tmpdir(), 'chorale-conformance-'))
      const open = () => closing(local({ directory, ballastBytes: 0 }))
      const end = async () => rmSync(directory, { recursive: true, force: true })
      return { _tag: 'Open', subject: subject('local', stores.local, open), end }
    },
  },
  neo4j: {
    ...{ ports: ['graph', 'journal'], capabilities: neo4jCapabilities },
    open: () =>
      served(neo4jServer, (address) =>
        subject('neo4j', stores.neo4j, () =>
          closing(neo4j({ uri: address.uri, auth: authOf(address), timeouts: patient, pool: { minIdle: 1 } })),
        ),
      ),
  },
  qdrant: {
    ...{ ports: ['vector'], capabilities: qdrantCapabilities },
    open: () =>
      served(qdrantServer, ({ uri, apiKey }) =>
        subject('qdrant', stores.qdrant, () =>
          closing(qdrant({ url: uri, ...(apiKey === undefined ? {} : { apiKey }) })),
        ),
      ),
  },
}
