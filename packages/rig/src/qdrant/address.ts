/** Where a Qdrant server is and how to get in. */
export interface QdrantAddress {
  readonly uri: string
  readonly apiKey?: string
}

/** The server of the user's own, from QDRANT_URL and QDRANT_API_KEY. */
export const qdrantFromEnvironment = (): QdrantAddress | undefined => {
  const { QDRANT_URL: uri, QDRANT_API_KEY: apiKey } = process.env
  if (uri === undefined || uri === '') return undefined
  return apiKey === undefined ? { uri } : { uri, apiKey }
}
