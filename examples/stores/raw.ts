import { auth, driver } from 'neo4j-driver'
import type { Neo4jAddress } from '@chorale/rig'

/** Asks Neo4j past the adapter, for what no port tells: one list of values for each row. */
export const rawRows = async (
  { uri, user, password }: Neo4jAddress,
  text: string,
  parameters: { readonly [name: string]: string } = {},
): Promise<readonly (readonly unknown[])[]> => {
  const raw = driver(uri, password === undefined ? undefined : auth.basic(user ?? 'neo4j', password))
  try {
    const { records } = await raw.executeQuery(text, parameters)
    return records.map((record) => [...record.values()])
  } finally {
    await raw.close()
  }
}
