/** Starts the server of a kind, says where it is, and waits to be ended. */
import { ownNeo4j, ownQdrant } from '../../src/index.js'

const server = await (process.argv[2] === 'neo4j' ? ownNeo4j() : ownQdrant())
if (server._tag !== 'Started') throw new Error(JSON.stringify(server))
await server.kill()
await server.restart()
process.stdout.write(`${JSON.stringify({ pid: server.pid() })}\n`)
