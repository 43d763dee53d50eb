import type { GraphDelete, GraphUpsert } from '../../../ports/graph/index.js'
import type { VectorUpsert } from '../../../ports/vector/index.js'
import { outboxLabel, pointOf, withOutbox, type View, type ViewWrite } from '../../views/index.js'
import { messageNode, type StoredMessage } from './message.js'

/** Messages to store, each with the vector of the same place. */
export interface Storing {
  readonly key: string
  readonly view: View
  readonly messages: readonly StoredMessage[]
  readonly vectors: readonly (readonly number[])[]
}

/** What stores messages, one after the other. */
export interface StoreEffects {
  /** Nodes and outbox in one write: after it, the messages are stored. */
  readonly write: GraphUpsert
  /** Makes them findable; where it fails, the outbox still holds the vectors. */
  readonly carry: VectorUpsert
  /** Empties the outbox of them, once they can be found. */
  readonly clear: GraphDelete
}

/** The three effects that store messages. A message without a vector is written as a node alone: the doctor makes its point. */
export const storeEffects = ({ key, view, messages, vectors }: Storing): StoreEffects => {
  const nodes = messages.map(messageNode)
  const writes = nodes.flatMap((node, i): readonly ViewWrite[] => {
    const vector = vectors[i]
    return vector === undefined ? [] : [{ node, vector }]
  })
  const alone = nodes.filter((_, i) => vectors[i] === undefined)
  return writesOf(view, key, { writes, alone })
}

/** The same for nodes of any kind of write. */
export const writesOf = (
  view: View,
  key: string,
  { writes, alone }: { readonly writes: readonly ViewWrite[]; readonly alone: GraphUpsert['nodes'] },
): StoreEffects => {
  const { nodes, relationships } = withOutbox(view, writes)
  const entries = nodes.filter(({ label }) => label === outboxLabel)
  return {
    write: { _tag: 'graph/upsert', key, nodes: [...nodes, ...alone], relationships },
    carry: {
      ...{ _tag: 'vector/upsert', key: `${key}/carry`, collection: view.collection },
      points: writes.map(({ node, vector }) => pointOf(view, node, vector)),
    },
    clear: {
      ...{ _tag: 'graph/delete', key: `${key}/clear`, nodes: entries.map(({ id, label }) => ({ id, label })) },
      relationships: [],
    },
  }
}
