import { ownNeo4j, ownQdrant, sentenceOf } from '@chorale/rig'
import type { Servers } from './round.js'

/** Starts a Neo4j and a Qdrant for a command; where either cannot be had, says what to install and ends the process with 69. */
export const ownServers = async (): Promise<Servers> => {
  const [neo4j, qdrant] = await Promise.all([ownNeo4j(), ownQdrant()])
  if (neo4j._tag === 'Started' && qdrant._tag === 'Started') return { neo4j, qdrant }
  for (const server of [neo4j, qdrant]) if (server._tag === 'Missing') console.error(sentenceOf(server))
  return process.exit(69)
}
