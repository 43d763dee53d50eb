import type { GraphQuery, NodeWrite, Properties } from '../../../ports/graph/index.js'
import { entryIn, outboxLabel, pointOf } from '../../views/index.js'
import { notThere, vectorless } from './checks.js'
import { patched, updated, updateFault, versionFault, versionIn } from './exec-update.js'
import {
  ask,
  claim,
  claimId,
  digestOfWriter,
  end,
  lookAtNode,
  nodesIn,
  nodesQuery,
  pointsIn,
  type Move,
  type Scene,
} from './flow.js'
import { waiting } from './flow-store.js'
import { changeLabel, messageLabel } from './labels.js'
import { failure, type Update } from './operation.js'
import { isLivePoint } from './storage-state.js'
import { writesOf, type StoreEffects } from './storing.js'

/**
 * Updates: the next version of a message is claimed in the same write, so that of two who expect the same version one gets a `Conflict`; the same
 * operation again finds its own claim. Spec chorus 9.3, Update.
 */
export const updateFlow = (scene: Scene<Update>): Move => {
  const { view, operation, stage, isDone } = scene
  const fault = stage === 'new' ? updateFault(operation, view) : undefined
  if (fault !== undefined) return end(failure(fault))
  switch (stage) {
    case 'new':
      return ask('look', ...looking(scene))
    case 'look':
      return decided(scene)
    case 'write':
      return effectsOf(scene, ({ carry }) => ask('carry', carry))
    case 'carry':
      return isDone ? effectsOf(scene, ({ clear }) => ask('clear', clear)) : end(waiting(done(scene)))
    case 'clear':
    case 'pending':
    case 'more':
    case 'vectors':
    case 'links':
      return end(done(scene))
  }
}

const nextVersion = ({ operation }: Scene<Update>): number => operation.expectedVersion + 1

const done = (scene: Scene<Update>) => updated(scene.operation.id, nextVersion(scene))

const looking = (scene: Scene<Update>) => {
  const { view, operation } = scene
  const { id } = operation
  const { collection } = view
  const entries: GraphQuery = {
    ...{ _tag: 'graph/query', key: 'look/outbox' },
    match: {
      label: outboxLabel,
      where: [
        { _tag: 'eq', name: 'collection', value: collection },
        { _tag: 'eq', name: 'node', value: id },
      ],
    },
  }
  return [
    lookAtNode(id),
    nodesQuery('look/claim', changeLabel, [claimId(messageLabel, id, nextVersion(scene))]),
    entries,
    { _tag: 'vector/get', key: 'look/point', collection, ids: [id], vectors: 'with' } as const,
  ]
}

const decided = (scene: Scene<Update>): Move => {
  const { operation, answers } = scene
  const now = nodesIn(answers, 'look/node')[0]?.properties
  if (now === undefined || (now['deleted'] ?? null) !== null) return end(failure(notThere(operation.id)))
  const claimed = nodesIn(answers, 'look/claim')[0]?.properties['digest']
  if (claimed === digestOfWriter(operation.key)) return end(done(scene))
  const refused = versionFault(operation, now)
  if (refused !== undefined) return end(failure(refused))
  return effectsOf(scene, ({ write }) => ask('write', write))
}

/** The vector it is kept with from now on: the one that came, or the newest there is. */
const vectorOf = ({ operation, answers }: Scene<Update>): readonly number[] | undefined => {
  if (operation.vector !== undefined) return operation.vector
  const [latest] = nodesIn(answers, 'look/outbox')
    .flatMap((node) => entryIn(node) ?? [])
    .sort((a, b) => b.version - a.version)
  const [point] = pointsIn(answers, 'look/point')
  return latest?.vector ?? (point !== undefined && isLivePoint(point) ? point.vector : undefined)
}

const effectsOf = (scene: Scene<Update>, then: (effects: StoreEffects) => Move): Move => {
  const { view, operation, answers } = scene
  const { id, key, patch } = operation
  const now = nodesIn(answers, 'look/node')[0]?.properties ?? {}
  const vector = vectorOf(scene)
  if (vector === undefined) return end(failure(vectorless(id)))
  const next = patched(now, operation)
  // Only what changes is written: others may write the rest.
  const node: NodeWrite = {
    label: messageLabel,
    id,
    properties: changes(now, next, patch),
    existing: { _tag: 'merge' },
  }
  const at = String(next['updated_at'])
  const alone = [claim(messageLabel, id, { version: versionIn(next), writer: key, at })]
  const effects = writesOf(view, 'write', { writes: [{ node, vector }], alone })
  return then({ ...effects, carry: { ...effects.carry, points: [pointOf(view, { id, properties: next }, vector)] } })
}

const changes = (now: Properties, next: Properties, patch: Properties): Properties =>
  Object.fromEntries(Object.entries(next).filter(([name, value]) => Object.hasOwn(patch, name) || now[name] !== value))
