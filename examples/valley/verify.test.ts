import { readFileSync, writeFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { local } from '@chorale/adapter-local'
import { combine, start } from '@chorale/core'
import { valley, type ValleyTypes } from '@chorale/core/cf14'
import type { StepResult } from '@chorale/core/machine'
import { echoResolver } from '@chorale/core/testing'
import { describe, expect, it } from 'vitest'
import { inFolders } from './testing/folder.js'

const at = inFolders()

/** One question asked with another temperature. */
const hotter = (effect: ValleyTypes['effect']): ValleyTypes['effect'] =>
  effect._tag === 'model/generate' && effect.key === 'C/0,2/multiply/1'
    ? { ...effect, sampling: { ...effect.sampling, temperature: 1.5 } }
    : effect

/** Changes one byte of the database file, where a text stands in it for the n-th time. */
const flip = (text: string, nth: number): void => {
  const file = at.path('.chorale', 'chorale.db')
  const bytes = readFileSync(file)
  let place = -1
  for (let i = 0; i <= nth; i += 1) place = bytes.indexOf(text, place + 1)
  expect(place).toBeGreaterThan(0)
  const last = place + text.length - 1
  bytes.writeUInt8((bytes[last] ?? 0) ^ 1, last)
  writeFileSync(file, bytes)
}

describe('verify', () => {
  it('finds a run whole that nobody touched', async () => {
    await at.keep('one')
    const { code, out } = await at.quickstart('verify', 'one')
    expect([code, out]).toEqual([0, 'Run one is whole: 88 effects equal, 173 entries read.\n'])
    const { out: document } = await at.quickstart('verify', 'one', '--json')
    expect(JSON.parse(document)).toEqual({
      ...{ run: 'one', entries: 173, equal: 88, difference: null, refused: null, fault: null },
    })
  })

  it("names the first question that today's program would ask otherwise, with both sides", async () => {
    const store = local({ directory: at.path('.chorale') })
    const louder: typeof valley = {
      ...valley,
      step: (state, input) =>
        E.map((next: StepResult<ValleyTypes>) => ({ ...next, effects: next.effects.map(hotter) }))(
          valley.step(state, input),
        ),
    }
    await start(
      louder,
      { through: 'C' },
      { interpreter: combine(echoResolver(), store), journal: store, run: 'one' },
    ).result()
    await store.close()
    const { code, out } = await at.quickstart('verify', 'one')
    expect(code).toBe(1)
    expect(out).toMatch(
      /^Run one and today's program differ at entry \d+, C\/0,2\/multiply\/1; \d+ effects? before it are equal\.\n {2}sampling\.temperature\n {4}then: 1\.5\n {4}now: {2}0\.7\n$/u,
    )
  })

  it.each([
    ['a question', 'semantic multiplication', 40],
    ['an answer', 'multiply:C[0,1]#2=', 0],
    ['a later answer', 'synthesize:C[2,3]=', 0],
  ])('finds one byte that was flipped in %s, and its place', async (_, text, nth) => {
    await at.keep('one')
    flip(text, nth)
    const { code, out, err } = await at.quickstart('verify', 'one')
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(/^Run one in \.chorale is damaged: .+\d+.+\n$/u)
    expect(err).not.toMatch(/\n {4}at /u)
  })

  it('says so in JSON as well', async () => {
    await at.keep('one')
    flip('multiply:C[0,1]#2=', 0)
    const { code, out } = await at.quickstart('verify', 'one', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ run: 'one', fault: { _tag: 'Damaged', ids: { run: 'one' } } })
  })

  it('is done before a damaged run is shown, resumed or taken answers from', async () => {
    await at.keep('one')
    flip('multiply:C[0,1]#2=', 0)
    for (const args of [
      ['--run', 'one'],
      ['--from', 'one'],
    ]) {
      const { code, err } = await at.quickstart(...args)
      expect(code).toBe(1)
      expect(err).toContain('is damaged')
    }
  })
})
