import type { GraphDelete, GraphQuery, GraphUpsert, NodeRef, Properties } from '../../../ports/graph/index.js'
import { deletion } from './exec-delete.js'
import { laterOf, versionIn } from './exec-update.js'
import { ask, claim, end, lookAtNode, nodesIn, type Move, type Scene } from './flow.js'
import { linkLabel, messageLabel } from './labels.js'
import type { Delete } from './operation.js'

/**
 * Deletes: the point first, so that from then on nothing finds it; then the message becomes a tombstone; then its links go. What was left
 * undone by a fault is done when it is asked for again. Spec chorus 9.3, Delete.
 */
export const deleteFlow = (scene: Scene<Delete>): Move => {
  const { view, operation, stage } = scene
  const { id } = operation
  switch (stage) {
    case 'new':
      return ask('look', lookAtNode(id), lookAtLinks(id, 'from_message_id'), lookAtLinks(id, 'to_message_id'))
    case 'look':
      return ask('vectors', { _tag: 'vector/delete', key: 'vectors', collection: view.collection, ids: [id] })
    case 'vectors': {
      const node = living(scene)
      return node === undefined ? unlinked(scene) : ask('write', tombstone(operation, node))
    }
    case 'write':
      return unlinked(scene)
    case 'links':
    case 'carry':
    case 'clear':
    case 'more':
    case 'pending':
      return end(done(scene))
  }
}

const lookAtLinks = (id: string, name: string): GraphQuery => ({
  ...{ _tag: 'graph/query', key: `look/${name}` },
  match: { label: linkLabel, where: [{ _tag: 'eq', name, value: id }] },
})

/** The message as it is, unless it is gone already. */
const living = ({ answers }: Scene<Delete>): Properties | undefined => {
  const [node] = nodesIn(answers, 'look/node')
  return node === undefined || (node.properties['deleted'] ?? null) === true ? undefined : node.properties
}

const done = (scene: Scene<Delete>) => deletion(scene.operation.id, living(scene) !== undefined)

/** Without content; its hash stays. */
const tombstone = ({ id, key, at: now }: Delete, node: Properties): GraphUpsert => {
  const version = versionIn(node) + 1
  const at = laterOf(node['updated_at'], now)
  return {
    ...{ _tag: 'graph/upsert', key: 'write', relationships: [] },
    nodes: [
      { label: messageLabel, id, properties: { content: '', deleted: true, version, updated_at: at } },
      claim(messageLabel, id, { version, writer: key, at }),
    ],
  }
}

const unlinked = (scene: Scene<Delete>): Move => {
  const ids = new Set(
    ['from_message_id', 'to_message_id'].flatMap((name) => nodesIn(scene.answers, `look/${name}`).map(({ id }) => id)),
  )
  const nodes = [...ids].map((id): NodeRef => ({ label: linkLabel, id }))
  const links: GraphDelete = { _tag: 'graph/delete', key: 'links', nodes, relationships: [] }
  return nodes.length === 0 ? end(done(scene)) : ask('links', links)
}
