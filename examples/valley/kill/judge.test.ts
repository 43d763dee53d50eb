import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../shown/document.js'
import { digestsOf, figuresOf } from './judge.js'
import type { Kill, Round } from './round.js'

// Casts: the judge looks at nothing else of a document and of a record.
const document = (digest: string) => ({ matrices: { C: { digest } } }) as unknown as RunDocument
const record = (status: string) => ({ run: 'r', status }) as unknown as Kill['record']

const kill = (more: Partial<Kill> = {}): Kill => ({
  moment: { after: 'start', ms: 1 },
  asked: 2,
  said: '',
  record: record('running'),
  journal: { settled: new Set(['a']), out: new Set(['b']) },
  requests: new Map([
    ['a', 1],
    ['b', 1],
  ]),
  ...more,
})

const resumed = 'Resuming run r, kept in s: 1 of 3 calls answered, 2 to go.\n'

const round = (more: Partial<Round> = {}): Round => ({
  kills: [kill()],
  ...{ code: 0, said: resumed, document: document('d'), startMs: 1, amiss: undefined },
  requests: new Map([
    ['a', 1],
    ['b', 2],
    ['c', 1],
  ]),
  ...more,
})

const violations = (one: Round): readonly string[] => figuresOf([one], digestsOf(document('d'))).violations

describe('the judge of killed runs', () => {
  it('finds nothing where only what was out is asked for again', () => {
    expect(violations(round())).toEqual([])
    expect(figuresOf([round()], digestsOf(document('d')))).toMatchObject({ kills: 1, calls: 3, requests: 4, out: 1 })
  })

  it.each<readonly [string, Partial<Round>, string]>([
    [
      'an answer that was kept and asked for again',
      { requests: new Map(Object.entries({ a: 2, b: 2, c: 1 })) },
      'round 1: kill 1: a was kept and asked for again',
    ],
    [
      'a call that was asked for too often',
      { requests: new Map(Object.entries({ a: 1, b: 2, c: 2 })) },
      'round 1: c was asked for 2 times, at most 1 were due',
    ],
    ['another result', { document: document('e') }, 'its digests are not those of the run nobody disturbed'],
    ['no result', { document: undefined }, 'its digests are not those of the run nobody disturbed'],
    ['a failure', { code: 1, said: `${resumed}It broke.\n` }, 'it ended with exit code 1: It broke.'],
    ['a damaged journal', { amiss: 'a byte' }, 'its journal: a byte'],
    [
      'an untrue word',
      { said: resumed.replace('1 of', '0 of') },
      'it said that 0 calls were answered, and 1 were kept',
    ],
    ['silence', { said: 'Run s, kept in s.\n' }, 'it said that no calls were answered, and 1 were kept'],
  ])('names %s', (_, more, violation) => {
    expect(violations(round(more)).join('\n')).toContain(violation)
  })

  it('expects nothing to be resumed where the run had ended, or was not there', () => {
    for (const gone of [record('done'), undefined])
      expect(violations(round({ kills: [kill({ record: gone })], said: 'Run r has ended.\n' }))).toEqual([])
  })
})
