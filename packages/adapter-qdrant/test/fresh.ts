import { randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { qdrant, type QdrantOptions, type QdrantStore } from '../src/index.js'
import { said } from './said.js'

/** Where a real server is. */
export interface Address {
  readonly uri: string
  readonly apiKey?: string
}

/** A store whose collections begin with a prefix of its own; the collection "c" is dropped and the store closed behind the test. */
export const fresh = (
  { uri, apiKey }: Address,
  more: Partial<QdrantOptions> = {},
): QdrantStore & { readonly prefix: string } => {
  const collectionPrefix = `t${randomUUID().slice(0, 8)}-`
  const store = qdrant({ url: uri, ...(apiKey === undefined ? {} : { apiKey }), collectionPrefix, ...more })
  onTestFinished(async () => {
    await said(store)('vector/drop', {})
    await store.close()
  })
  return { ...store, prefix: collectionPrefix }
}
