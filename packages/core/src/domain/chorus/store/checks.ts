import { contentHash } from '../../../kit/base/index.js'
import type { Condition } from '../../../ports/index.js'
import type { Metric, Payload } from '../../../ports/vector/index.js'
import { leastNorm, normOf } from './chunks.js'
import { indexedFields } from './messages-view.js'
import type { StorageFault } from './storage-fault.js'

/** Checks that a vector can be kept and compared; undefined where it can. Spec chorus 9.2. */
export const verifyEmbedding = (vector: readonly number[], dimension: number): StorageFault | undefined => {
  if (vector.length !== dimension)
    return badVector('VECTOR_DIM', `it has ${vector.length} components, and the collection keeps ${dimension}`)
  if (!vector.every(Number.isFinite)) return badVector('VECTOR_NON_FINITE', 'a component is not finite')
  return normOf(vector) > leastNorm ? undefined : badVector('VECTOR_ZERO', 'it has no direction')
}

const badVector = (code: StorageFault['code'], because: string): StorageFault => ({
  ...{ _tag: 'InvalidVector', code },
  message: `The vector cannot be used: ${because}. Embed the content again.`,
})

/** What a collection should be, and what it is. */
export interface CollectionShape {
  readonly dimension: number
  readonly metric: Metric
}

/** Checks that a collection is there, well, and as it was configured; undefined where it is. Spec chorus 9.2. */
export const verifyCollection = (
  found: (CollectionShape & { readonly status: 'green' | 'yellow' | 'red' }) | undefined,
  configured: CollectionShape | undefined,
): StorageFault | undefined => {
  if (found === undefined) return badCollection('it is not there', 'Make it.')
  if (found.status === 'red') return badCollection('its status is red', 'Look after the store, then try again.')
  if (configured === undefined) return undefined
  const { dimension, metric } = configured
  return found.dimension === dimension && found.metric === metric
    ? undefined
    : badCollection(
        `it keeps ${found.dimension} components by ${found.metric}, and ${dimension} by ${metric} are configured`,
        'Correct the configuration, or use another collection.',
      )
}

/** A collection that cannot be used. */
export const badCollection = (because: string, next: string): StorageFault => ({
  ...{ _tag: 'InvalidCollection', code: 'COLLECTION_INVALID' },
  message: `The collection cannot be used: ${because}. ${next}`,
})

/** Most code points of a content. Spec chorus 10.1. */
const mostContent = 10_000

/** Whether a content may be kept: not blank, and not too long. Spec chorus 9.2. */
export const isContent = (content: unknown): content is string =>
  typeof content === 'string' &&
  content.trim() !== '' &&
  // A text has no more code points than code units: most need no counting.
  (content.length <= mostContent || Array.from(content.normalize('NFC')).length <= mostContent)

/** Checks a content, and the hash that came with it where one did; undefined where both are right. Spec chorus 9.2. */
export const verifyContent = (content: string, hash: string | undefined): StorageFault | undefined => {
  if (!isContent(content)) return badContent(`its content is blank or has more than ${mostContent} characters`)
  if (hash === undefined || hash === contentHash(content)) return undefined
  return {
    ...{ _tag: 'InvalidContent', code: 'HASH_MISMATCH' },
    message: 'The message is refused: its hash is not that of its content. Hash the content as it is in NFC.',
  }
}

/** A message that cannot be kept. */
export const badContent = (because: string): StorageFault => ({
  ...{ _tag: 'InvalidContent', code: 'MESSAGE_INVALID' },
  message: `The message is refused: ${because}. Correct it.`,
})

/** Most priors of a search, and how many there are unless given. Spec chorus 9.3. */
const [mostPriors, usualPriors] = [200, 80]

/** How many priors a search asks for. */
export const limitOf = (limit: number | undefined): number => limit ?? usualPriors

const comparisons: readonly string[] = ['eq', 'in', 'gte', 'lte', 'not']
const fields: readonly string[] = indexedFields

/** Checks what a search asks for; undefined where it may. Spec chorus 9.3. */
export const verifySearch = (filters: readonly Condition[], limit: number | undefined): StorageFault | undefined => {
  const count = limitOf(limit)
  if (!Number.isInteger(count) || count < 1 || count > mostPriors)
    return badFilter(`the limit ${count} is not from 1 to ${mostPriors}`)
  const field = filters.find(({ name }) => !fields.includes(name))
  if (field !== undefined) return badFilter(`"${field.name.slice(0, 64)}" is no indexed field (${fields.join(', ')})`)
  const comparison = filters.find(({ _tag }) => !comparisons.includes(_tag))
  if (comparison !== undefined) return badFilter(`"${comparison._tag}" is not among ${comparisons.join(', ')}`)
  return undefined
}

const badFilter = (because: string): StorageFault => ({
  ...{ _tag: 'InvalidFilter', code: 'FILTER_INVALID' },
  message: `The search is refused: ${because}. Correct the filter.`,
})

/** What an update may change. Spec chorus 9.3: the rest is fixed, or made by the storage itself. */
const changeable = ['content', 'role', 'step', 'audience', 'token_value', 'author_signature']

/** Checks what an update changes; undefined where it may. */
export const verifyPatch = (patch: Payload): StorageFault | undefined => {
  const fixed = Object.keys(patch).find((name) => !changeable.includes(name))
  if (fixed !== undefined) return badContent(`"${fixed.slice(0, 64)}" cannot be changed`)
  const { content } = patch
  if (content === undefined) return undefined
  return typeof content === 'string' ? verifyContent(content, undefined) : badContent('its content is no text')
}

/** What an update expects, and what there is. */
export const versionConflict = (expected: number, found: number): StorageFault => ({
  ...{ _tag: 'Conflict', code: 'CONFLICT' },
  message: `The message is at version ${found}, and ${expected} was expected. Read it again, then try once more.`,
})

/** An id that is taken. */
export const idConflict = (id: string): StorageFault => ({
  ...{ _tag: 'Conflict', code: 'CONFLICT' },
  message: `The id ${id} is taken by another content. Read the message again, or store under a new id.`,
})

/** A message that is not there. */
export const notThere = (id: string): StorageFault => ({
  ...{ _tag: 'NotFound', code: 'NOT_FOUND' },
  message: `There is no message ${id}. Nothing was changed.`,
})

/** A message without a vector that could be kept. */
export const vectorless = (id: string): StorageFault => ({
  ...{ _tag: 'VectorError', code: 'INCONSISTENT' },
  message: `The message ${id} has no vector that can be used. Embed its content again, and update it with the vector.`,
})
