import { contentHash } from '../../kit/base/index.js'
import type { FoundNode, GraphNode, Properties } from '../../ports/graph/index.js'
import type { Metric, Payload, Point } from '../../ports/vector/index.js'

/**
 * A collection of vectors that is derived from the nodes of one label. The graph is what counts: a point has its node's id, says in `version` and
 * `text_hash` what it was made from, and can be made again.
 */
export interface View {
  readonly label: string
  readonly collection: string
  readonly dimension: number
  readonly metric: Metric
  /** The property that is embedded; a node without it has no point. */
  readonly text: string
  /** The property with a whole number that grows with every write of the text. */
  readonly version: string
  /** Properties that are copied into the payload, to filter by. */
  readonly payload: readonly string[]
}

/** What a point was made from. */
export interface Stamp {
  readonly version: number
  readonly hash: string
}

/** What a node's point has to say; undefined where it has none to have. */
export const stampOfNode = (view: View, node: GraphNode): Stamp | undefined => {
  const content = node.properties[view.text]
  return typeof content === 'string' && content !== ''
    ? { version: versionOf(view, node), hash: contentHash(content) }
    : undefined
}

/** The version of a node; one that has no number there is at its first. */
export const versionOf = ({ version }: View, { properties }: Pick<GraphNode, 'properties'>): number => {
  const number = properties[version]
  return typeof number === 'number' ? number : 0
}

/** What a point says; one that says nothing was made from nothing. */
export const stampOfPoint = ({ version, text_hash: hash }: Payload): Stamp => ({
  version: typeof version === 'number' ? version : -1,
  hash: typeof hash === 'string' ? hash : '',
})

/** The point of a node that has a text. */
export const pointOf = (view: View, node: Pick<FoundNode, 'id' | 'properties'>, vector: readonly number[]): Point => ({
  id: node.id,
  vector,
  payload: { ...copied(view, node.properties), ...stamped(view, node) },
})

const stamped = (view: View, node: Pick<GraphNode, 'properties'>): Payload => ({
  version: versionOf(view, node),
  text_hash: contentHash(String(node.properties[view.text] ?? '')),
})

const copied = ({ payload }: View, properties: Properties): Payload =>
  Object.fromEntries(
    payload.flatMap((name) => {
      const value = properties[name] ?? null
      return value === null ? [] : [[name, value]]
    }),
  )
