import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256Hex } from '../../../kit/base/index.js'
import { fitsFilter, type Hit } from '../../../ports/vector/index.js'
import { chunksOf, linksEffect, meanOf, messagesView, priorsOf, searchEffect } from './index.js'

describe('A long text', () => {
  it('is cut into chunks of 4,000 that share 200', () => {
    const lengths = (length: number) => chunksOf('x'.repeat(length)).map((chunk) => chunk.length)
    expect(chunksOf('')).toEqual([])
    expect(lengths(4000)).toEqual([4000])
    expect(lengths(4001)).toEqual([4000, 201])
    expect(lengths(7800)).toEqual([4000, 4000])
    expect(lengths(7801)).toEqual([4000, 4000, 201])
  })

  it('is all there, in whole characters', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12_000 }), fc.integer({ min: 1, max: 7 }), (length, period) => {
        const text = Array.from({ length }, (_, i) => (i % period === 0 ? '😀' : String(i % 10))).join('')
        const chunks = chunksOf(text)
        const joined = chunks.map((chunk, i) => (i === 0 ? chunk : Array.from(chunk).slice(200).join(''))).join('')
        expect(joined).toBe(text)
        expect(chunks.every((chunk) => !/\p{Surrogate}/u.test(chunk) && Array.from(chunk).length <= 4000)).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  it('has the mean direction of its chunks, and never none', () => {
    expect(meanOf([[3, 4]])).toEqual([0.6, 0.8])
    expect(
      meanOf([
        [1, 0],
        [0, 1],
      ])?.map((each) => each.toFixed(4)),
    ).toEqual(['0.7071', '0.7071'])
    expect(
      meanOf([
        [1, 0],
        [-1, 0],
      ]),
    ).toBeUndefined()
    expect(meanOf([])).toBeUndefined()
    expect(meanOf([[]])).toBeUndefined()
    expect(meanOf([[1], [1, 0]])).toBeUndefined()
    expect(meanOf([[Number.NaN, 1]])).toBeUndefined()
  })
})

describe('Priors', () => {
  const hit = (id: string, payload: Hit['payload']): Hit => ({ id, score: 0.5, payload })
  const whole = { content: 'x', thread_id: 't', role: 'user', created_at: '2026-01-01T00:00:00.000Z' }

  it('are read from hits; what cannot be read is counted', () => {
    const bad = [
      {},
      { ...whole, content: ' ' },
      { ...whole, role: 'x' },
      { ...whole, step: 'x' },
      { ...whole, token_value: '1' },
    ]
    const { priors, skipped } = priorsOf([
      hit('a', whole),
      ...bad.map((payload) => hit('bad', payload)),
      hit('b', { ...whole, step: 'yield', token_value: 7, deleted: null }),
      hit('c', { ...whole, step: null, token_value: null }),
    ])
    const prior = { content: 'x', threadId: 't', role: 'user', similarity: 0.5, createdAt: whole.created_at }
    expect(priors).toEqual([
      { ...prior, id: 'a', tokenValue: 0 },
      { ...prior, id: 'b', tokenValue: 7, step: 'yield' },
      { ...prior, id: 'c', tokenValue: 0 },
    ])
    expect(skipped).toBe(5)
  })

  it('are searched among what is public or of the own thread, and not deleted', () => {
    const { filter, ...rest } = searchEffect({
      key: 'k',
      collection: 'messages',
      vector: [1, 0],
      limit: 80,
      threadId: 't',
    })
    expect(rest).toEqual({ _tag: 'vector/search', key: 'k', collection: 'messages', vector: [1, 0], limit: 80 })
    const sees = (payload: Hit['payload']) => fitsFilter(payload, filter)
    expect([sees({ audience: 'public' }), sees({ audience: 't' }), sees({ audience: 's' })]).toEqual([
      true,
      true,
      false,
    ])
    expect([sees({ audience: 't', deleted: true }), sees({ audience: 't', deleted: 'quarantine' })]).toEqual([
      false,
      false,
    ])
    expect(messagesView({ dimension: 8 })).toMatchObject({ label: 'Message', collection: 'messages', dimension: 8 })
  })
})

describe('Links', () => {
  it('are nodes under an id of their own; one given twice is written once', () => {
    const link = {
      from: 'a',
      to: 'b',
      relation: 'cites',
      strength: 0.5,
      createdAt: '2026-01-01T00:00:00.000Z',
    } as const
    const { nodes } = linksEffect('k', [link, { ...link, strength: 1 }, { ...link, relation: 'extends' }])
    expect(nodes).toEqual([
      {
        ...{ label: 'SemanticLink', id: sha256Hex('a|b|cites') },
        properties: {
          ...{ from_message_id: 'a', to_message_id: 'b', relation: 'cites', strength: 1, created_at: link.createdAt },
        },
      },
      expect.objectContaining({ id: sha256Hex('a|b|extends') }),
    ])
  })
})
