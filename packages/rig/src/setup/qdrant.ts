import type { TestProject } from 'vitest/node'
import type {} from '../services.js'
import { qdrantServer } from '../qdrant/server.js'
import { provided, stop } from './provided.js'

/** One Qdrant for a project's whole test run. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const server = await qdrantServer()
  project.provide('qdrant', provided(project, server))
  return () => stop(server)
}
