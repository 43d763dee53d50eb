import type { Either } from 'fp-ts/lib/Either.js'
import type { ResultOf } from '../../../kit/effect/index.js'
import type { EffectError } from '../../../kit/fault/index.js'
import type {
  GraphDelete,
  GraphEffect,
  GraphFound,
  GraphMigrate,
  GraphNode,
  GraphQuery,
  GraphRelationships,
  GraphUpsert,
  GraphWritten,
  Migrated,
  NodeRef,
  NodeWrite,
  Properties,
  Relationship,
  RelationshipsFound,
  SchemaStep,
} from '../../../ports/graph/index.js'
import { casesOf, type Spoken } from '../cases-of.js'
import { notes, type Notes, type Refusal } from '../notes.js'
import type { Trial } from '../trial.js'

/** What of an effect is the case's own. */
export type Saying<A> = Omit<A, '_tag' | 'key'>

/** A graph spoken to in short: labels and types are fresh, results are those of effects that must succeed. */
export interface GraphTalk extends Notes {
  readonly trial: Trial
  /** The case's own label or type of that name; its first label where none is given. */
  readonly named: (name?: string) => string
  readonly node: (id: string, properties?: Properties, name?: string) => GraphNode
  /** A relationship of the case's own type. */
  readonly link: (from: string | NodeRef, to: string | NodeRef, more?: Partial<Relationship>) => Relationship
  readonly write: (nodes: readonly NodeWrite[], relationships?: readonly Relationship[]) => Promise<GraphWritten>
  readonly remove: (saying: Partial<Saying<GraphDelete>>) => Promise<GraphWritten>
  /** Nodes of the case's first label unless told otherwise. */
  readonly query: (saying?: Partial<Saying<GraphQuery>>) => Promise<GraphFound>
  /** The ids that a query finds. */
  readonly ids: (saying?: Partial<Saying<GraphQuery>>) => Promise<readonly string[]>
  /** The properties of a node; undefined where it is not there. */
  readonly read: (id: string, name?: string) => Promise<Properties | undefined>
  readonly links: (saying?: Partial<Saying<GraphRelationships>>) => Promise<RelationshipsFound>
  readonly migrate: (schema: string, steps: readonly SchemaStep[]) => Promise<Migrated>
  /** An effect that must fail. */
  readonly fails: (effect: GraphEffect, refusal: Refusal) => Promise<void>
}

/** A write. */
export const upsert = (nodes: readonly NodeWrite[], relationships: readonly Relationship[] = []): GraphUpsert => ({
  ...{ _tag: 'graph/upsert', key: 'w/1', nodes, relationships },
})

/** A query. */
export const queryOf = (saying: Saying<GraphQuery>): GraphQuery => ({ _tag: 'graph/query', key: 'q/1', ...saying })

/** A reading of relationships. */
export const linksOf = (saying: Saying<GraphRelationships>): GraphRelationships => ({
  ...{ _tag: 'graph/relationships', key: 'r/1', ...saying },
})

/** A deletion. */
export const deletion = ({ nodes = [], relationships = [] }: Partial<Saying<GraphDelete>>): GraphDelete => ({
  ...{ _tag: 'graph/delete', key: 'd/1', nodes, relationships },
})

/** A schema and its steps. */
export const migration = (schema: string, steps: readonly SchemaStep[]): GraphMigrate => ({
  ...{ _tag: 'graph/migrate', key: 'm/1', schema, steps },
})

const speak = (trial: Trial): Spoken<GraphTalk> => {
  const noted = notes()
  const written = new Map<string, NodeRef>()
  const schemas = new Map<string, readonly SchemaStep[]>()
  const named = (name = 'Node'): string => `${trial.prefix}${name}`
  const ref = (end: string | NodeRef): NodeRef =>
    typeof end === 'string' ? { label: named(), id: end } : { label: end.label, id: end.id }
  const done = async <A extends GraphEffect>(effect: A, otherwise: ResultOf<A>): Promise<ResultOf<A>> => {
    const outcome: Either<EffectError, ResultOf<A>> = await trial.ask(effect)()
    return noted.taken(effect._tag, outcome, otherwise)
  }
  const talk: GraphTalk = {
    ...noted,
    ...{ trial, named },
    node: (id, properties = {}, name) => ({ label: named(name), id, properties }),
    link: (from, to, more = {}) => ({ type: named('LINK'), from: ref(from), to: ref(to), properties: {}, ...more }),
    write: (nodes, relationships) => {
      for (const { label, id } of nodes) written.set(`${label}\n${id}`, { label, id })
      return done(upsert(nodes, relationships), { nodes: 0, relationships: 0 })
    },
    remove: ({ nodes = [], relationships = [] }) =>
      done(deletion({ nodes, relationships }), { nodes: 0, relationships: 0 }),
    query: (saying = {}) => done(queryOf({ match: { label: named() }, ...saying }), { nodes: [], count: 0 }),
    ids: async (saying) => (await talk.query(saying)).nodes.map(({ id }) => id),
    read: async (id, name) => {
      const match = { label: named(name), where: [{ _tag: 'eq', name: 'id', value: id }] } as const
      return (await talk.query({ match })).nodes[0]?.properties
    },
    links: (saying = {}) => done(linksOf({ type: named('LINK'), ...saying }), { relationships: [], count: 0 }),
    migrate: (schema, steps) => {
      schemas.set(schema, steps)
      return done(migration(schema, steps), { from: 0, to: 0 })
    },
    fails: async (effect, refusal) => noted.refused(effect._tag, await trial.ask(effect)(), refusal),
  }
  const cleanUp = async (): Promise<void> => {
    for (const [schema, steps] of schemas) await talk.migrate(schema, [...steps, droppingAll(steps)])
    if (written.size > 0) await talk.remove({ nodes: [...written.values()] })
  }
  return { talk, cleanUp }
}

/** A step after which nothing of the steps before it holds. */
const droppingAll = (steps: readonly SchemaStep[]): SchemaStep => ({
  version: steps.length + 1,
  about: 'the case is over',
  drop: steps.flatMap(({ unique = [], indexes = [] }) => [...unique, ...indexes]),
})

/** A case of the graph port. */
export const graphCase = casesOf('graph', speak)
