import { contentHash } from '../../../kit/base/index.js'
import type { Properties } from '../../../ports/graph/index.js'
import { duplicate, storeFault, stored, takenBy, unlike, vectorFault } from './exec-store.js'
import { ask, end, hitsIn, lookAtNode, nodesIn, type Move, type Scene } from './flow.js'
import { failure, isDuplicate, type Store, type Success } from './operation.js'
import { lookAtOutbox, overlaidHits, pendingQuery } from './overlay.js'
import { isLive } from './search.js'
import { storeEffects, type StoreEffects } from './storing.js'

/** Stores: checks, looks whether the id is free and whether it is a duplicate, writes, carries the vector over. Spec chorus 9.3, Store. */
export const storeFlow = (scene: Scene<Store>): Move => {
  const { view, operation, stage, answers, isDone } = scene
  switch (stage) {
    case 'new':
      return begin(scene)
    case 'look': {
      const [node] = nodesIn(answers, 'look/node')
      if (node !== undefined) return end(takenBy(node.id, isSame(operation, node.properties)))
      const pending = pendingQuery(view, answers)
      return pending === undefined ? decided(scene) : ask('pending', pending)
    }
    case 'pending':
      return decided(scene)
    case 'write':
      return ask('carry', effectsOf(scene).carry)
    case 'carry':
      return isDone ? ask('clear', effectsOf(scene).clear) : end(waiting(written(scene)))
    case 'clear':
    case 'more':
    case 'vectors':
    case 'links':
      return end(written(scene))
  }
}

const begin = ({ view, operation }: Scene<Store>): Move => {
  const { message, vector, duplicates } = operation
  const isSought = duplicates === 'skip'
  const fault =
    vectorFault(vector, view) ?? storeFault(operation) ?? (isSought && view.metric === 'dot' ? unlike : undefined)
  if (fault !== undefined) return end(failure(fault))
  const { collection } = view
  const node = lookAtNode(message.id)
  // Reading the point shows that the collection is there, before anything is written.
  const there = { _tag: 'vector/get', key: 'look/point', collection, ids: [message.id], vectors: 'without' } as const
  if (!isSought) return ask('look', node, there)
  const nearest = { _tag: 'vector/search', key: 'look/like', collection, vector, limit: 1, filter: [isLive] } as const
  return ask('look', node, there, nearest, lookAtOutbox(view))
}

const isSame = ({ message }: Store, { content_hash: hash, deleted = null }: Properties): boolean =>
  deleted === null && hash === contentHash(message.content)

const decided = (scene: Scene<Store>): Move => {
  const like = likest(scene)
  return like !== undefined && isDuplicate(like.score)
    ? end(duplicate(scene.operation.message.id, like.id))
    : ask('write', effectsOf(scene).write)
}

const likest = ({ view, answers, operation: { vector } }: Scene<Store>) =>
  overlaidHits(view, answers, {
    ...{ hits: hitsIn(answers, 'look/like'), seeking: { vector, limit: 1, filter: [isLive] } },
  })[0]

const effectsOf = ({ view, operation }: Scene<Store>): StoreEffects =>
  storeEffects({ key: 'write', view, messages: [operation.message], vectors: [operation.vector] })

const written = (scene: Scene<Store>): Success => stored(scene.operation.message.id, likest(scene)?.score ?? null)

/** A write that the vectors did not take yet. */
export const waiting = (success: Success): Success =>
  // A cast: only writes that may wait get here.
  ({ ...success, metadata: { ...success.metadata, waiting: true } }) as Success
