import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type {
  FoundNode,
  GraphFound,
  Properties,
  Property,
  Relationship,
  RelationshipsFound,
} from '@chorale/core/ports/graph'
import type { Answer } from '../driver.js'

/** A page of nodes; in words, what is no node of the port. */
export const nodesOf = ({ rows }: Answer): Either<string, GraphFound> => {
  const [count, page] = rows[0] ?? []
  if (typeof count !== 'number' || !Array.isArray(page)) return E.left('the answer is no page')
  const nodes: FoundNode[] = []
  for (const [label, distance, properties] of page as readonly (readonly unknown[])[]) {
    const read = propertiesOf(properties, 'id')
    if (typeof label !== 'string' || typeof distance !== 'number' || E.isLeft(read) || read.right.own === undefined)
      return E.left(`a node ${String(label)} holds ${E.isLeft(read) ? read.left : 'no text as its id'}`)
    nodes.push({ label, id: read.right.own, properties: read.right.properties, distance })
  }
  return E.right({ nodes, count })
}

/** A page of relationships of a type. */
export const relationshipsOf = (type: string, { rows }: Answer): Either<string, RelationshipsFound> => {
  const [count, page] = rows[0] ?? []
  if (typeof count !== 'number' || !Array.isArray(page)) return E.left('the answer is no page')
  const relationships: Relationship[] = []
  for (const [fromLabel, fromId, toLabel, toId, properties] of page as readonly (readonly unknown[])[]) {
    const read = propertiesOf(properties, 'key')
    if (E.isLeft(read)) return E.left(`a relationship ${type} holds ${read.left}`)
    if (!areTexts(fromLabel, fromId, toLabel, toId))
      return E.left(`a relationship ${type} ends at a node without an id`)
    const key = read.right.own ?? ''
    const link = {
      type,
      // Casts after a check.
      from: { label: fromLabel as string, id: fromId as string },
      to: { label: toLabel as string, id: toId as string },
      ...(key === '' ? {} : { key }),
      properties: read.right.properties,
    }
    relationships.push(link)
  }
  return E.right({ relationships, count })
}

const areTexts = (...values: readonly unknown[]): boolean => values.every((value) => typeof value === 'string')

/** Properties without the one that is told apart; in words, which one is of no kind that the port knows. */
export const propertiesOf = (
  found: unknown,
  own: 'id' | 'key',
): Either<string, { readonly properties: Properties; readonly own: string | undefined }> => {
  const properties: { [name: string]: Property } = {}
  let told: string | undefined
  for (const [name, value] of Object.entries(Object(found) as object)) {
    if (!isProperty(value)) return E.left(`a ${name} that is no value of a property`)
    if (name !== own) properties[name] = value
    else if (typeof value === 'string') told = value
  }
  return E.right({ properties, own: told })
}

const isProperty = (value: unknown): value is Property => {
  if (Array.isArray(value))
    return value.every((each) => typeof each === 'string') || value.every((each) => typeof each === 'number')
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
