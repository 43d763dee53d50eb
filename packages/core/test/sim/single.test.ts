import { describe, expect, it } from 'vitest'
import { simulate, type Schedule, type World } from '@chorale/core/testing'
import type { HouseTypes } from './house.js'
import { crowdOf, houseOf, streamsOf } from './worlds.js'

/** What may happen to any one append. */
const accidents = ['died before', 'died after', 'refused', 'vanished', 'unheard', 'late', 'barred', 'full'] as const
/** What may happen to any one call. */
const mishaps = [
  ...['failed', 'timed out', 'threw', 'answered badly', 'twice', 'silent', 'unaffordable'],
  ...['died before', 'died after'],
]
/** What may come in between. */
const moments = ['rival', 'killed', 'pause', 'stop', 'cancel', 'told']

const worlds: readonly World<HouseTypes>[] = [...[1, 2, 3, 4, 5, 6, 12, 24].map(houseOf), crowdOf(1)]

const broken = async (world: World<HouseTypes>, schedule: Schedule): Promise<readonly string[]> => {
  const report = await simulate(world, schedule)
  return report.broken.map(({ law, because }) => `${world.name} ${JSON.stringify(schedule)} ${law}: ${because}`)
}

describe('one accident alone', () => {
  it(
    'at any append and right after it changes nothing: crashes, lost acknowledgements, refusals',
    { timeout: 120_000 },
    async () => {
      for (const world of worlds) {
        const calm = await simulate(world, { seed: 1, surprises: [] })
        const writes = calm.trace.filter((line) => line.includes(' writes at ')).length
        for (let write = 1; write <= writes; write += 1) {
          for (const what of accidents)
            expect(await broken(world, { seed: 1, surprises: [{ at: `write ${write}`, what }] })).toEqual([])
          for (const what of moments)
            expect(await broken(world, { seed: 1, surprises: [{ at: `moment ${write}`, what }] })).toEqual([])
        }
      }
    },
  )

  it('at any call changes nothing', { timeout: 120_000 }, async () => {
    for (const world of worlds) {
      const calm = await simulate(world, { seed: 1, surprises: [] })
      const calls = calm.trace.flatMap((line) => /worker 1 asks (\S+)/.exec(line)?.[1] ?? [])
      for (const key of calls)
        for (const what of mishaps)
          expect(await broken(world, { seed: 1, surprises: [{ at: `call ${key}/1 of 1`, what }] })).toEqual([])
    }
  })

  it('between any two parts of an answer changes nothing', { timeout: 120_000 }, async () => {
    for (const world of [4, 5, 6].map(streamsOf)) {
      const calm = await simulate(world, { seed: 1, surprises: [] })
      const keys = calm.journal.filter(({ kind }) => kind === 'arrived').map(({ about }) => about?.key ?? '')
      expect(keys.length).toBeGreaterThan(5)
      for (const [i, key] of keys.entries()) {
        const place = keys.slice(0, i).filter((other) => other === key).length
        for (const what of ['died', 'late', 'odd'])
          expect(await broken(world, { seed: 1, surprises: [{ at: `piece ${key}/1 of 1/${place}`, what }] })).toEqual(
            [],
          )
      }
    }
  })

  it('at the opening of the journal, or at any reading of it by a second worker, changes nothing', async () => {
    for (const world of worlds) {
      for (const what of ['refused', 'unheard', 'died before', 'died after'])
        expect(await broken(world, { seed: 1, surprises: [{ at: 'create 1', what }] })).toEqual([])
      for (let read = 1; read <= 8; read += 1)
        for (const what of ['refused', 'died'])
          expect(
            await broken(world, {
              seed: 1,
              surprises: [
                { at: 'write 2', what: 'died after' },
                { at: 'pages', what: 'short' },
                { at: `read ${read}`, what },
              ],
            }),
          ).toEqual([])
    }
  })
})
