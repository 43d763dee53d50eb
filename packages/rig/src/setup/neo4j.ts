import type { TestProject } from 'vitest/node'
import type {} from '../services.js'
import { neo4jServer } from '../neo4j/server.js'
import { provided, stop } from './provided.js'

/** One Neo4j for a project's whole test run. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const server = await neo4jServer()
  project.provide('neo4j', provided(project, server))
  return () => stop(server)
}
