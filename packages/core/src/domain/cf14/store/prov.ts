import { toIso } from '../../../kit/base/index.js'
import type { AuditRecord } from '../audit.js'
import { componentStates } from '../lifecycle.js'
import type { ValleyResult } from '../result.js'
import type { Batch, ComponentRecord } from './batch.js'
import { batchOf } from './gather.js'

/** One value of an attribute: a text, a number, or a name that is told apart from a text by its type. */
export type ProvValue = string | number | { readonly $: string; readonly type: 'prov:QUALIFIED_NAME' }

/** Entities, activities, agents or relations by id. */
export type ProvSection = { readonly [id: string]: { readonly [attribute: string]: ProvValue } }

/** A PROV-JSON document: prefixes, and one section for each kind of record. */
export type ProvDocument = { readonly prefix: { readonly [prefix: string]: string } } & {
  readonly [
    section in
      | 'entity'
      | 'activity'
      | 'agent'
      | 'used'
      | 'wasGeneratedBy'
      | 'wasDerivedFrom'
      | 'wasAssociatedWith'
      | 'specializationOf'
      | 'hadMember'
  ]: ProvSection
}

/**
 * A run as W3C PROV in its JSON form: every state of every cell is an entity, every operation an activity that used some and generated one, every
 * resolver an agent. For tools that know PROV and not this library.
 */
export const provOf = (result: ValleyResult, run: string): ProvDocument => {
  const batch = batchOf(result, run)
  const last = new Map(batch.components.map(({ id, lastSequence }) => [id, lastSequence]))
  const uses = batch.operations.map((operation) => ({ operation, used: usedBy(operation, last) }))
  return {
    prefix: { cf14: 'urn:cf14:' },
    entity: entitiesOf(batch),
    activity: { [runName(batch)]: runOf(batch), ...named(batch.operations, ({ id }) => operationName(id), activityOf) },
    agent: { [program]: agent('cf14-valley'), ...agentsOf(batch.operations) },
    used: numbered(
      'u',
      uses.flatMap(({ operation: { id, startedAt }, used }) =>
        used.map((entity) => ({
          ...{ 'prov:activity': operationName(id), 'prov:entity': entity, 'prov:time': toIso(startedAt) },
        })),
      ),
    ),
    wasGeneratedBy: numbered('g', [
      { 'prov:entity': entityName(batch.thread.id), 'prov:activity': runName(batch) },
      ...batch.operations
        .filter(({ success }) => success)
        .map((operation) => ({
          'prov:entity': generatedBy(operation),
          'prov:activity': operationName(operation.id),
          'prov:time': toIso(operation.completedAt),
        })),
    ]),
    wasDerivedFrom: numbered('d', [...derivations(uses), ...beginnings(batch.components, last)]),
    wasAssociatedWith: numbered('a', [
      { 'prov:activity': runName(batch), 'prov:agent': program },
      ...batch.operations.map((operation) => ({
        'prov:activity': operationName(operation.id),
        'prov:agent': agentName(operation),
      })),
    ]),
    specializationOf: numbered(
      's',
      batch.states.map(({ id, componentId }) => ({
        ...{ 'prov:specificEntity': entityName(id), 'prov:generalEntity': entityName(componentId) },
      })),
    ),
    hadMember: numbered(
      'm',
      batch.components.map(({ id, threadId }) => ({
        ...{ 'prov:collection': entityName(threadId), 'prov:entity': entityName(id) },
      })),
    ),
  }
}

type Attributes = ProvSection[string]

/** A store's id as the local part of a name: a colon would have to be escaped there. */
const entityName = (id: string): string => `cf14:${id.replaceAll(':', '/')}`
const operationName = (id: string): string => `cf14:operation/${id}`
const runName = ({ thread }: Batch): string => `cf14:run/${local(thread.runId)}`

/** Any text as a local part. */
const local = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, '?')).replace(
    /[!'()*.-]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )

const program = 'cf14:agent/valley'

const agentName = ({ resolver: { type, model } }: AuditRecord): string =>
  type === 'structural' ? program : `cf14:agent/${type}${model === null ? '' : `/${local(model)}`}`

const agent = (label: string): Attributes => ({ 'prov:label': label, 'prov:type': name('prov:SoftwareAgent') })

const name = ($: string): ProvValue => ({ $, type: 'prov:QUALIFIED_NAME' })

const named = <A>(items: readonly A[], nameOf: (item: A) => string, of: (item: A) => Attributes): ProvSection =>
  Object.fromEntries(items.map((item) => [nameOf(item), of(item)]))

const numbered = (letter: string, relations: readonly Attributes[]): ProvSection =>
  Object.fromEntries(relations.map((relation, i) => [`_:${letter}${i}`, relation]))

const entitiesOf = ({ thread, components, states }: Batch): ProvSection => ({
  [entityName(thread.id)]: {
    'prov:type': name('prov:Collection'),
    ...(thread.problem === null ? {} : { 'cf14:problem': thread.problem }),
    ...(thread.domain === null ? {} : { 'cf14:domain': thread.domain }),
  },
  ...named(
    components,
    ({ id }) => entityName(id),
    ({ matrix, indexKey, station, rowLabel, columnLabel, origin }) => ({
      ...{ 'prov:type': name('cf14:Component'), 'prov:label': `${matrix}[${indexKey}]`, 'cf14:station': station },
      ...{ 'cf14:row': rowLabel, 'cf14:column': columnLabel, 'cf14:origin': origin },
    }),
  ),
  ...named(
    states,
    ({ id }) => entityName(id),
    ({ state, content, sequence }) => ({
      ...{ 'prov:type': name('cf14:ComponentState'), 'prov:value': content },
      ...{ 'cf14:state': state, 'cf14:sequence': sequence },
    }),
  ),
})

const runOf = ({ thread, operations, states }: Batch): Attributes => ({
  'prov:type': name('cf14:Run'),
  'prov:startTime': toIso(thread.createdAt),
  'prov:endTime': toIso(
    Math.max(thread.createdAt, ...operations.map(({ completedAt }) => completedAt), ...states.map(({ at }) => at)),
  ),
})

const activityOf = ({ operationType, startedAt, completedAt, runId, success, error }: AuditRecord): Attributes => ({
  'prov:type': name(`cf14:${operationType}`),
  'prov:startTime': toIso(startedAt),
  'prov:endTime': toIso(completedAt),
  'cf14:run': runId,
  'cf14:success': success ? 'true' : 'false',
  ...(error === null ? {} : { 'cf14:error': error }),
})

const agentsOf = (operations: readonly AuditRecord[]): ProvSection =>
  named(
    operations.filter(({ resolver }) => resolver.type !== 'structural'),
    agentName,
    ({ resolver: { type, model } }) => agent(model === null ? type : `${type} ${model}`),
  )

/** The states that an operation read: of its own cell the one before, of others the newest. */
const usedBy = (
  { inputComponents, outputComponent, fromState }: AuditRecord,
  last: ReadonlyMap<string, number>,
): readonly string[] =>
  inputComponents.map((id) => {
    const sequence = id === outputComponent ? componentStates.indexOf(fromState) : (last.get(id) ?? 0)
    return entityName(`${id}#${sequence}`)
  })

const generatedBy = ({ outputComponent, toState }: AuditRecord): string =>
  entityName(`${outputComponent}#${componentStates.indexOf(toState)}`)

const derivations = (
  uses: readonly { readonly operation: AuditRecord; readonly used: readonly string[] }[],
): readonly Attributes[] =>
  uses
    .filter(({ operation }) => operation.success)
    .flatMap(({ operation, used }) =>
      used.map((entity) => ({
        'prov:generatedEntity': generatedBy(operation),
        'prov:usedEntity': entity,
        'prov:activity': operationName(operation.id),
      })),
    )

/** A cell begins as the text of its operands, put together by no operation. */
const beginnings = (components: readonly ComponentRecord[], last: ReadonlyMap<string, number>): readonly Attributes[] =>
  components
    .filter(({ origin }) => origin === 'derived')
    .flatMap(({ id, dependencies }) =>
      dependencies.map((operand) => ({
        'prov:generatedEntity': entityName(`${id}#0`),
        'prov:usedEntity': entityName(`${operand}#${last.get(operand) ?? 0}`),
      })),
    )
