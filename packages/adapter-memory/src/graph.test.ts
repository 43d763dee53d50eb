import * as E from 'fp-ts/lib/Either.js'
import type { GraphNode, GraphUpsert } from '@chorale/core/ports/graph'
import { describe, expect, it } from 'vitest'
import { graph } from './index.js'

const context = { run: 'r', attempt: 1, signal: new AbortController().signal }
const node = (id: string, properties: GraphNode['properties'] = {}): GraphNode => ({ label: 'Cell', id, properties })
const write = (nodes: readonly GraphNode[]): GraphUpsert => ({
  _tag: 'graph/upsert',
  key: 'u',
  nodes,
  relationships: [],
})

/** What is there, or why it cannot be read. */
const found = async (handlers = graph()) => {
  const answer = await handlers['graph/query']({ _tag: 'graph/query', key: 'q', match: { label: 'Cell' } }, context)()
  return E.isRight(answer) ? answer.right.nodes : answer.left
}

describe('a graph in memory', () => {
  it('does not change when what it was given changes afterwards', async () => {
    const handlers = graph()
    const index = [0, 1]
    const properties: { a: number; index: number[] } = { a: 1, index }
    await handlers['graph/upsert'](write([node('c1', properties)]), context)()
    properties.a = 99
    index.push(99)
    expect(await found(handlers)).toEqual([{ ...node('c1', { a: 1, index: [0, 1] }), distance: 0 }])
  })

  it('meets the nodes as they are when a task is run, not as they were when it was made', async () => {
    const handlers = graph()
    const later = handlers['graph/upsert'](write([{ ...node('c1', { a: 2 }) }]), context)
    await handlers['graph/upsert'](write([node('c1', { a: 1, b: 1 })]), context)()
    await later()
    expect(await found(handlers)).toEqual([{ ...node('c1', { a: 2, b: 1 }), distance: 0 }])
  })

  it('shares nothing with another', async () => {
    await graph()['graph/upsert'](write([node('c1')]), context)()
    expect(await found()).toEqual([])
  })
})

describe('a refusal', () => {
  const refused = async (effect: GraphUpsert, handlers = graph()) => {
    const answer = await handlers['graph/upsert'](effect, context)()
    return E.isLeft(answer) ? answer.left : undefined
  }

  it('says which end of which relationship is not there, and what to do', async () => {
    const link = { type: 'LEADS_TO', from: node('c1'), to: node('c2'), properties: {} }
    expect(await refused({ ...write([node('c1')]), relationships: [link] })).toMatchObject({
      ...{ doing: 'write u', because: 'relationships[0].to: there is no Cell c2' },
      next: 'Write both ends of a relationship before it or with it.',
    })
  })

  it('says which property differs, and not what is in it', async () => {
    const handlers = graph()
    await handlers['graph/upsert'](write([node('c1', { secret: 'sk-1' })]), context)()
    const equal = { ...node('c1', { secret: 'sk-2' }), existing: { _tag: 'equal', on: ['secret'] } } as const
    const fault = await refused(write([equal]), handlers)
    expect(fault).toMatchObject({ _tag: 'Conflict', because: 'Cell c1 is there with another secret' })
    expect(JSON.stringify(fault)).not.toContain('sk-')
  })
})
