import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { GraphNode, Properties } from '../node.js'
import { propertyOf } from './walk.js'
import type { NodeWrite } from '../write.js'

/** Properties laid over others; one that is null is taken away. */
export const laidOver = (under: Properties, over: Properties): Properties =>
  Object.fromEntries(Object.entries({ ...under, ...over }).filter(([, value]) => value !== null))

/** What is kept of a node that is written, given what is there; in words, why it cannot be. */
export const merged = (known: GraphNode | undefined, write: NodeWrite): Either<string, GraphNode> => {
  const { label, id, properties, existing = { _tag: 'merge' } } = write
  const over = (under: Properties): GraphNode => ({ label, id, properties: laidOver(under, properties) })
  if (known === undefined) return E.right(over({}))
  switch (existing._tag) {
    case 'merge':
      return E.right(over(known.properties))
    case 'keep':
      return E.right(known)
    case 'newer':
      return E.right(numberIn(write, existing.by) >= numberIn(known, existing.by) ? over(known.properties) : known)
    case 'equal': {
      const other = existing.on.find(
        (name) => JSON.stringify(propertyOf(known, name)) !== JSON.stringify(propertyOf(write, name)),
      )
      return other === undefined ? E.right(known) : E.left(`${label} ${id} is there with another ${other}`)
    }
  }
}

/** What is no number is older than every number. */
const numberIn = (node: GraphNode, name: string): number => {
  const value = propertyOf(node, name)
  return typeof value === 'number' ? value : -Infinity
}
