/** The vector port over Qdrant. */
export { qdrant, qdrantCapabilities, type QdrantStore } from './qdrant.js'
export type { Deadlines, QdrantOptions } from './config.js'
