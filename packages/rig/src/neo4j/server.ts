import { home } from '../home.js'
import { host } from '../host.js'
import type { Missing } from '../missing.js'
import { freePort } from '../port.js'
import { given, type Server, type Started } from '../server.js'
import { neo4jFromEnvironment, type Neo4jAddress } from './address.js'
import { answersBolt } from './answers-bolt.js'
import { classPath, VERSION } from './class-path.js'
import { java } from './java.js'
import { protect } from './protect.js'
import { settingsIn, writeSettings } from './settings.js'

/** How to start a Neo4j. */
export interface Neo4jOptions {
  /** The home with the data; a fresh one in the system's temporary directory, removed at the end, where it is left out. */
  readonly directory?: string
  /** Of the user `neo4j`; set before the first start of a home. Without it everybody may enter. */
  readonly password?: string
}

const PATIENCE_MS = 60_000

/** The user's own Neo4j where NEO4J_URI is set, otherwise one that is started: Community 5.26 on a loopback port, for bolt alone. */
export const neo4jServer = (options: Neo4jOptions = {}): Promise<Server<Neo4jAddress>> => {
  const theirs = neo4jFromEnvironment()
  return theirs === undefined ? ownNeo4j(options) : Promise.resolve(given(theirs))
}

/** A Neo4j that is started here, whatever the environment says. */
export const ownNeo4j = async (options: Neo4jOptions = {}): Promise<Started<Neo4jAddress> | Missing> => {
  const [program, jars] = [await java(), await classPath()]
  if (typeof program !== 'string') return program
  if (typeof jars !== 'string') return jars
  const directory = home(options.directory, 'neo4j')
  const port = await freePort()
  const { password } = options
  writeSettings(directory.path, { port, isProtected: password !== undefined })
  const run = [program, '-Xms256m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', jars] as const
  if (password !== undefined) {
    const fault = await protect(directory.path, { password, run })
    if (fault !== undefined) return fault
  }
  const uri = `bolt://127.0.0.1:${port}`
  const address: Neo4jAddress = password === undefined ? { uri } : { uri, user: 'neo4j', password }
  const folders = [`--home-dir=${directory.path}`, `--config-dir=${settingsIn(directory.path)}`]
  return host({
    name: `Neo4j ${VERSION}`,
    words: [...run, 'org.neo4j.server.CommunityEntryPoint', ...folders],
    directory,
    address,
    isReady: answersBolt,
    patienceMs: PATIENCE_MS,
  })
}
