import type { GraphQuery } from '../../../ports/graph/index.js'
import type { VectorScroll } from '../../../ports/vector/index.js'
import type { View } from '../../views/index.js'
import { linkLabel, threadLabel } from './labels.js'

/** What is being read, and where its next page begins. */
export interface Look {
  readonly kind: 'points' | 'copies' | 'messages' | 'threads' | 'links'
  readonly page: number
  readonly after: string | undefined
}

/** What is verified. */
export interface ConsistencyParams {
  readonly view: View
  /** `look` only tells; `mend` also carries the plan out. */
  readonly mode: 'look' | 'mend'
  /** The collection whose payloads repeat the co-authors of threads, where there is one. */
  readonly threads?: string
  /** Points and nodes read in one go: 1,000 unless given. */
  readonly page?: number
}

const kinds: readonly Look['kind'][] = ['points', 'copies', 'messages', 'threads', 'links']

/** The next page to read: the rest of this kind, or the first of the next; undefined behind the last. */
export const nextLook = ({ threads }: ConsistencyParams, at: Look | undefined): Look | undefined => {
  if (at?.after !== undefined) return { ...at, page: at.page + 1 }
  const rest = kinds.slice(at === undefined ? 0 : kinds.indexOf(at.kind) + 1)
  const kind = rest.find((each) => each !== 'copies' || threads !== undefined)
  return kind === undefined ? undefined : { kind, page: 0, after: undefined }
}

/** Reads a page. */
export const reading = (
  { view, threads = '', page: limit = 1000 }: ConsistencyParams,
  { kind, page, after }: Look,
): VectorScroll | GraphQuery => {
  const key = `${kind}/${page}`
  switch (kind) {
    case 'points':
    case 'copies':
      return {
        ...{ _tag: 'vector/scroll', key, collection: kind === 'points' ? view.collection : threads, limit },
        ...{ vectors: kind === 'points' ? 'with' : 'without', ...(after === undefined ? {} : { after }) },
      }
    case 'messages':
    case 'threads':
    case 'links': {
      const label = { messages: view.label, threads: threadLabel, links: linkLabel }[kind]
      const where = after === undefined ? [] : [{ _tag: 'gt', name: 'id', value: after } as const]
      return { _tag: 'graph/query', key, match: { label, where }, orderBy: [{ by: 'id' }], limit }
    }
  }
}
