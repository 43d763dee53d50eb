import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { digestsOf, figuresOf } from './judge.js'
import { chances } from './moments.js'
import { round, type Disturbance, type Round } from './round.js'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chorale-kill-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const seed = Date.now() % 2 ** 31
const chance = chances(seed)

const inFolder = (name: string, how: Omit<Disturbance, 'chance'>): Promise<Round> =>
  round(join(folder, name), { ...how, chance })

describe('a run whose workers are killed', () => {
  it('five times, at moments by chance, ends like one that nobody disturbed, and asks for nothing twice that was kept', async () => {
    const undisturbed = await inFolder('undisturbed', { most: 0, startMs: 0, calls: 0 })
    const rounds: Round[] = []
    let kills = 0
    while (kills < 5) {
      const ended = await inFolder(`round-${rounds.length}`, {
        most: 5 - kills,
        startMs: undisturbed.startMs,
        calls: undisturbed.requests.size,
      })
      rounds.push(ended)
      kills += ended.kills.length
    }
    const { violations, ...figures } = figuresOf(rounds, digestsOf(undisturbed.document))
    expect({ seed, violations }).toEqual({ seed, violations: [] })
    expect(figures.kills).toBe(5)
    expect(figures.requests).toBeLessThanOrEqual(figures.calls + figures.out)
    expect(figures.calls).toBe(343 * rounds.length)
  }, 300_000)
})
