import { describe, expect, it } from 'vitest'
import type { JournalList } from '@chorale/core/ports/journal'
import type { Row } from '../driver.js'
import { fits, listedOf, newestFirst, type Listed } from './list.js'

const row: Row = [5, 'r', 'cf14', '{"tenant":"t","cell":"x"}', 2, 100]
const listed: Listed = {
  ...{ id: 5, run: 'r', program: 'cf14', status: 2, createdAt: 100 },
  labels: '{"tenant":"t","cell":"x"}',
}

describe('rows of runs', () => {
  it('say what runs are chosen by', () => {
    expect(listedOf([row])).toEqual([listed])
  })

  it('give odd words and numbers back', () => {
    expect(listedOf([[5, '\u0001"\\u0000"', 'p', '{}', 0, '=0.5']])).toMatchObject([{ run: '\0', createdAt: 0.5 }])
  })

  it.each([1, 2, 3, 5])('are damaged where cell %d is none', (place) => {
    expect(() => listedOf([row.map((cell, i) => (i === place ? null : cell))])).toThrow('a row cannot be read')
  })
})

describe('a run', () => {
  it.each<readonly [string, JournalList['where'], boolean]>([
    ['nothing', {}, true],
    ['its program', { program: 'cf14' }, true],
    ['another program', { program: 'chat' }, false],
    ['its status', { status: ['done', 'paused'] }, true],
    ['other states', { status: ['done', 'running'] }, false],
    ['no status at all', { status: [] }, false],
    ['its label', { labels: { tenant: 't' } }, true],
    ['all its labels', { labels: { cell: 'x', tenant: 't' } }, true],
    ['another word', { labels: { tenant: 'u' } }, false],
    ['a label it has not', { labels: { stage: 'x' } }, false],
    ['a name that every object inherits', { labels: { constructor: 'x' } }, false],
    ['one that fits and one that does not', { program: 'cf14', labels: { tenant: 'u' } }, false],
  ])('fits or not: %s', (_what, where, expected) => {
    expect(fits(listed, where)).toBe(expected)
  })
})

describe('an order of runs', () => {
  const run = (name: string, createdAt: number): Listed => ({ ...listed, run: name, createdAt })
  const sorted = (...runs: readonly Listed[]) => [...runs].sort(newestFirst).map((one) => one.run)

  it('has the newest first', () => {
    expect(sorted(run('a', 1), run('b', 3), run('c', 2))).toEqual(['b', 'c', 'a'])
  })

  it('has equally old ones by code unit', () => {
    expect(sorted(run('\uffff', 1), run('😀', 1), run('ä', 1), run('a', 1), run('B', 1))).toEqual([
      'B',
      'a',
      'ä',
      '😀',
      '\uffff',
    ])
  })
})
