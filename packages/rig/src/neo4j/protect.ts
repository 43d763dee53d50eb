import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { missing, type Missing } from '../missing.js'
import { tool } from '../tool.js'
import { settingsIn } from './settings.js'

/** The first password of the user `neo4j`, and the command that runs Java over the server's class path. */
export interface Protection {
  readonly password: string
  readonly run: readonly string[]
}

/** Sets the first password of a home; where it was started before, its password stays. */
export const protect = async (home: string, { password, run }: Protection): Promise<Missing | undefined> => {
  if (existsSync(join(home, 'data', 'databases'))) return undefined
  const [program = '', ...args] = run
  const words = [...args, 'org.neo4j.cli.AdminTool', 'dbms', 'set-initial-password', password]
  const ended = await tool(program, words, { NEO4J_HOME: home, NEO4J_CONF: settingsIn(home) })
  if (ended._tag === 'Done') return undefined
  const said = ended._tag === 'Failed' ? ended.said : 'it could not be started'
  return missing(`Neo4j's own tool did not set the password: ${said}.`, 'A password has at least eight characters.')
}
