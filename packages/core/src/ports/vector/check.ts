import type { EffectError } from '../../kit/fault/index.js'
import type { Condition } from '../condition.js'
import { conditionFlaws, isWhole, nameFlaws, refusal, said, textFlaws, type Flaws } from '../flaws.js'
import { mostHits, type VectorCollection, type VectorEffect } from './effects.js'
import type { Payload } from './point.js'

/** What collections are called; anything else is `Rejected`. */
export const collectionRule = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/u

/** Most dimensions of a vector. */
const mostDimensions = 65_536

/** The largest 32-bit float. */
const mostComponent = 3.4028234663852886e38

/** The fault of an effect, before anything is done: every adapter refuses the same with the same words. */
export const checkVector = (effect: VectorEffect): EffectError | undefined =>
  refusal(`carry out ${effect._tag} ${effect.key}`, vectorFlaws(effect))

function* vectorFlaws(effect: VectorEffect): Flaws {
  const { collection } = effect
  if (typeof collection !== 'string' || !collectionRule.test(collection))
    yield {
      path: 'collection',
      because: `${said(collection)} is no name`,
      next: 'Use a letter, then letters, digits, "_" and "-", at most 64 in all.',
    }
  switch (effect._tag) {
    case 'vector/collection':
      yield* collectionFlaws(effect)
      return
    case 'vector/upsert':
      yield* pointsFlaws(effect.points)
      return
    case 'vector/get':
      yield* wordFlaws('vectors', effect.vectors, ['with', 'without'])
      yield* idsFlaws(effect.ids)
      return
    case 'vector/delete':
      yield* idsFlaws(effect.ids)
      return
    case 'vector/payload':
      yield* idsFlaws(effect.ids)
      yield* payloadFlaws('set', effect.set)
      return
    case 'vector/search':
      yield* componentFlaws('vector', effect.vector)
      yield* limitFlaws(effect.limit)
      if (effect.threshold !== undefined && !Number.isFinite(effect.threshold))
        yield { path: 'threshold', because: `${said(effect.threshold)} is not finite`, next: 'Leave it out.' }
      yield* filterFlaws(effect.filter)
      return
    case 'vector/scroll':
      yield* wordFlaws('vectors', effect.vectors, ['with', 'without'])
      yield* limitFlaws(effect.limit)
      if (effect.after !== undefined) yield* textFlaws('after', effect.after)
      yield* filterFlaws(effect.filter)
      return
    case 'vector/count':
      yield* filterFlaws(effect.filter)
      return
    case 'vector/drop':
  }
}

function* collectionFlaws({ dimension, metric, indexes = [] }: VectorCollection): Flaws {
  if (!isWhole(dimension) || dimension < 1 || dimension > mostDimensions)
    yield { path: 'dimension', because: `${said(dimension)} is none`, next: `Use 1 to ${mostDimensions}.` }
  if (!['cosine', 'dot', 'euclid'].includes(metric))
    yield { path: 'metric', because: `there is no ${said(metric)}`, next: 'Use cosine, dot or euclid.' }
  for (const [i, { name, kind }] of indexes.entries()) {
    yield* nameFlaws(`indexes[${i}].name`, name)
    yield* wordFlaws(`indexes[${i}].kind`, kind, ['text', 'number', 'boolean'])
  }
}

/** Types rule another word out; a host without them does not. */
function* wordFlaws(path: string, word: unknown, words: readonly string[]): Flaws {
  if (typeof word !== 'string' || !words.includes(word))
    yield { path, because: `there is no ${said(word)}`, next: `Use ${words.join(', ')}.` }
}

function* pointsFlaws(
  points: readonly { readonly id: string; readonly vector: readonly number[]; readonly payload: Payload }[],
): Flaws {
  const seen = new Set<string>()
  for (const [i, { id, vector, payload }] of points.entries()) {
    const path = `points[${i}]`
    yield* idFlaws(`${path}.id`, id)
    yield* componentFlaws(`${path}.vector`, vector)
    yield* payloadFlaws(`${path}.payload`, payload)
    if (seen.has(id)) yield { path: `${path}.id`, because: 'it stands twice in one write', next: 'Leave one out.' }
    seen.add(id)
  }
}

function* idsFlaws(ids: readonly string[]): Flaws {
  for (const [i, id] of ids.entries()) yield* idFlaws(`ids[${i}]`, id)
}

function* idFlaws(path: string, id: unknown): Flaws {
  yield* textFlaws(path, id)
  if (id === '') yield { path, because: 'it is empty', next: 'Give every point an id.' }
}

/** The dimension is the store's to compare: it knows the collection's. */
function* componentFlaws(path: string, vector: readonly number[]): Flaws {
  const odd = vector.findIndex((each) => typeof each !== 'number' || !(Math.abs(each) <= mostComponent))
  if (odd !== -1)
    yield { path: `${path}[${odd}]`, because: `${said(vector[odd])} is no 32-bit float`, next: 'Embed the text again.' }
}

function* payloadFlaws(path: string, payload: Payload): Flaws {
  for (const [name, value] of Object.entries(payload)) {
    yield* nameFlaws(`${path}.${said(name)}`, name)
    if (name === 'ext_id')
      yield { path: `${path}.ext_id`, because: 'the store keeps the id there', next: 'Choose another name.' }
    yield* jsonFlaws(`${path}.${name}`, value)
  }
}

function* jsonFlaws(path: string, value: unknown): Flaws {
  if (typeof value === 'string') yield* textFlaws(path, value)
  else if (typeof value === 'number') {
    if (!Number.isFinite(value)) yield { path, because: `${value} is not finite`, next: 'Keep it as a text.' }
  } else if (Array.isArray(value)) for (const [i, each] of value.entries()) yield* jsonFlaws(`${path}[${i}]`, each)
  else if (typeof value === 'object' && value !== null)
    for (const [name, each] of Object.entries(value)) {
      yield* textFlaws(`${path}.${said(name)}`, name)
      yield* jsonFlaws(`${path}.${name}`, each)
    }
  else if (typeof value !== 'boolean' && value !== null)
    yield { path, because: `${said(value)} is no JSON`, next: 'Keep plain data.' }
}

function* filterFlaws(filter: readonly Condition[] = []): Flaws {
  yield* conditionFlaws('filter', filter)
  for (const [i, condition] of filter.entries()) {
    const path = `filter[${i}]`
    if (condition._tag === 'contains')
      yield { path, because: 'vector stores do not look into texts', next: 'Filter by a whole value.' }
    else if (condition._tag !== 'in' && Array.isArray(condition.value))
      yield { path: `${path}.value`, because: 'a filter compares single values', next: 'Use one condition for each.' }
    else if (
      ['lt', 'lte', 'gt', 'gte'].includes(condition._tag) &&
      'value' in condition &&
      typeof condition.value !== 'number'
    )
      yield { path: `${path}.value`, because: 'a filter orders numbers alone', next: 'Keep instants as numbers.' }
  }
}

function* limitFlaws(limit: unknown): Flaws {
  if (!isWhole(limit) || (limit as number) < 1 || (limit as number) > mostHits)
    yield { path: 'limit', because: `${said(limit)} is none`, next: `Use 1 to ${mostHits}.` }
}
