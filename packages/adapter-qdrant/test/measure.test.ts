import { expect, it } from 'vitest'
import { describeWith } from '@chorale/rig'
import { measured } from '../tools/measure.js'

describeWith('qdrant', 'the measurement beside the raw client', ({ uri }) => {
  it('runs; its figures are for a quiet machine', async () => {
    const { pointsPerSecond, searchMs } = await measured(uri, { points: 600, dimension: 8, searches: 5, rounds: 1 })
    for (const figure of [...Object.values(pointsPerSecond), ...Object.values(searchMs)])
      expect(figure).toBeGreaterThan(0)
  })
})
