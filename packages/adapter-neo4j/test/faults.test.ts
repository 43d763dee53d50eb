import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import type { EffectError } from '@chorale/core/fault'
import type { GraphFound, GraphWritten } from '@chorale/core/ports/graph'
import { describeOwn, mode, proxyTo, until, type Neo4jAddress, type Started } from '@chorale/rig'
import { neo4j, type Neo4jStore } from '../src/index.js'
import { context, fresh, left, opened, optionsFor, right } from './fresh.js'

const portOf = ({ uri }: Neo4jAddress): number => Number(new URL(uri.replace('bolt:', 'http:')).port)

const nodesOfABatch = 60
const timeouts = { connectMs: 2000, readMs: 1500, writeMs: 1500, startMs: 8000 }

/** Writes a batch: nodes that name it, in a chain. */
const write = (store: Neo4jStore, label: string, batch: string): Promise<Either<EffectError, GraphWritten>> => {
  const ids = Array.from({ length: nodesOfABatch }, (_, i) => `${batch}/${i}`)
  return store['graph/upsert'](
    {
      ...{ _tag: 'graph/upsert', key: batch },
      nodes: ids.map((id) => ({ label, id, properties: { batch } })),
      relationships: ids.slice(1).map((id, i) => ({
        ...{ type: 'NEXT', from: { label, id: ids[i] ?? '' }, to: { label, id }, properties: {} },
      })),
    },
    context,
  )()
}

interface Sought {
  readonly label: string
  readonly batch: string
  readonly signal?: AbortSignal
}

const find = (
  store: Neo4jStore,
  { label, batch, signal = context.signal }: Sought,
): Promise<Either<EffectError, GraphFound>> =>
  store['graph/query'](
    {
      ...{ _tag: 'graph/query', key: batch, limit: 0 },
      match: { label, where: [{ _tag: 'eq', name: 'batch', value: batch }] },
    },
    { ...context, signal },
  )()

/** Begins writes one behind the other, so that some are at every stage when the fault strikes; ends when nobody writes any more. */
const flood = async (store: Neo4jStore, label: string, strike: () => Promise<unknown>) => {
  const outcomes = new Map<string, Either<EffectError, GraphWritten>>()
  let isStruck = false
  const writer = async (name: number) => {
    for (let i = 0; !isStruck; i += 1) {
      const batch = `${name}.${i}`
      outcomes.set(batch, await write(store, label, batch))
    }
  }
  const writers = [1, 2, 3, 4].map(writer)
  await until(() => outcomes.size >= 8, 60_000)
  await strike()
  isStruck = true
  await Promise.all(writers)
  return outcomes
}

/** Whether what is there is what was told of every batch. */
const expectTruth = async (store: Neo4jStore, label: string, outcomes: Awaited<ReturnType<typeof flood>>) => {
  for (const [batch, outcome] of outcomes) {
    const { count } = right(await find(store, { label, batch }))
    const told = E.isRight(outcome) ? 'yes' : outcome.left.applied
    expect({ batch, told, count }).toEqual({
      batch,
      told,
      count: told === 'yes' ? nodesOfABatch : told === 'no' ? 0 : count === 0 ? 0 : nodesOfABatch,
    })
  }
}

describeOwn('neo4j', 'a server that fails', (start) => {
  const password = 'a-long-password-of-a-test'
  let running: Promise<Started<Neo4jAddress>> | undefined
  const server = () => (running ??= start({ password }))

  it('is told as Denied where the password is wrong, and nobody learns it', async () => {
    const address = (await server()).address
    const store = opened({ ...address, password: 'not-the-password' })
    const fault = left(await find(store, { label: fresh('L'), batch: '1' }))
    expect(fault).toMatchObject({ _tag: 'Denied', applied: 'no', doing: 'read 1' })
    expect(JSON.stringify(fault)).not.toContain('not-the-password')
    await expect(store.ready()).rejects.toMatchObject({ _tag: 'Denied' })
  }, 120_000)

  it('is TimedOut where it hangs, and found again when it goes on; nothing that was given up is written then', async () => {
    const own = await server()
    const label = fresh('L')
    // The first of its kind may take a busy server longer than the deadline of the others.
    right(await write(opened(own.address), label, 'before'))
    const store = opened(own.address, { timeouts })
    await until(async () => E.isRight(await write(store, label, 'warm')), 30_000)
    await own.freeze()
    const began = performance.now()
    const [written, found] = await Promise.all([write(store, label, 'frozen'), find(store, { label, batch: 'before' })])
    expect(left(written)).toMatchObject({ _tag: 'TimedOut', applied: 'no', retryable: true })
    expect(left(found)).toMatchObject({ _tag: 'TimedOut', applied: 'no' })
    expect(performance.now() - began).toBeLessThan(timeouts.writeMs * 3)
    const stop = new AbortController()
    const cancelled = find(store, { label, batch: 'before', signal: stop.signal })
    stop.abort()
    expect(left(await cancelled)).toMatchObject({ _tag: 'Cancelled', applied: 'no' })
    own.thaw()
    await until(async () => E.isRight(await find(store, { label, batch: 'before' })), 60_000)
    expect(right(await find(store, { label, batch: 'before' })).count).toBe(nodesOfABatch)
    expect(right(await find(store, { label, batch: 'frozen' })).count).toBe(0)
  }, 120_000)

  it('keeps whole what was acknowledged and nothing of what was not, when it is killed while it writes', async () => {
    const own = await server()
    const label = fresh('L')
    const store = opened(own.address, { timeouts: { ...timeouts, writeMs: 20_000 } })
    const outcomes = await flood(store, label, own.kill)
    const faults = [...outcomes.values()].filter(E.isLeft).map(({ left }) => left)
    expect(faults.length).toBeGreaterThan(0)
    for (const fault of faults) expect(fault).toMatchObject({ _tag: 'Unavailable', retryable: true })
    expect(left(await find(store, { label, batch: '1.0' }))).toMatchObject({ _tag: 'Unavailable', applied: 'no' })
    await own.restart()
    // The same store again: nobody has to make a new one.
    await until(async () => E.isRight(await find(store, { label, batch: '1.0' })), 60_000)
    await expectTruth(store, label, outcomes)
  }, 180_000)

  it('is Unavailable with an unknown outcome where the answer to a commit is lost, and only there', async () => {
    const address = (await server()).address
    const proxy = await proxyTo(portOf(address))
    const label = fresh('L')
    const through = { ...address, uri: `bolt://127.0.0.1:${proxy.port}` }
    const direct = opened(address)
    const told = new Set<string>()
    for (let round = 0; round < 20 && !told.has('unknown'); round += 1) {
      const store = neo4j(optionsFor(through, { timeouts }))
      const outcomes = await flood(store, `${label}${round}`, async () => {
        const before = proxy.swallowed()
        await proxy.set(mode.dropAnswer)
        await until(() => proxy.swallowed() > before, 5000)
      })
      for (const outcome of outcomes.values()) if (E.isLeft(outcome)) told.add(outcome.left.applied)
      await proxy.set(mode.reset)
      await proxy.set(mode.pass)
      await expectTruth(direct, `${label}${round}`, outcomes)
      await store.close(500)
    }
    expect([...told]).toContain('unknown')
    await proxy.stop()
  }, 180_000)

  it('is not asked any more by a store that was closed, which waits for what is out', async () => {
    const address = (await server()).address
    const label = fresh('L')
    const store = opened(address)
    right(await write(store, label, 'first'))
    const out = write(store, label, 'last')
    // Under way once the pool is there.
    await Promise.resolve()
    const closing = store.close()
    expect(left(await find(store, { label, batch: 'first' }))).toMatchObject({
      _tag: 'Unavailable',
      because: 'the store was closed',
    })
    await closing
    const outcome = await out
    const other = opened(address)
    expect(right(await find(other, { label, batch: 'last' })).count).toBe(E.isRight(outcome) ? nodesOfABatch : 0)
  }, 120_000)
})
