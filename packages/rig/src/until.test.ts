import { expect, it } from 'vitest'
import { until } from './until.js'

it('asks until the answer is yes, and no longer', async () => {
  let asked = 0
  expect(await until(() => (asked += 1) === 3, 10_000)).toBe(true)
  expect(asked).toBe(3)
})

it('asks once at least, and gives up when the time is over', async () => {
  let asked = 0
  expect(await until(() => Promise.resolve((asked += 1) < 0), 0)).toBe(false)
  expect(asked).toBeGreaterThan(0)
})
