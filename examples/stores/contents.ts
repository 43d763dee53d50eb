import * as E from 'fp-ts/lib/Either.js'
import { orReject } from '@chorale/core/fault'
import { canonical, sha256Hex, type Json } from '@chorale/core/base'
import type { Interpreter } from '@chorale/core/effect'
import type { GraphEffect, Match } from '@chorale/core/ports/graph'
import type { VectorEffect } from '@chorale/core/ports/vector'

type Stores = Interpreter<GraphEffect> & Interpreter<VectorEffect>

const context = { run: 'contents', attempt: 1, signal: new AbortController().signal }

/** All that stores hold of a thread: a hash for each node, relationship and point, by its name. */
export const contentsOf = async (
  stores: Stores,
  thread: string,
  collection: string,
): Promise<ReadonlyMap<string, string>> =>
  new Map([
    ...(await nodesOf(stores, thread)),
    ...(await relationshipsOf(stores, thread)),
    ...(await pointsOf(stores, thread, collection)),
  ])

const hashed = (value: unknown): string => sha256Hex(canonical(value as Json)) // reason: what a store gives back is plain data

const ofThread = (label: string, thread: string): Match => ({
  label,
  where: [{ _tag: 'eq', name: label === 'SemanticThread' ? 'id' : 'thread_id', value: thread }],
})

const nodesOf = async (stores: Stores, thread: string) => {
  const found: (readonly [string, string])[] = []
  for (const [match, hops] of [
    [ofThread('SemanticThread', thread), []],
    [ofThread('Component', thread), []],
    [ofThread('SemanticOperation', thread), []],
    [ofThread('Component', thread), [{ types: ['HAS_STATE'], direction: 'out' }]],
    [{ label: 'Outbox' }, []],
  ] as const) {
    const effect = { _tag: 'graph/query', key: 'contents', match, hops } as const
    const { nodes } = await orReject(stores['graph/query'](effect, context)())
    for (const { label, id, properties } of nodes) found.push([`${label} ${id}`, hashed(properties)])
  }
  return found
}

const sources: readonly (readonly [string, string])[] = [
  ['CONTAINS', 'SemanticThread'],
  ['HAS_STATE', 'Component'],
  ['CONSUMES', 'SemanticOperation'],
  ['PRODUCES', 'SemanticOperation'],
  ['DEPENDS_ON', 'Component'],
  ['DERIVES_FROM', 'Component'],
]

const relationshipsOf = async (stores: Stores, thread: string) => {
  const found: (readonly [string, string])[] = []
  for (const [type, label] of sources) {
    const effect = { _tag: 'graph/relationships', key: 'contents', type, from: ofThread(label, thread) } as const
    const { relationships } = await orReject(stores['graph/relationships'](effect, context)())
    for (const { from, to, key = '', properties } of relationships)
      found.push([`${type} ${from.id} ${to.id} ${key}`, hashed(properties)])
  }
  return found
}

const pointsOf = async (stores: Stores, thread: string, collection: string) => {
  const filter = [{ _tag: 'eq', name: 'thread_id', value: thread }] as const
  const effect = {
    _tag: 'vector/scroll',
    key: 'contents',
    collection,
    filter,
    limit: 10_000,
    vectors: 'without',
  } as const
  const page = await stores['vector/scroll'](effect, context)()
  if (E.isLeft(page)) return Promise.reject(new Error(page.left.because))
  return page.right.points.map(({ id, payload }) => [`point ${id}`, hashed(payload)] as const)
}

/** What one holds and another does not, or holds otherwise. */
export const differences = (
  found: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
): readonly string[] => [
  ...[...wanted].flatMap(([name, hash]) =>
    found.get(name) === hash ? [] : [found.has(name) ? `${name} is not what was acknowledged` : `${name} is lost`],
  ),
  ...[...found.keys()].filter((name) => !wanted.has(name)).map((name) => `${name} was never acknowledged`),
]
