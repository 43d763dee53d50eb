import type { Condition } from '../../../src/ports/condition.js'
import type { FoundNode, GraphQuery } from '../../../src/ports/graph/index.js'
import { asking, broken, telling, without, type Broken, type Spoil } from './spoil.js'

const graph = broken('graph')

const eachCondition = (change: (condition: Condition) => readonly Condition[]): Spoil =>
  asking('graph/query', (effect) => ({
    ...effect,
    match: {
      ...effect.match,
      ...(effect.match.where === undefined ? {} : { where: effect.match.where.flatMap(change) }),
    },
  }))

const nodes = (change: (nodes: readonly FoundNode[], effect: GraphQuery) => readonly object[]): Spoil =>
  telling('graph/query', (found, effect) => ({ ...found, nodes: change(found.nodes, effect) }))

const byUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Absent properties are not looked for, as in SQL: what is unknown is not unequal. */
const asInSql = (condition: Condition): readonly Condition[] =>
  condition._tag === 'not' && condition.value !== null
    ? [condition, { _tag: 'not', name: condition.name, value: null }]
    : [condition]

/** Graphs that find, order or page wrongly. */
export const graphQueries: readonly Broken[] = [
  graph(
    'ids are ordered by code unit',
    nodes((list, { orderBy, hops }) =>
      orderBy === undefined && hops === undefined
        ? [...list].sort((a, b) => byUnit(a.label, b.label) || byUnit(a.id, b.id))
        : list,
    ),
  ),
  graph(
    'nodes come in the order in which they were found',
    asking('graph/query', (effect) => without('orderBy', effect)),
  ),
  graph(
    'the falling order is the rising one',
    asking('graph/query', (effect) => ({
      ...effect,
      ...(effect.orderBy === undefined ? {} : { orderBy: effect.orderBy.map(({ by }) => ({ by })) }),
    })),
  ),
  graph(
    'what is absent comes first in the falling order',
    nodes((list, { orderBy: [first] = [] }) =>
      first?.descending === true
        ? [
            ...list.filter(({ properties }) => properties[first.by] === undefined),
            ...list.filter(({ properties }) => properties[first.by] !== undefined),
          ]
        : list,
    ),
  ),
  graph(
    'only the first order counts',
    asking('graph/query', (effect) => ({
      ...effect,
      ...(effect.orderBy === undefined ? {} : { orderBy: effect.orderBy.slice(0, 1) }),
    })),
  ),
  graph(
    'a page begins one too late',
    asking('graph/query', (effect) =>
      effect.offset === undefined || effect.offset === 0 ? effect : { ...effect, offset: effect.offset + 1 },
    ),
  ),
  graph(
    'an offset without a limit is lost',
    asking('graph/query', ({ offset, ...effect }) =>
      offset === undefined || effect.limit === undefined ? effect : { ...effect, offset },
    ),
  ),
  graph(
    'a limit of 0 is none',
    asking('graph/query', ({ limit, ...effect }) =>
      limit === 0 || limit === undefined ? effect : { ...effect, limit },
    ),
  ),
  graph(
    'the count is of the page',
    telling('graph/query', ({ nodes: list }) => ({ nodes: list, count: list.length })),
  ),
  graph(
    'at most a hundred are found',
    nodes((list) => list.slice(0, 100)),
  ),
  graph(
    'the distance is missing',
    nodes((list) => list.map((node) => without('distance', node))),
  ),
  graph(
    'the id is among the properties',
    nodes((list) => list.map((node) => ({ ...node, properties: { ...node.properties, id: node.id } }))),
  ),
  graph(
    'a condition is dropped',
    eachCondition((condition) => (condition._tag === 'contains' ? [] : [condition])),
  ),
  graph(
    'contains does not look at capitals',
    telling('graph/query', (found, { match }) =>
      match.where?.some((each) => each._tag === 'contains' && each.value === 'A') === true
        ? { nodes: [], count: 0 }
        : found,
    ),
  ),
  graph('what is absent is not unequal', eachCondition(asInSql)),
  graph(
    'null finds nothing',
    eachCondition((each) =>
      each._tag === 'eq' && each.value === null ? [{ _tag: 'in', name: each.name, values: [] }] : [each],
    ),
  ),
  graph(
    'lt is lte',
    eachCondition((each) => (each._tag === 'lt' ? [{ ...each, _tag: 'lte' }] : [each])),
  ),
  graph(
    'gte is gt',
    eachCondition((each) => (each._tag === 'gte' ? [{ ...each, _tag: 'gt' }] : [each])),
  ),
  graph(
    'an empty list of values is no condition',
    eachCondition((each) => (each._tag === 'in' && each.values.length === 0 ? [] : [each])),
  ),
  graph(
    'a list equals its first member',
    eachCondition((each) =>
      each._tag === 'eq' && Array.isArray(each.value) && each.value.length === 1
        ? [{ ...each, value: each.value[0] ?? null }]
        : [each],
    ),
  ),
  graph(
    'a match without a label finds one label',
    asking('graph/query', (effect) =>
      effect.match.label === undefined ? { ...effect, match: { ...effect.match, label: 'Node' } } : effect,
    ),
  ),
]
