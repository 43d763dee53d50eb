import { join } from 'node:path'
import { missing, type Missing } from '../missing.js'
import { tool } from '../tool.js'

/** The oldest Java that Neo4j 5 runs on. */
const OLDEST = 17

const INSTALL = `Install Java ${OLDEST} or newer (a package such as openjdk-17-jre-headless, or Temurin) and Maven, or name a server of your own in NEO4J_URI.`

/** The program that runs Java, where one is there that is new enough. */
export const java = async (): Promise<string | Missing> => {
  const home = process.env['JAVA_HOME']
  const program = home === undefined || home === '' ? 'java' : join(home, 'bin', 'java')
  const ended = await tool(program, ['-version'])
  if (ended._tag !== 'Done') return missing('Neo4j needs Java, and no program "java" was found.', INSTALL)
  const version = Number(/version "(\d+)/u.exec(ended.output)?.[1])
  if (version >= OLDEST) return program
  return missing(`Neo4j needs Java ${OLDEST} or newer, and this one is ${version}.`, INSTALL)
}
