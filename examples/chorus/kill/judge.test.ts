import type { ChorusResponse } from '@chorale/core/chorus'
import type { Entry } from '@chorale/core/ports/journal'
import { describe, expect, it } from 'vitest'
import { violationsOf, type Wanted } from './judge.js'
import type { Kept } from './kept.js'
import type { Round } from './round.js'
import type { Sitting } from './sitting.js'
import type { Ended, Told } from './told.js'

// Casts: the judge looks at nothing else of events, entries and results.
const event = (seq: number, content = `content ${seq}`): Told => ({
  _tag: 'event',
  event: { seq, content } as ChorusResponse,
})
const asked = (key: string, digest = 'd'): Told => ({ _tag: 'asked', key, digest })
const entry = (kind: Entry['kind'], of: string): Entry =>
  (kind === 'resumed'
    ? { kind, about: null, payload: JSON.stringify(of) }
    : { kind, about: { key: of, digest: 'd' }, payload: 'null' }) as unknown as Entry
const result = { status: 'completed', answer: 'a', citations: [], passes: [], degraded: [], usage: { aiCalls: 2 } }
const ended = (more: object = {}, status: Ended['status'] = 'done'): Told =>
  ({ _tag: 'ended', status, result: { ...result, ...more } }) as unknown as Told

const kept = (more: Partial<Kept> = {}): Kept => ({
  ...{ status: 'done', amiss: undefined },
  entries: [entry('sent', 'a'), entry('settled', 'a'), entry('sent', 'b'), entry('settled', 'b')],
  contents: new Map([
    ['Message m', 'h1'],
    ['point m', 'h2'],
  ]),
  ...more,
})

const wanted: Wanted = {
  told: [asked('a'), event(1), asked('b'), event(2), event(3), ended()],
  kept: kept(),
}

const sitting = (name: string, told: readonly Told[], more: Partial<Sitting> = {}): Sitting => ({
  ...{ name, told, wasKilled: false, isStuck: false, code: 0, err: '', startMs: 1, restMs: 1 },
  ...more,
})

const taken = kept({
  entries: [
    ...[entry('sent', 'a'), entry('settled', 'a'), entry('sent', 'b')],
    ...[entry('resumed', 'worker-2'), entry('sent', 'b'), entry('settled', 'b')],
  ],
})

const killed: Partial<Sitting> = { wasKilled: true, code: null }
const first = sitting('worker-1', [asked('a'), event(1), asked('b'), event(2)], killed)
const rest: readonly Told[] = [event(1), event(2), asked('b'), event(3), ended()]

const round = (more: Partial<Round> = {}): Round => ({
  ...{ place: { when: 'after', entry: 3 }, sittings: [first, sitting('worker-2', rest)], kept: taken },
  ...more,
})

const second = (told: readonly Told[], more: Partial<Sitting> = {}): Partial<Round> => ({
  sittings: [first, sitting('worker-2', told, more)],
})

const alone: Partial<Round> = { place: undefined, sittings: [sitting('worker-1', wanted.told)] }

const swapped = (from: Told, to: Told): readonly Told[] => rest.map((one) => (one === from ? to : one))
const [told1 = event(1), told2 = event(2), askedB = asked('b'), told3 = event(3), end = ended()] = rest

describe('the judge of killed loops', () => {
  it('finds nothing where only what was out is asked again, and what was told is told again alike', () => {
    expect(violationsOf(round(), wanted)).toEqual([])
    expect(violationsOf(round({ ...alone, kept: kept() }), wanted)).toEqual([])
  })

  it('finds nothing where a worker was killed before there was a loop', () => {
    const sittings = [sitting('worker-1', [], killed), sitting('worker-2', wanted.told)]
    expect(violationsOf(round({ sittings, kept: kept() }), wanted)).toEqual([])
  })

  it.each<readonly [string, Partial<Round>, readonly string[]]>([
    ['another answer', second(swapped(end, ended({ answer: 'b' }))), ['its result has another answer']],
    ['other citations', second(swapped(end, ended({ citations: [1] }))), ['its result has another citations']],
    ['other passes', second(swapped(end, ended({ passes: [1] }))), ['its result has another passes']],
    ['a degraded step', second(swapped(end, ended({ degraded: ['yield'] }))), ['its result has another degraded']],
    ['a call counted twice', second(swapped(end, ended({ usage: { aiCalls: 3 } }))), ['its result has another usage']],
    ['something new', second(swapped(end, ended({ more: 1 }))), ['its result has another more']],
    ['another status', second(swapped(end, ended({}, 'failed'))), ['it ended as failed, not as done']],
    ['a journal left open', { kept: { ...taken, status: 'running' } }, ['its journal says running, not done']],
    [
      'a worker that fails',
      second(rest, { code: 1, err: 'It\nbroke.\n' }),
      ['worker-2 ended with exit code 1: broke.'],
    ],
    ['a worker that hangs', second(rest, { ...killed, isStuck: true }), ['worker-2 did not come to an end']],
    [
      'a kill that did not happen',
      { sittings: [{ ...first, wasKilled: false }, sitting('worker-2', rest)] },
      ['worker-1 was not killed'],
    ],
    [
      'a place that nobody was killed at',
      { ...alone, place: { when: 'before', entry: 9 }, kept: kept() },
      ['nobody was killed there'],
    ],
    [
      'an event told with another content',
      { sittings: [{ ...first, told: [asked('a'), event(1, 'x'), asked('b')] }, sitting('worker-2', rest)] },
      ['event 1 was told twice, with another content by worker-2'],
    ],
    [
      'an event that is another from the start',
      second(swapped(told3, event(3, 'x'))),
      ['event 3 of the last worker is not the one of the undisturbed loop'],
    ],
    [
      'an event told twice by one worker',
      second([told1, told1, told2, askedB, told3, end]),
      [
        ...['worker-2 told event 1 where 2 was due', 'worker-2 told event 2 where 3 was due'],
        ...['worker-2 told event 3 where 4 was due'],
        'event 2 of the last worker is not the one of the undisturbed loop',
        '4 events were told, 3 were due',
      ],
    ],
    [
      'a gap',
      second([told1, askedB, told3, end]),
      ['worker-2 told event 3 where 2 was due', 'event 2 of the last worker is not the one of the undisturbed loop'],
    ],
    [
      'an event that is missing at the end',
      second([told1, told2, askedB, end]),
      ['event 3 of the last worker is not the one of the undisturbed loop'],
    ],
    ['an event too many', second([...rest.slice(0, -1), event(4), end]), ['4 events were told, 3 were due']],
    [
      'contents that are lost, changed and made up',
      {
        kept: {
          ...taken,
          contents: new Map([
            ['point m', 'x'],
            ['Message n', 'h1'],
          ]),
        },
      },
      ['Message m is missing', 'point m is another', 'Message n is too many'],
    ],
    ['a damaged journal', { kept: { ...taken, amiss: 'a byte' } }, ['its journal: a byte']],
    [
      'an answer that was kept and asked for again',
      second([asked('a'), ...rest]),
      ['worker-2 asked a again, which was answered'],
    ],
    ['a call asked twice by one worker', second([askedB, ...rest]), ['worker-2 asked b more than once']],
    ['a worker that asks beside the journal', { kept: kept() }, ['worker-2 asked without having taken the loop over']],
    ['another question', second([...rest, asked('b', 'e')]), ['b was asked, and is no question of the loop']],
    [
      'a question left out',
      { ...alone, sittings: [sitting('worker-1', wanted.told.slice(1))], kept: kept() },
      ['a was never asked'],
    ],
  ])('names %s', (_, more, violations) => {
    expect(violationsOf(round(more), wanted)).toEqual(violations)
  })

  it('names a loop that has no end', () => {
    const found = violationsOf(round(second(rest.slice(0, -1))), wanted)
    expect(found[0]).toBe('it ended as nothing, not as done')
    expect(found).toContain('its result has another answer')
  })
})
