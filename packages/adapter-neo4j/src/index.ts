/** Graph and journal over Neo4j. */
export { neo4j, neo4jCapabilities, type Neo4jStore } from './neo4j.js'
export type { Neo4jAuth, Neo4jOptions } from './config.js'
