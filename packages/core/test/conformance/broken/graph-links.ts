import * as E from 'fp-ts/lib/Either.js'
import type { GraphDelete, NodeRef, Relationship } from '../../../src/ports/graph/index.js'
import { asking, broken, redone, telling, without, type Broken, type Spoil } from './spoil.js'

const graph = broken('graph')

const links = (change: (links: readonly Relationship[]) => readonly Relationship[]): Spoil =>
  telling('graph/relationships', (found) => ({ ...found, relationships: change(found.relationships) }))

const byUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Relationships of a node that was deleted are there again when it is. */
const haunted: Spoil = (store) => {
  const written: Relationship[] = []
  return redone('graph/upsert', async (effect, right) => {
    const outcome = await right.ask('graph/upsert', effect)
    if (E.isLeft(outcome)) return outcome
    const isHere = ({ label, id }: NodeRef) => effect.nodes.some((node) => node.label === label && node.id === id)
    for (const link of written.filter(({ from, to }) => isHere(from) || isHere(to)))
      await right.ask('graph/upsert', { ...effect, nodes: [], relationships: [link] })
    written.push(...effect.relationships)
    return outcome
  })(store)
}

const onlyNodes = (effect: GraphDelete): GraphDelete => ({ ...effect, relationships: [] })

/** Graphs that read or delete relationships wrongly. */
export const graphLinks: readonly Broken[] = [
  graph(
    'relationships come in the order of their keys',
    links((list) => [...list].sort((a, b) => byUnit(a.key ?? '', b.key ?? ''))),
  ),
  graph(
    'relationships are ordered by code unit',
    links((list) => [...list].sort((a, b) => byUnit(a.from.label, b.from.label) || byUnit(a.from.id, b.from.id))),
  ),
  graph(
    'relationships have an empty key for none',
    links((list) => list.map((link) => ({ ...link, key: link.key ?? '' }))),
  ),
  graph(
    'relationships are found by their beginning alone',
    asking('graph/relationships', (effect) => without('to', effect)),
  ),
  graph(
    'relationships are counted by the page',
    telling('graph/relationships', ({ relationships }) => ({ relationships, count: relationships.length })),
  ),
  graph('a deleted node leaves its relationships', haunted),
  graph(
    'the relationships that go with a node are not counted',
    telling('graph/delete', ({ nodes: count }, effect) => ({
      nodes: count,
      relationships: effect.relationships.length,
    })),
  ),
  graph('relationships are not deleted', asking('graph/delete', onlyNodes)),
  graph(
    'all keys are deleted with the one without',
    redone('graph/delete', async (effect, right) => {
      const keyed = effect.relationships.flatMap((link) => ['1', '2'].map((key) => ({ ...link, key })))
      return right.ask('graph/delete', { ...effect, relationships: [...effect.relationships, ...keyed] })
    }),
  ),
]
