import { pointUuid, type VectorCount, type VectorScroll } from '@chorale/core/ports/vector'
import { filterOf } from './filter.js'
import type { Request } from './request.js'

/** Asks for a page; undefined behind the last id that can be. */
export const scrollPoints = (
  collection: string,
  { filter, after, limit, vectors }: Pick<VectorScroll, 'filter' | 'after' | 'limit' | 'vectors'>,
): Request | undefined => {
  const offset = after === undefined ? undefined : next(pointUuid(after))
  if (offset === null) return undefined
  return {
    route: 'scrollPoints',
    kind: 'read',
    args: {
      ...{ collection_name: collection, limit },
      ...(offset === undefined ? {} : { offset }),
      ...filterOf(filter),
      ...{ with_payload: true, with_vector: vectors === 'with' },
    },
  }
}

/** The UUID behind another: the server begins with the one it is given. Null behind the last. */
const next = (uuid: string): string | null => {
  const digits = (BigInt(`0x${uuid.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0')
  if (digits.length > 32) return null
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5')
}

/** Asks how many points fit. */
export const countPoints = (collection: string, { filter }: Pick<VectorCount, 'filter'>): Request => ({
  route: 'countPoints',
  kind: 'read',
  args: { collection_name: collection, ...filterOf(filter), exact: true },
})
