import * as E from 'fp-ts/lib/Either.js'
import type { Interpreter } from '@chorale/core/effect'
import { unavailable } from '@chorale/core/fault'
import type { JournalEffect, JournalRead, Snapshot } from '@chorale/core/ports/journal'
import { describe, expect, it } from 'vitest'
import { errands, fan, prompt } from '../../test/laws/errands.js'
import { gates, until } from '../../test/laws/gates.js'
import { ledger } from '../../test/laws/ledger.js'
import { platformHash } from './hash.js'
import { resume, start, verify } from './index.js'

const terms = { 'errand/walk': { whenUnknown: 'retry' } } as const
const snapshots = { every: 5 }

/** A journal that tells what was read of it and which snapshots it was given, and that may give back another one. */
const watched = (change: (snapshot: Snapshot) => Snapshot = (snapshot) => snapshot) => {
  const { journal: kept, entries } = ledger()
  const reads: JournalRead[] = []
  const given: Snapshot[] = []
  const journal: Interpreter<JournalEffect> = {
    ...kept,
    'journal/read': (effect, context) => {
      reads.push(effect)
      return kept['journal/read'](effect, context)
    },
    'journal/snapshot': (effect, context) => {
      given.push(effect.snapshot)
      return kept['journal/snapshot'](effect, context)
    },
    'journal/load': (effect, context) => async () => {
      const loaded = await kept['journal/load'](effect, context)()
      if (E.isLeft(loaded) || loaded.right.snapshot === null) return loaded
      return E.right({ ...loaded.right, snapshot: change(loaded.right.snapshot) })
    },
  }
  return { journal, reads, given, entries }
}

type Watched = ReturnType<typeof watched>

/** A fan of ten errands of which so many have come back; the others are out when its worker stops. */
const leftAfter = async ({ journal }: Watched, done: number) => {
  const { handler, started, release } = gates()
  const stop = new AbortController()
  const options = { interpreter: { ...prompt, 'errand/walk': handler }, journal, run: 'r', snapshots }
  const run = start(errands, fan(10), { ...options, signal: stop.signal })
  const reader = run[Symbol.asyncIterator]()
  await until(() => started.length === 10)
  await reader.next()
  for (const key of started.slice(0, done)) {
    release(key)
    await reader.next()
  }
  stop.abort()
  return run.result()
}

const again = async (at: Watched, more: object = {}) => {
  const { handler, started, release } = gates()
  const options = {
    interpreter: { ...prompt, 'errand/walk': handler },
    journal: at.journal,
    run: 'r',
    terms,
    snapshots,
  }
  at.reads.length = 0
  const run = resume(errands, { ...options, ...more })
  await until(() => started.length > 0)
  const sent = [...started]
  for (const key of started) release(key)
  return { ending: await run.result(), sent, from: at.reads[0]?.from }
}

describe('a run that keeps snapshots', () => {
  it('keeps one whenever so many entries were written, and each says where it stands', async () => {
    const at = watched()
    await leftAfter(at, 7)
    const entries = await at.entries('r')
    expect(at.given.length).toBeGreaterThan(1)
    for (const [i, { next, hash, state, stateHash }] of at.given.entries()) {
      expect(next - (at.given[i - 1]?.next ?? 0)).toBeGreaterThanOrEqual(5)
      expect([hash, stateHash]).toEqual([entries[next - 1]?.hash, platformHash()(state)])
    }
  })

  it('keeps none unless it is told to', async () => {
    const at = watched()
    await start(errands, fan(10), { interpreter: prompt, journal: at.journal }).result()
    expect(at.given).toEqual([])
  })

  it('puts one off while much is out: every question that is out would be in it', async () => {
    const at = watched()
    await start(errands, fan(200), { interpreter: prompt, journal: at.journal, snapshots, concurrency: 10 }).result()
    const out = at.given.map(
      ({ state }) => (JSON.parse(state) as { readonly outstanding: readonly unknown[] }).outstanding,
    )
    expect(out[0]?.length).toBeGreaterThan(40)
    expect(out[0]?.length).toBeLessThanOrEqual(64)
  })

  it('is resumed from the newest, and ends like one that is read from its beginning', async () => {
    const [short, long] = [watched(), watched((snapshot) => ({ ...snapshot, stateHash: 'another' }))]
    for (const at of [short, long]) await leftAfter(at, 7)
    const [quick, slow] = [await again(short), await again(long)]
    expect(quick.from).toBeGreaterThan(0)
    expect(slow.from).toBe(0)
    expect(quick.sent).toEqual(['e7', 'e8', 'e9'])
    const told = ({ ending, sent }: typeof quick) => ({
      ...{ sent, status: ending.status, result: ending.result, inputs: ending.inputs, spent: ending.spent },
    })
    expect(told(quick)).toEqual(told(slow))
    expect(await verify(errands, { journal: short.journal, run: 'r' })()).toMatchObject({
      right: { difference: null, refused: null },
    })
  })

  it('does not miss one that the journal refuses, or throws at', async () => {
    const { journal } = ledger()
    const refused = unavailable({ doing: 'keep a snapshot', because: 'full', next: 'Wait.', applied: 'no' })
    for (const answer of [() => Promise.resolve(E.left(refused)), () => Promise.reject(new Error('broken'))]) {
      const without = { ...journal, 'journal/snapshot': () => answer }
      const { status } = await start(errands, fan(10), { interpreter: prompt, journal: without, snapshots }).result()
      expect(status).toBe('done')
    }
  })
})

describe('a state that JSON cannot hold', () => {
  it('has no snapshot, and the run goes on', async () => {
    const at = watched()
    const step: typeof errands.step = (state, input) =>
      E.map((next: { readonly state: object }) => ({ ...next, state: { ...next.state, big: 1n } }))(
        errands.step(state, input),
      ) as ReturnType<typeof errands.step>
    const run = start({ ...errands, step }, fan(10), { interpreter: prompt, journal: at.journal, snapshots })
    expect(await run.result()).toMatchObject({ status: 'done', inputs: 11 })
    expect(at.given).toEqual([])
  })
})

describe('a snapshot is not used', () => {
  const rehashed = (state: string) => ({ state, stateHash: platformHash()(state) })
  const edited = (edit: (written: object) => object) => (snapshot: Snapshot) => ({
    ...snapshot,
    ...rehashed(JSON.stringify(edit(JSON.parse(snapshot.state) as object))),
  })

  it.each<readonly [string, (snapshot: Snapshot) => Snapshot]>([
    ['that is not what was written', (snapshot) => ({ ...snapshot, state: snapshot.state.replace('e7', 'e0') })],
    ['that is no JSON', (snapshot) => ({ ...snapshot, ...rehashed('{') })],
    ['that is nothing', (snapshot) => ({ ...snapshot, ...rehashed('null') })],
    ['of another format', edited((written) => ({ ...written, format: 2 }))],
    ['of another version of the program', edited((written) => ({ ...written, version: 2 }))],
    ['that does not go with the entries', (snapshot) => ({ ...snapshot, hash: '0'.repeat(64) })],
    ['that holds more than the journal', (snapshot) => ({ ...snapshot, next: 1e6 })],
  ])('%s: the entries alone are the run', async (_what, change) => {
    const at = watched(change)
    await leftAfter(at, 7)
    const { ending, sent } = await again(at)
    expect(at.reads.map(({ from }) => from)).toContain(0)
    expect(sent).toEqual(['e7', 'e8', 'e9'])
    expect(ending).toMatchObject({ status: 'done', inputs: 11 })
  })

  it('where what was told before is wanted again', async () => {
    const at = watched()
    await leftAfter(at, 7)
    expect((await again(at, { past: 'told' })).from).toBe(0)
  })

  it('to carry on with other params', async () => {
    const at = watched()
    await leftAfter(at, 7)
    const options = { interpreter: prompt, journal: at.journal, run: 'r', existing: 'resume' } as const
    await expect(start(errands, fan(11), options).result()).rejects.toMatchObject({
      because: 'it was started with other params',
    })
  })
})
