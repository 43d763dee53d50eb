import type { GraphQuery, GraphRelationships, Hop, Order } from '@chorale/core/ports/graph'
import type { Statement, Value } from '../driver.js'
import { pattern, predicates, whereText } from './condition.js'
import { parameters, type Parameters } from './parameters.js'
import { quoted } from './quoted.js'

/**
 * One statement that answers a query: the number of all, and a page of `[label, distance, properties]`. The shortest way of each pair is the
 * least length of its paths, asked in the one form for which the planner walks breadth first and visits a node once.
 */
export const compileQuery = ({ match, hops = [], orderBy = [], offset, limit }: GraphQuery): Statement => {
  const values = parameters()
  const lines = [
    `MATCH ${pattern('n0', match)} ${whereText(predicates('n0', match, values))}`,
    'WITH n0 AS n, 0 AS d',
    ...hops.flatMap((hop) => hopLines(hop, values)),
    ...pageLines(orderText(orderBy), { offset, limit }, values),
  ]
  return { text: lines.map((line) => line.trim()).join('\n'), parameters: values.all() }
}

/** One statement that reads relationships: the number of all, and a page of `[from label, from id, to label, to id, properties]`. */
export const compileRelationships = ({ type, from = {}, to = {}, offset, limit }: GraphRelationships): Statement => {
  const values = parameters()
  const holding = [...endPredicates('a', from, values), ...endPredicates('b', to, values)]
  const lines = [
    `MATCH ${pattern('a', from)}-[r:${quoted(type)}]->${pattern('b', to)} ${whereText(holding)}`,
    'WITH a, r, b ORDER BY labels(a)[0], a.id, labels(b)[0], b.id, r.key',
    'WITH collect([a, r, b]) AS found',
    `RETURN size(found), [each IN ${pageText('found', { offset, limit }, values)} | [labels(each[0])[0], each[0].id, labels(each[2])[0], each[2].id, properties(each[1])]]`,
  ]
  return { text: lines.map((line) => line.trim()).join('\n'), parameters: values.all() }
}

/** An end of a relationship is of the graph already. */
const endPredicates = (node: string, match: GraphRelationships['from'] & object, values: Parameters) =>
  predicates(node, match, values).slice(match.label === undefined ? 1 : 0)

const hopLines = ({ types, direction, depth, to = {} }: Hop, values: Parameters): readonly string[] => {
  const { least, most } = depth ?? { least: 1, most: 1 }
  const kinds = types.map(quoted).join('|')
  const fitting = [
    ...(to.label === undefined ? [] : [`m:${quoted(to.label)}`]),
    ...predicates('m', to, values).slice(to.label === undefined ? 1 : 0),
  ]
  const steps =
    least === 1 && most === 1
      ? [`MATCH (n)${arrow(direction, `:${kinds}`)}(m) WHERE m <> n`, 'WITH m, min(d + 1) AS e']
      : [
          `MATCH p = (n)${arrow(direction, `:${kinds}*0..${most}`)}(m)`,
          `WITH n, d, m, min(length(p)) AS s WHERE s >= ${least}`,
          'WITH m, min(d + s) AS e',
        ]
  return [...steps, whereText(fitting), 'WITH m AS n, e AS d'].filter((line) => line !== '')
}

const arrow = (direction: Hop['direction'], inside: string): string => {
  switch (direction) {
    case 'out':
      return `-[${inside}]->`
    case 'in':
      return `<-[${inside}]-`
    case 'both':
      return `-[${inside}]-`
  }
}

const orderText = (orders: readonly Order[]): string =>
  [...orders.flatMap(orderTerms), 'd', 'labels(n)[0]', 'n.id'].join(', ')

/** What is absent comes last in both directions; by itself it would come first where the order is turned round. */
const orderTerms = ({ by, descending }: Order): readonly string[] => {
  const term = by === 'distance' ? 'd' : `n.${quoted(by)}`
  return descending === true ? [`${term} IS NULL`, `${term} DESC`] : [term]
}

/** Pages up to here are taken off the top; behind it, to sort all is no dearer. */
const farthest = 10_000

const pageLines = (order: string, page: Page, values: Parameters): readonly string[] => {
  const { offset = 0, limit } = page
  if (limit === undefined || offset + limit > farthest)
    return [
      `WITH n, d ORDER BY ${order}`,
      'WITH collect([n, d]) AS found',
      `RETURN size(found), [each IN ${pageText('found', page, values)} | [labels(each[0])[0], each[1], properties(each[0])]]`,
    ]
  return [
    'WITH collect([n, d]) AS found',
    'CALL {',
    'WITH found UNWIND found AS each',
    `WITH each[0] AS n, each[1] AS d ORDER BY ${order} SKIP ${values.take(BigInt(offset))} LIMIT ${values.take(BigInt(limit))}`,
    'RETURN collect([labels(n)[0], d, properties(n)]) AS page',
    '}',
    'RETURN size(found), page',
  ]
}

interface Page {
  readonly offset: number | undefined
  readonly limit: number | undefined
}

/** A list cannot be longer than this. */
const longest = 2 ** 31 - 1

const pageText = (list: string, { offset = 0, limit }: Page, values: Parameters): string => {
  if (offset === 0 && limit === undefined) return list
  const at = (index: number): Value => BigInt(Math.min(index, longest))
  const end = limit === undefined ? '' : values.take(at(offset + limit))
  return `${list}[${values.take(at(offset))}..${end}]`
}
