import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { conflict, rejected, type EffectError } from '@chorale/core/fault'
import type { Interpreter } from '@chorale/core/effect'
import { type GraphEffect, type GraphUpsert } from '@chorale/core/ports/graph'
import { merged, answered, answeredRelationships, checkGraph, refKey } from '@chorale/core/ports/graph/rules'
import { copied } from './copied.js'
import { tables, type Tables } from './tables.js'

const promised = <A>(answer: Either<EffectError, A>) => Promise.resolve(answer)

/** A graph in maps: the reference for how the port behaves. */
export const graph = (): Interpreter<GraphEffect> => {
  const kept = tables()
  return {
    'graph/upsert': (effect) => () => promised(write(kept, effect)),
    'graph/delete': (effect) => () => {
      const fault = checkGraph(effect)
      if (fault !== undefined) return promised(E.left(fault))
      const links = effect.relationships.filter((link) => kept.removeLink(link)).length
      const gone = effect.nodes.map((ref) => kept.removeNode(ref)).filter((count) => count !== undefined)
      const nodes = gone.length
      return promised(E.right({ nodes, relationships: gone.reduce((sum, count) => sum + count, links) }))
    },
    'graph/query': (effect) => () => {
      const fault = checkGraph(effect)
      return promised(fault === undefined ? E.right(copied(answered(kept.source, effect))) : E.left(fault))
    },
    'graph/relationships': (effect) => () => {
      const fault = checkGraph(effect)
      return promised(
        fault === undefined
          ? E.right(copied(answeredRelationships(kept.linksOf(effect.type), kept.source.node, effect)))
          : E.left(fault),
      )
    },
    'graph/migrate': (effect) => () => {
      const fault = checkGraph(effect)
      if (fault !== undefined) return promised(E.left(fault))
      const { schema, steps } = effect
      const from = kept.version(schema)
      if (from > steps.length)
        return promised(
          E.left(
            rejected({
              doing: `migrate ${effect.key}`,
              because: `the store has ${schema} in version ${from}, and this code knows ${steps.length}`,
              next: 'Use a newer version of the program.',
            }),
          ),
        )
      const double = kept.migrate(schema, steps)
      return promised(
        double === undefined
          ? E.right({ from, to: steps.length })
          : E.left(conflict({ doing: `migrate ${effect.key}`, because: double, next: 'Mend these nodes first.' })),
      )
    },
  }
}

/** All that is found wrong is found before anything is written. */
const write = (kept: Tables, effect: GraphUpsert): Either<EffectError, { nodes: number; relationships: number }> => {
  const doing = `write ${effect.key}`
  const fault = checkGraph(effect) ?? looseEnd(kept, effect)
  if (fault !== undefined) return E.left(fault)
  const nodes = effect.nodes.map((node) => merged(kept.source.node(node), node))
  const off = nodes.find(E.isLeft)
  if (off !== undefined)
    return E.left(
      conflict({ doing, because: off.left, next: 'What is there is never changed: write it under another id.' }),
    )
  const written = nodes.flatMap((node) => (E.isRight(node) ? [copied(node.right)] : []))
  const double = kept.doubleIn(written)
  if (double !== undefined)
    return E.left(
      conflict({ doing, because: double, next: 'Choose other values, or write to the node that has them.' }),
    )
  for (const node of written) kept.putNode(node)
  for (const link of effect.relationships) kept.putLink(copied(link))
  return E.right({ nodes: effect.nodes.length, relationships: effect.relationships.length })
}

const looseEnd = ({ source }: Tables, { key, nodes, relationships }: GraphUpsert): EffectError | undefined => {
  const coming = new Set(nodes.map(refKey))
  for (const [i, link] of relationships.entries())
    for (const end of ['from', 'to'] as const)
      if (!coming.has(refKey(link[end])) && source.node(link[end]) === undefined)
        return rejected({
          doing: `write ${key}`,
          because: `relationships[${i}].${end}: there is no ${link[end].label} ${link[end].id}`,
          next: 'Write both ends of a relationship before it or with it.',
        })
  return undefined
}
