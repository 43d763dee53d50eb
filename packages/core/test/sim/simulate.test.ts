import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { search, simulate, type World } from '@chorale/core/testing'
import { house, type HouseTypes } from './house.js'
import { crowdOf, houseOf, valleyOf } from './worlds.js'

describe('a seed', () => {
  it('decides everything: twice the same gives the same journal and the same trace, to the byte', async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const world = seed % 3 === 0 ? crowdOf(seed) : houseOf(seed)
      const [one, two] = [await simulate(world, { seed }), await simulate(world, { seed })]
      expect(JSON.stringify(two)).toBe(JSON.stringify(one))
    }
    const [one, two] = [await simulate(valleyOf(2), { seed: 2 }), await simulate(valleyOf(2), { seed: 2 })]
    expect(JSON.stringify(two)).toBe(JSON.stringify(one))
  })

  it('decides something: another one gives another trace', async () => {
    const [one, two] = [await simulate(houseOf(1), { seed: 1 }), await simulate(houseOf(1), { seed: 2 })]
    expect(two.trace).not.toEqual(one.trace)
  })

  it('is repeated by the list of its surprises', async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const first = await simulate(houseOf(seed), { seed })
      const again = await simulate(houseOf(seed), { seed, surprises: first.surprises })
      expect(again.trace).toEqual(first.trace)
    }
  })
})

describe('a search', () => {
  it('finds a program whose result depends on the order of its answers, and needs no surprise to show it', async () => {
    const world: World<HouseTypes> = {
      ...houseOf(4),
      machine: { ...house, result: ({ got }) => ({ order: Object.keys(got).join() }) },
    }
    const [failure] = await search(world, { seeds: 100 })
    expect(failure?.report.broken.map(({ law }) => law)).toEqual(['result'])
    expect(failure?.schedule.surprises).toEqual([])
    expect(failure?.text).toContain(`seed ${failure?.seed} of house 4`)
  })

  it('finds a program that draws lots, and makes the failing schedule small', async () => {
    let drawn = 0
    const world: World<HouseTypes> = {
      ...houseOf(13),
      machine: {
        ...house,
        step: (state, input) => {
          const next = house.step(state, input)
          // Every hundredth step asks for something else than it did when the same input came first.
          const isOdd = (drawn += 1) % 100 === 0
          return E.isLeft(next) || !isOdd
            ? next
            : E.right({
                ...next.right,
                effects: next.right.effects.map((effect) => ({ ...effect, key: `${effect.key}!` })),
              })
        },
      },
    }
    const [failure] = await search(world, { seeds: 200 })
    expect(failure).toBeDefined()
    expect(failure?.text).toContain('schedule: {"seed":')
  })

  it('tells a schedule that shows the same failure again', async () => {
    const world: World<HouseTypes> = {
      ...houseOf(2),
      // Crashes alone bring a third sitting about.
      compared: () => 'made',
      machine: {
        ...house,
        step: (state, input) =>
          input._tag === 'settled' && E.isLeft(input.outcome) ? E.left(broke(input.key)) : house.step(state, input),
      },
    }
    const [failure] = await search(world, { seeds: 300 })
    expect(failure?.schedule.surprises?.length).toBeLessThanOrEqual(3)
    expect(failure?.report.broken[0]?.law).toBe('result')
    const again = await simulate(world, failure?.schedule ?? { seed: 0 })
    expect(again.broken).toEqual(failure?.report.broken)
  })

  it('sees every report', async () => {
    const seen: number[] = []
    await search(houseOf, { from: 5, seeds: 7, seen: ({ schedule }) => void seen.push(schedule.seed) })
    expect(seen).toEqual([5, 6, 7, 8, 9, 10, 11])
  })
})

const broke = (key: string) =>
  ({ _tag: 'IllegalInput', doing: 'hear of a job', because: `${key} failed`, next: 'Nothing helps.' }) as const
