import neo4j from 'neo4j-driver'
import type { Neo4jAddress } from './address.js'

/** Whether a server answers `RETURN 1`; any failure is a no. */
export const answersBolt = async ({ uri, user, password }: Neo4jAddress): Promise<boolean> => {
  const token = user === undefined ? undefined : neo4j.auth.basic(user, password ?? '')
  const driver = neo4j.driver(uri, token)
  const session = driver.session()
  try {
    return (await session.run('RETURN 1')).records.length === 1
  } catch {
    return false
  } finally {
    await session.close()
    await driver.close()
  }
}
