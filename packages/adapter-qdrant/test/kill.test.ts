import * as E from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { describeOwn } from '@chorale/rig'
import { fresh } from './fresh.js'
import { right, said } from './said.js'

const pointsOf = (round: number) =>
  Array.from({ length: 40 }, (_, i) => ({
    ...{ id: `${round}/${i}`, vector: [1, round, i], payload: { round, i, text: 'x'.repeat(500) } },
  }))

describeOwn('qdrant', 'a server that is killed while it writes', (start) => {
  it('has every point afterwards that it has acknowledged', async () => {
    const server = await start()
    const store = fresh(server.address, { batchSize: 10, streams: 3 })
    const ask = said(store)
    right(await ask('vector/collection', { dimension: 3, metric: 'dot' }))
    const acknowledged: number[] = []
    let round = 0
    let failed = 0
    /** Writes until it fails; three at once, so that one is always under way. */
    const writing = async (): Promise<void> => {
      for (;;) {
        round += 1
        const own = round
        const outcome = await ask('vector/upsert', { points: pointsOf(own) })
        if (E.isLeft(outcome)) {
          failed += 1
          expect(outcome.left).toMatchObject({ _tag: 'Unavailable', retryable: true })
          return
        }
        acknowledged.push(own)
      }
    }
    for (const least of [5, 12, 30, 31]) {
      const until = acknowledged.length + least
      const writers = [writing(), writing(), writing()]
      await expect.poll(() => acknowledged.length, { timeout: 20_000, interval: 1 }).toBeGreaterThanOrEqual(until)
      await server.kill()
      await Promise.all(writers)
      expect(await ask('vector/count', {})).toMatchObject({ left: { _tag: 'Unavailable', applied: 'no' } })
      await server.restart()
      const ids = acknowledged.flatMap((each) => pointsOf(each).map(({ id }) => id))
      const { points } = right(await ask('vector/get', { ids, vectors: 'with' }))
      expect(points).toEqual(acknowledged.flatMap(pointsOf))
    }
    expect(failed).toBe(12)
    // What was not acknowledged may be there in part; the same write again completes it.
    const all = Array.from({ length: round }, (_, i) => pointsOf(i + 1)).flat()
    right(await ask('vector/upsert', { points: all }))
    expect(right(await ask('vector/count', {}))).toEqual({ count: all.length })
  }, 120_000)

  it('that stands still is given up at the deadline, and what it was asked is done when it goes on', async () => {
    const server = await start()
    const store = fresh(server.address, { deadlines: { writeMs: 300, readMs: 300 } })
    const ask = said(store)
    right(await ask('vector/collection', { dimension: 3, metric: 'dot' }))
    right(await ask('vector/upsert', { points: pointsOf(1) }))
    await server.freeze()
    expect(await ask('vector/upsert', { points: pointsOf(2) })).toMatchObject({
      left: { _tag: 'TimedOut', applied: 'unknown' },
    })
    expect(await ask('vector/count', {})).toMatchObject({ left: { _tag: 'TimedOut', applied: 'no' } })
    server.thaw()
    await expect
      .poll(() => ask('vector/count', {}), { timeout: 20_000, interval: 50 })
      .toMatchObject({ right: { count: 80 } })
  }, 60_000)
})
