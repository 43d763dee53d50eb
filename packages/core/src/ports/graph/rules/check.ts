import type { EffectError } from '../../../kit/fault/index.js'
import {
  conditionFlaws,
  isWhole,
  nameFlaws,
  pageFlaws,
  refusal,
  said,
  textFlaws,
  valueFlaws,
  type Flaws,
} from '../../flaws.js'
import type { GraphEffect } from '../effects.js'
import type { NodeRef, Property, RelationshipRef } from '../node.js'
import { mostDepth, type GraphQuery, type GraphRelationships, type Hop, type Match } from '../query.js'
import type { GraphMigrate, Shape } from '../schema.js'
import type { GraphDelete, GraphUpsert, Merge } from '../write.js'

/** The fault of an effect, before anything is done: every adapter refuses the same with the same words. */
export const checkGraph = (effect: GraphEffect): EffectError | undefined => {
  switch (effect._tag) {
    case 'graph/upsert':
      return refusal(`write ${effect.key}`, upsertFlaws(effect))
    case 'graph/delete':
      return refusal(`delete ${effect.key}`, deleteFlaws(effect))
    case 'graph/query':
      return refusal(`read ${effect.key}`, queryFlaws(effect))
    case 'graph/relationships':
      return refusal(`read ${effect.key}`, relationshipsFlaws(effect))
    case 'graph/migrate':
      return refusal(`migrate ${effect.key}`, migrateFlaws(effect))
  }
}

function* upsertFlaws({ nodes, relationships }: GraphUpsert): Flaws {
  const seen = new Set<string>()
  for (const [i, node] of nodes.entries()) {
    const path = `nodes[${i}]`
    yield* refFlaws(path, node)
    yield* propertyFlaws(`${path}.properties`, node.properties, 'id')
    if (node.existing !== undefined) yield* mergeFlaws(`${path}.existing`, node.existing)
    yield* twiceFlaws(path, seen, [node.label, node.id])
  }
  for (const [i, link] of relationships.entries()) {
    const path = `relationships[${i}]`
    yield* linkFlaws(path, link)
    yield* propertyFlaws(`${path}.properties`, link.properties, 'key')
    yield* twiceFlaws(path, seen, [link.type, link.from.label, link.from.id, link.to.label, link.to.id, link.key ?? ''])
  }
}

function* deleteFlaws({ nodes, relationships }: GraphDelete): Flaws {
  for (const [i, node] of nodes.entries()) yield* refFlaws(`nodes[${i}]`, node)
  for (const [i, link] of relationships.entries()) yield* linkFlaws(`relationships[${i}]`, link)
}

function* queryFlaws({ match, hops = [], orderBy = [], offset, limit }: GraphQuery): Flaws {
  yield* matchFlaws('match', match)
  for (const [i, hop] of hops.entries()) yield* hopFlaws(`hops[${i}]`, hop)
  for (const [i, { by }] of orderBy.entries()) yield* nameFlaws(`orderBy[${i}].by`, by)
  yield* pageFlaws({ offset, limit })
}

function* relationshipsFlaws({ type, from, to, offset, limit }: GraphRelationships): Flaws {
  yield* nameFlaws('type', type)
  if (from !== undefined) yield* matchFlaws('from', from)
  if (to !== undefined) yield* matchFlaws('to', to)
  yield* pageFlaws({ offset, limit })
}

function* migrateFlaws({ schema, steps }: GraphMigrate): Flaws {
  yield* nameFlaws('schema', schema)
  for (const [i, step] of steps.entries()) {
    const path = `steps[${i}]`
    if (step.version !== i + 1)
      yield { path: `${path}.version`, because: `wanted ${i + 1}`, next: 'Count the steps up from 1.' }
    for (const part of ['unique', 'indexes', 'drop'] as const)
      for (const [k, shape] of (step[part] ?? []).entries()) yield* shapeFlaws(`${path}.${part}[${k}]`, shape)
  }
}

function* shapeFlaws(path: string, { label, properties }: Shape): Flaws {
  yield* nameFlaws(`${path}.label`, label)
  if (properties.length === 0)
    yield { path: `${path}.properties`, because: 'there are none', next: 'Name at least one property.' }
  for (const [i, name] of properties.entries()) yield* nameFlaws(`${path}.properties[${i}]`, name)
}

function* linkFlaws(path: string, { type, from, to, key }: RelationshipRef): Flaws {
  yield* nameFlaws(`${path}.type`, type)
  yield* refFlaws(`${path}.from`, from)
  yield* refFlaws(`${path}.to`, to)
  if (key === undefined) return
  yield* textFlaws(`${path}.key`, key)
  if (key === '') yield { path: `${path}.key`, because: 'it is empty', next: 'Leave it out.' }
}

function* refFlaws(path: string, { label, id }: NodeRef): Flaws {
  yield* nameFlaws(`${path}.label`, label)
  yield* textFlaws(`${path}.id`, id)
  if (id === '') yield { path: `${path}.id`, because: 'it is empty', next: 'Give every node an id.' }
}

function* hopFlaws(path: string, { types, direction, depth = { least: 1, most: 1 }, to }: Hop): Flaws {
  if (types.length === 0)
    yield { path: `${path}.types`, because: 'there are none', next: 'Name at least one type of relationship.' }
  for (const [i, type] of types.entries()) yield* nameFlaws(`${path}.types[${i}]`, type)
  if (!['out', 'in', 'both'].includes(direction))
    yield { path: `${path}.direction`, because: `there is no ${said(direction)}`, next: 'Say out, in or both.' }
  const { least, most } = depth
  if (!isWhole(least) || !isWhole(most) || least > most || most < 1 || most > mostDepth)
    yield {
      path: `${path}.depth`,
      because: `from ${said(least)} to ${said(most)} is no depth`,
      next: `Use whole numbers from 0 to ${mostDepth}, the lesser first, the greater at least 1.`,
    }
  if (to !== undefined) yield* matchFlaws(`${path}.to`, to)
}

function* matchFlaws(path: string, { label, where = [] }: Match): Flaws {
  if (label !== undefined) yield* nameFlaws(`${path}.label`, label)
  yield* conditionFlaws(`${path}.where`, where)
}

function* mergeFlaws(path: string, existing: Merge): Flaws {
  switch (existing._tag) {
    case 'merge':
    case 'keep':
      break
    case 'newer':
      yield* nameFlaws(`${path}.by`, existing.by)
      break
    case 'equal':
      for (const [i, name] of existing.on.entries()) yield* nameFlaws(`${path}.on[${i}]`, name)
      break
    default:
      yield {
        path: `${path}._tag`,
        // A cast: as above.
        because: `there is no ${said((existing as { readonly _tag: unknown })._tag)}`,
        next: 'Use merge, keep, newer or equal.',
      }
  }
}

function* propertyFlaws(path: string, properties: { readonly [name: string]: Property }, own: string): Flaws {
  for (const [name, value] of Object.entries(properties)) {
    yield* nameFlaws(`${path}.${said(name)}`, name)
    if (name === own)
      yield { path: `${path}.${own}`, because: `${own} is kept beside the properties`, next: 'Leave it out.' }
    yield* valueFlaws(`${path}.${name}`, value)
  }
}

function* twiceFlaws(path: string, seen: Set<string>, identity: readonly string[]): Flaws {
  const text = JSON.stringify(identity)
  if (seen.has(text))
    yield { path, because: 'it stands twice in one write', next: 'Merge the two, or write one after the other.' }
  seen.add(text)
}
