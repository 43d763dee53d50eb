import * as E from 'fp-ts/lib/Either.js'
import {
  admitConnection,
  defaultConnectionLimits as limits,
  pressureOf,
  readConnectionLimits,
  shedOutgoing,
} from '@chorale/core/connection'
import { describe, expect, it } from 'vitest'

describe('admission', () => {
  const calm = { pressure: 'normal', limits } as const

  it.each([
    [0, 'accept'],
    [8498, 'accept'],
    [8499, 'accept_with_warning'],
    [9999, 'accept_with_warning'],
  ])('with %d open accepts: %s', (open, tag) => {
    expect(admitConnection({ ...calm, open }, { open: 0 })._tag).toBe(tag)
  })

  it('with 10,000 open rejects with 1013, before it asks whose it is', () => {
    const full = { _tag: 'reject', code: 1013, reason: 'At capacity' }
    expect(admitConnection({ ...calm, open: 10_000 }, { open: 5 })).toEqual(full)
  })

  it('rejects the sixth connection of a client, and one that comes too fast, with 1008', () => {
    const limited = { _tag: 'reject', code: 1008, reason: 'Rate limited' }
    expect(admitConnection({ ...calm, open: 5 }, { open: 4 })).toEqual({ _tag: 'accept' })
    expect(admitConnection({ ...calm, open: 5 }, { open: 5 })).toEqual(limited)
    expect(admitConnection({ ...calm, open: 5 }, { open: 0, retryAfterMs: 10 })).toEqual(limited)
  })

  it.each([
    ['warn', 'accept_with_warning'],
    ['degraded', 'poll'],
    ['shed', 'reject'],
  ] as const)('under the pressure %s: %s', (pressure, tag) => {
    expect(admitConnection({ open: 0, pressure, limits }, { open: 0 })._tag).toBe(tag)
  })
})

describe('pressure', () => {
  it.each([
    [0.84, 'normal'],
    [0.85, 'warn'],
    [0.95, 'degraded'],
    [1, 'shed'],
    [7, 'shed'],
    [NaN, 'shed'],
  ])('of a share of %d is %s', (share, level) => {
    expect(pressureOf(undefined, { queue: 0.1, heap: share }, 0).level).toBe(level)
  })

  it('rises at once, and falls only below its level by a tenth for five seconds', () => {
    const readings: readonly (readonly [number, number, string])[] = [
      [0, 0.96, 'degraded'],
      [1000, 0.9, 'degraded'],
      [2000, 0.84, 'degraded'],
      [6999, 0.84, 'degraded'],
      [7000, 0.84, 'normal'],
      [8000, 1, 'shed'],
      [9000, 0.5, 'shed'],
      [13_999, 0.5, 'shed'],
      [14_000, 0.91, 'shed'],
      [14_001, 0.5, 'shed'],
      [19_001, 0.5, 'normal'],
    ]
    let pressure = pressureOf(undefined, {}, 0)
    for (const [at, share, level] of readings) {
      pressure = pressureOf(pressure, { lag: share }, at)
      expect([at, pressure.level]).toEqual([at, level])
    }
  })
})

describe('a slow consumer', () => {
  it.each([
    [0, 0, 'send'],
    [1_048_575, 999, 'send'],
    [1_048_576, 0, 'drop_deltas'],
    [0, 1000, 'drop_deltas'],
    [2_097_152, 0, 'close'],
    [0, 2000, 'close'],
  ])('with %d bytes and %d messages waiting: %s', (bytes, messages, tag) => {
    expect(shedOutgoing({ bytes, messages }, limits)._tag).toBe(tag)
  })

  it('is closed with 1013', () => {
    expect(shedOutgoing({ bytes: 1e9, messages: 0 }, limits)).toMatchObject({ code: 1013 })
  })
})

describe('the limits of a host', () => {
  it('stand beside those of the spec', () => {
    expect(readConnectionLimits({})).toEqual(E.right(limits))
    expect(readConnectionLimits({ heartbeatMs: 100, replaySize: undefined })).toEqual(
      E.right({ ...limits, heartbeatMs: 100 }),
    )
  })

  it.each([
    [null],
    [[]],
    ['x'],
    [{ heartbeat: 1 }],
    [{ heartbeatMs: 0 }],
    [{ heartbeatMs: 1.5 }],
    [{ replaySize: '9' }],
  ])('are refused: %j', (input) => {
    expect(E.isLeft(readConnectionLimits(input))).toBe(true)
  })

  it('are refused with every fault in them', () => {
    const read = readConnectionLimits({ pongMs: -1, seenMs: NaN, other: 1 })
    expect(E.isLeft(read) ? read.left.findings.map(({ path }) => path) : []).toEqual(['pongMs', 'seenMs', 'other'])
  })
})
