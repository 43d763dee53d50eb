import { fileURLToPath } from 'node:url'
import { home } from '../home.js'
import { host } from '../host.js'
import type { Missing } from '../missing.js'
import { freePort } from '../port.js'
import { given, type Server, type Started } from '../server.js'
import { qdrantFromEnvironment, type QdrantAddress } from './address.js'
import { answersHttp } from './answers-http.js'
import { python } from './python.js'

/** How to start a Qdrant. */
export interface QdrantOptions {
  /** Where the data lies; a fresh directory in the system's temporary directory, removed at the end, where it is left out. */
  readonly directory?: string
}

const PATIENCE_MS = 30_000

const front = fileURLToPath(new URL('../../qdrant/front', import.meta.url))

/** The user's own Qdrant where QDRANT_URL is set, otherwise one that is started: the server's engine behind a front for tests. */
export const qdrantServer = (options: QdrantOptions = {}): Promise<Server<QdrantAddress>> => {
  const theirs = qdrantFromEnvironment()
  return theirs === undefined ? ownQdrant(options) : Promise.resolve(given(theirs))
}

/** A Qdrant that is started here, whatever the environment says. */
export const ownQdrant = async (options: QdrantOptions = {}): Promise<Started<QdrantAddress> | Missing> => {
  const program = await python()
  if (typeof program !== 'string') return program
  const directory = home(options.directory, 'qdrant')
  const port = await freePort()
  return host({
    name: 'Qdrant',
    // No compiled files beside the sources.
    words: [program, '-B', front, directory.path, String(port)],
    directory,
    address: { uri: `http://127.0.0.1:${port}` },
    isReady: answersHttp,
    patienceMs: PATIENCE_MS,
  })
}
