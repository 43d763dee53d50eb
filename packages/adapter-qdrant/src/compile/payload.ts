import type { Json } from '@chorale/core/base'
import { pointUuid, type Payload } from '@chorale/core/ports/vector'
import { isExact } from './number.js'
import type { Request } from './request.js'

/** Where the id of a point stands that is kept under another one. */
export const idName = 'ext_id'

/**
 * Where it stands that a property counts as null though there is one: it is an object, or a list that holds null, a list or an object. The server
 * cannot tell these from a text. No property has a name like it or the next one: names hold no "-".
 */
export const nullMark = (name: string): string => `null-${name}`

/** Where the JSON of a property stands that holds a number which the server may not give back as it was. */
export const exactMark = (name: string): string => `json-${name}`

/** Whether a member of a stored payload is ours, not the point's. */
export const isOurs = (name: string): boolean => name === idName || /^(null|json)-/u.test(name)

/** A payload as it is stored: without what is null, with what the server cannot see or keep by itself. */
export const storedPayload = (payload: Payload): Payload =>
  Object.fromEntries(
    Object.entries(payload).flatMap(([name, value = null]): (readonly [string, Json])[] => [
      ...(value === null ? [] : [[name, value] as const]),
      ...(countsAsNull(value) ? [[nullMark(name), true] as const] : []),
      ...(isKeptWhole(value) ? [] : [[exactMark(name), JSON.stringify(value)] as const]),
    ]),
  )

/** Of what is there: null itself is not stored. */
const countsAsNull = (value: Json): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (!Array.isArray(value) || value.some((each) => typeof each === 'object'))

const isKeptWhole = (value: Json | undefined): boolean => {
  if (typeof value === 'number') return isExact(value)
  return typeof value !== 'object' || value === null || Object.values(value).every(isKeptWhole)
}

/**
 * Lays properties over the payloads of points; undefined where there is nothing to do. The points are named by a filter: by their ids alone, one
 * that is not there would fail the request for all others.
 */
export const layPayload = (collection: string, ids: readonly string[], set: Payload): Request | undefined => {
  const payload = storedPayload(set)
  const keys = Object.keys(set)
    .flatMap((name) => [name, nullMark(name), exactMark(name)])
    .filter((name) => !Object.hasOwn(payload, name))
  const filter = { must: [{ has_id: ids.map(pointUuid) }] }
  const operations = [
    ...(Object.keys(payload).length === 0 ? [] : [{ set_payload: { payload, filter } }]),
    ...(keys.length === 0 ? [] : [{ delete_payload: { keys, filter } }]),
  ]
  return operations.length === 0
    ? undefined
    : { route: 'batchUpdate', kind: 'write', args: { collection_name: collection, wait: true, operations } }
}
