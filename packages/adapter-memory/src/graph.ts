import * as E from 'fp-ts/lib/Either.js'
import { rejected, type EffectError } from '@chorale/core/fault'
import type { Interpreter } from '@chorale/core/effect'
import {
  nameRule,
  type GraphEffect,
  type GraphNode,
  type GraphQuery,
  type GraphUpsert,
  type NodeRef,
  type Property,
  type Relationship,
} from '@chorale/core/ports'
import { copied } from './copied.js'

const nodeKey = ({ label, id }: NodeRef): string => JSON.stringify([label, id])
const linkKey = (link: Relationship): string =>
  JSON.stringify([link.type, nodeKey(link.from), nodeKey(link.to), link.key ?? null])

/** A graph in two maps: the reference for how the port behaves. */
export const graph = (): Interpreter<GraphEffect> => {
  const nodes = new Map<string, GraphNode>()
  const links = new Map<string, Relationship>()

  return {
    'graph/upsert': (effect) => () => {
      const fault = faultOf(effect, (ref) => nodes.has(nodeKey(ref)))
      if (fault !== undefined) return Promise.resolve(E.left(fault))
      for (const node of effect.nodes) {
        const known = nodes.get(nodeKey(node))
        nodes.set(nodeKey(node), copied({ ...node, properties: { ...known?.properties, ...node.properties } }))
      }
      for (const link of effect.relationships) {
        const known = links.get(linkKey(link))
        links.set(linkKey(link), copied({ ...link, properties: { ...known?.properties, ...link.properties } }))
      }
      return Promise.resolve(E.right({ nodes: effect.nodes.length, relationships: effect.relationships.length }))
    },

    'graph/query': (query) => () => {
      const fault = misnamed(`read ${query.key}`, [query.label, query.orderBy ?? 'id', ...Object.keys(query.where)])
      if (fault !== undefined) return Promise.resolve(E.left(fault))
      const found = [...nodes.values()].filter((node) => matches(node, query)).sort(byOrder(query.orderBy))
      const from = query.offset ?? 0
      const page = found.slice(from, from + (query.limit ?? found.length))
      return Promise.resolve(E.right({ nodes: copied(page), count: found.length }))
    },
  }
}

/** The first thing wrong with a write, found before anything is written. */
const faultOf = (effect: GraphUpsert, exists: (ref: NodeRef) => boolean): EffectError | undefined => {
  const names = [
    ...effect.nodes.flatMap((node) => [node.label, ...Object.keys(node.properties)]),
    ...effect.relationships.flatMap((link) => [link.type, ...Object.keys(link.properties)]),
  ]
  const wrong = misnamed(`write ${effect.key}`, names)
  if (wrong !== undefined) return wrong
  const coming = new Set(effect.nodes.map(nodeKey))
  const loose = effect.relationships
    .flatMap((link) => [link.from, link.to])
    .find((ref) => !coming.has(nodeKey(ref)) && !exists(ref))
  return loose === undefined
    ? undefined
    : rejected({
        doing: `write ${effect.key}`,
        because: `there is no ${loose.label} ${loose.id}`,
        next: 'Write both ends of a relationship before it or with it.',
      })
}

/** The first name that no store would take. */
const misnamed = (doing: string, names: readonly string[]): EffectError | undefined => {
  const wrong = names.find((name) => !nameRule.test(name))
  return wrong === undefined
    ? undefined
    : rejected({
        doing,
        because: `${JSON.stringify(wrong)} is no name`,
        next: 'Use a letter, then letters, digits and "_", at most 64 in all.',
      })
}

const matches = (node: GraphNode, { label, where }: GraphQuery): boolean =>
  node.label === label && Object.entries(where).every(([name, value]) => same(propertyOf(node, name), value))

const propertyOf = (node: GraphNode, name: string): Property =>
  name === 'id' ? node.id : Object.hasOwn(node.properties, name) ? (node.properties[name] ?? null) : null

const same = (a: Property, b: Property): boolean => JSON.stringify(a) === JSON.stringify(b)

/** By the property where one is named, then by id; by code unit, absent values last. */
const byOrder =
  (name: string | undefined) =>
  (a: GraphNode, b: GraphNode): number =>
    (name === undefined ? 0 : compare(propertyOf(a, name), propertyOf(b, name))) || compare(a.id, b.id)

const compare = (a: Property, b: Property): number => {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return a < b ? -1 : a > b ? 1 : 0
}
