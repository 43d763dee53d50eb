import type { Metric, PayloadIndex, VectorCollection } from '@chorale/core/ports/vector'
import type { Request } from './request.js'

/** The server's word for each metric. */
export const distances: { readonly [M in Metric]: string } = { cosine: 'Cosine', dot: 'Dot', euclid: 'Euclid' }

const indexTypes: { readonly [K in PayloadIndex['kind']]: string } = {
  text: 'keyword',
  number: 'float',
  boolean: 'bool',
}

/** Asks what a collection is like. */
export const readCollection = (collection: string): Request => ({
  route: 'getCollection',
  kind: 'read',
  args: { collection_name: collection },
})

/** Makes a collection. */
export const makeCollection = (
  collection: string,
  { dimension, metric }: Pick<VectorCollection, 'dimension' | 'metric'>,
): Request => ({
  route: 'createCollection',
  kind: 'start',
  args: { collection_name: collection, vectors: { size: dimension, distance: distances[metric] } },
})

/** Makes an index of a payload's property. */
export const makeIndex = (collection: string, { name, kind }: PayloadIndex): Request => ({
  route: 'createFieldIndex',
  kind: 'start',
  args: { collection_name: collection, wait: true, field_name: name, field_schema: indexTypes[kind] },
})

/** Deletes a collection. */
export const dropCollection = (collection: string): Request => ({
  route: 'deleteCollection',
  kind: 'start',
  args: { collection_name: collection },
})

/** Asks which collections there are: the cheapest request that an API key is needed for. */
export const listCollections: Request = { route: 'getCollections', kind: 'start', args: {} }
