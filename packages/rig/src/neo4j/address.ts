/** Where a Neo4j server is and how to get in; without a user there is no password to give. */
export interface Neo4jAddress {
  readonly uri: string
  readonly user?: string
  readonly password?: string
}

/** The server of the user's own, from NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD. */
export const neo4jFromEnvironment = (): Neo4jAddress | undefined => {
  const { NEO4J_URI: uri, NEO4J_USER: user, NEO4J_PASSWORD: password } = process.env
  if (uri === undefined || uri === '') return undefined
  return password === undefined ? { uri } : { uri, user: user ?? 'neo4j', password }
}
