/** Routes of the server, by the names of the client. */
export type Route =
  | 'batchUpdate'
  | 'countPoints'
  | 'createCollection'
  | 'createFieldIndex'
  | 'deleteCollection'
  | 'deletePoints'
  | 'getCollection'
  | 'getCollections'
  | 'getPoints'
  | 'queryPoints'
  | 'scrollPoints'
  | 'upsertPoints'

/** One request as data. */
export interface Request {
  readonly route: Route
  /** Which deadline it has, and whether it may have been applied where its answer was lost. */
  readonly kind: 'read' | 'write' | 'start'
  /** What stands in the path, in the query and in the body. */
  readonly args: { readonly [member: string]: unknown }
}
