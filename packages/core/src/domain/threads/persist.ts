import { digestOf, toIso } from '../../kit/base/index.js'
import type { GraphUpsert, NodeWrite } from '../../ports/graph/index.js'
import { propertiesOf } from './codec.js'
import type { Entity } from './model.js'
import type { StateTransition } from './transition.js'

/** What a write is known by. */
export interface WriteNames {
  /** The effect's address in its run. */
  readonly key: string
  /**
   * The same for a repetition of the same write and another for every other, in all runs: an id of the operation, or the run's id with the key.
   * Two payments of the same amount in the same millisecond differ in nothing else.
   */
  readonly change: string
}

/**
 * The write of transitions, all or nothing. Beside each record stands a `Change` for its new version. Of two who both make the same version of a
 * record one gets a `Conflict`: read the records again and decide anew. The same write again changes nothing. A user who is `Created` is written
 * in the same way.
 */
export const upsertOf = (transitions: readonly StateTransition[], { key, change }: WriteNames): GraphUpsert => ({
  _tag: 'graph/upsert',
  key,
  nodes: transitions.flatMap((transition) => [nodeOf(recordOf(transition)), changeOf(transition, change)]),
  relationships: [],
})

const recordOf = (transition: StateTransition): Entity =>
  transition._tag === 'Created' ? transition.entity : transition.new

/** A record's node; one that is there in a later version stays. */
const nodeOf = (record: Entity): NodeWrite => ({
  label: record._tag,
  id: record.id,
  properties: propertiesOf(record),
  existing: { _tag: 'newer', by: 'version' },
})

/** That a record has reached a version, and by what: there is one for each, and who comes second with another does not get in. */
const changeOf = (transition: StateTransition, change: string): NodeWrite => {
  const record = recordOf(transition)
  return {
    label: 'Change',
    id: `${record._tag}:${record.id}:${record.version}`,
    properties: {
      ...{ change, digest: digestOf(propertiesOf(record)), at: toIso(record.updatedAt) },
      ...{ entity: record._tag, entity_id: record.id, version: record.version, kind: transition._tag },
    },
    existing: { _tag: 'equal', on: ['change', 'digest'] },
  }
}
