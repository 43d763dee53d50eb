import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { forget, kept } from '../cache.js'
import { missing, type Missing } from '../missing.js'
import { tool } from '../tool.js'

/** The version of the server. */
export const VERSION = '5.26.30'

const pom = fileURLToPath(new URL('../../neo4j/pom.xml', import.meta.url))

/** The class path of the server: fetched by Maven the first time (128 MB), later read from the cache. */
export const classPath = async (): Promise<string | Missing> => {
  const place = await kept(`neo4j-${VERSION}`, fetched)
  if (typeof place !== 'string') return place
  const text = read(place)
  if (text.split(delimiter).every((jar) => existsSync(jar))) return text
  // Somebody emptied Maven's own store.
  forget(place)
  const again = await kept(`neo4j-${VERSION}`, fetched)
  return typeof again === 'string' ? read(again) : again
}

const read = (place: string): string => readFileSync(join(place, 'class-path'), 'utf8').trim()

const fetched = async (folder: string): Promise<Missing | undefined> => {
  const output = `-Dmdep.outputFile=${join(folder, 'class-path')}`
  const words = ['-q', '-B', '-f', pom, `-Dneo4j.version=${VERSION}`, 'dependency:build-classpath', output]
  const ended = await tool('mvn', words)
  switch (ended._tag) {
    case 'Done':
      return undefined
    case 'Absent':
      return missing(
        'Neo4j is fetched by Maven, and no program "mvn" was found.',
        'Install Maven (package maven) and Java 17 or newer, or name a server of your own in NEO4J_URI.',
      )
    case 'Failed':
      return missing(
        `Maven could not fetch Neo4j ${VERSION}: ${ended.said}.`,
        "Check the network and Maven's settings, or name a server of your own in NEO4J_URI.",
      )
  }
}
