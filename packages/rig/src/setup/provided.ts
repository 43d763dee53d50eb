import type { TestProject } from 'vitest/node'
import { sentenceOf } from '../missing.js'
import type { Server } from '../server.js'
import type { Served } from '../services.js'

/** What can be handed to the tests of a server: no functions. Where there is none, that is said once for the whole run. */
export const provided = <Address>(project: TestProject, server: Server<Address>): Served<Address> => {
  if (server._tag !== 'Missing') return { _tag: server._tag, address: server.address }
  process.stderr.write(`\n${project.name}: tests are skipped. ${sentenceOf(server)}\n\n`)
  return server
}

/** Ends a server of a test run. */
export const stop = async <Address>(server: Server<Address>): Promise<void> => {
  if (server._tag !== 'Missing') await server.stop()
}
