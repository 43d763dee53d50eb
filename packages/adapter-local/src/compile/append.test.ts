import { describe, expect, it } from 'vitest'
import type { Entry } from '@chorale/core/ports/journal'
import { findBody, planOf, remember, type Memory } from './append.js'

const hash = (digit: string): string => digit.repeat(64)
const bytes = (digit: string): Buffer => Buffer.from(hash(digit), 'hex')
const nothing = (): Memory => ({ labels: new Map(), out: new Map() })
const place = { run: 7, label: 3 }

const about = { key: 'C/0,1', tag: 'model/generate', digest: hash('a'), labels: { cell: '0,1', stage: 'lens' } }
const amount = { usage: { input: 1, cached: 2, output: 3, reasoning: 4 }, costMicroUsd: null, attempts: 1 }

const sent: Entry = {
  ...{ sequence: 4, at: 100, kind: 'sent', about, amount, source: null },
  ...{ payloadHash: hash('a'), payload: '{"asked":1}', hash: hash('b') },
}
const settled: Entry = {
  ...sent,
  ...{ sequence: 5, kind: 'settled', payloadHash: hash('c'), payload: '{"answered":1}', hash: hash('d') },
}

describe('a plan of an append', () => {
  it('keeps a mark once: the outcome refers to the effect it settles', () => {
    const { labels, rows } = planOf([sent, settled], place, nothing())
    expect(labels).toEqual([[7, 3, 'model/generate', '{"cell":"0,1","stage":"lens"}']])
    const usage = [1, null, 1, 2, 3, 4]
    expect(rows([11, 12])).toEqual([
      [7, 4, 100, 4, null, 'C/0,1', 3, null, ...usage, null, null, 11, bytes('a'), bytes('b')],
      [7, 5, 100, 1, 4, null, null, null, ...usage, null, null, 12, bytes('c'), bytes('d')],
    ])
  })

  it('finds the effect in what is remembered, too, and forgets it once it is settled', () => {
    const memory = nothing()
    remember(memory, planOf([sent], place, memory))
    expect([...memory.out.keys()]).toEqual(['C/0,1'])
    const later = planOf([settled], { run: 7, label: 4 }, memory)
    expect(later.labels).toEqual([])
    expect(later.rows([12])[0]?.slice(4, 8)).toEqual([4, null, null, null])
    remember(memory, later)
    expect(memory.out.size).toBe(0)
    expect(memory.labels.size).toBe(1)
  })

  it.each<readonly [string, Partial<Entry['about'] & object>]>([
    ['another key', { key: 'C/0,2' }],
    ['another digest', { digest: hash('e') }],
    ['another tag', { tag: 'model/embed' }],
    ['other labels', { labels: { cell: '0,1' } }],
    ['labels in another order', { labels: { stage: 'lens', cell: '0,1' } }],
  ])('gives an outcome with %s a mark of its own', (_what, other) => {
    const { rows } = planOf([sent, { ...settled, about: { ...about, ...other } }], place, nothing())
    expect(rows([11, 12])[1]?.slice(4, 6)).toEqual([null, other.key ?? 'C/0,1'])
  })

  it('leaves a digest out where it is the hash of the payload, and only there', () => {
    const digests = [settled, { ...settled, payloadHash: hash('a') }].map(
      (entry) => planOf([entry], place, nothing()).rows([11])[0]?.[7],
    )
    expect(digests).toEqual([bytes('a'), null])
  })

  it('remembers nothing by itself: what is not written is not known', () => {
    const memory = nothing()
    planOf([sent, settled], place, memory)
    expect(memory).toEqual(nothing())
  })

  it('has empty columns for what an entry has not', () => {
    const bare: Entry = { ...sent, kind: 'told', about: null, amount: null, payload: null }
    const { labels, bodies, rows } = planOf([bare], place, nothing())
    expect([labels, bodies]).toEqual([[], []])
    const row = rows([])[0] ?? []
    expect(row.slice(4, 17)).toEqual(Array.from({ length: 13 }, () => null))
  })

  it('finds equal payloads by the beginning of their hash, of whatever kind that is', () => {
    const [hex, text] = planOf([sent, { ...sent, payloadHash: 'beginning' }], place, nothing()).bodies
    expect(hex).toEqual({ prefix: 0xaaaaaaaaaaaa, text: '{"asked":1}' })
    expect(text?.prefix).toBeLessThan(2 ** 48)
    expect(findBody({ prefix: 5, text: 'x' })).toEqual({
      sql: 'SELECT CAST(json_group_array(json_array(id)) AS BLOB) AS packed FROM payloads WHERE prefix = ? AND body = ?',
      values: [5, 'x'],
    })
  })
})
