import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { batchOf, fallback, recovery, recoveryTerms, type Batch, type RecoveryResponse } from '@chorale/core/cf14/store'
import { combine } from '@chorale/core/effect'
import { denied, type EffectError } from '@chorale/core/fault'
import { resume, start } from '@chorale/core/run'
import { memory } from '@chorale/adapter-memory'
import { instantly } from './instantly.js'
import { breaking, countsIn, lostConnection, right, walkInto, type Graph } from './stored.js'

const { result } = await walkInto(memory(), { through: 'C' })
const batch = batchOf(result, 'r')
const lost = lostConnection('write t')

interface Setting {
  readonly real?: Graph
  readonly spare?: Graph
  readonly error?: EffectError
}

const recover = async (failed: readonly Batch[], { real = memory(), spare = memory(), error = lost }: Setting) => {
  const clock = instantly()
  const run = start(
    recovery,
    { failures: failed.map((each) => ({ batch: each, error })) },
    { interpreter: combine(real, fallback(spare)), run: 'rec', clock, terms: recoveryTerms },
  )
  const told: RecoveryResponse[] = []
  for await (const response of run) told.push(response)
  const tags = told.map(({ _tag }) => _tag)
  return { told, tags, ending: await run.result(), waits: clock.waits() }
}

describe('a batch that a store did not take', () => {
  it('is kept in the fallback store, and written once the store is back: waits double from 200 ms', async () => {
    const [store, spare] = [memory(), memory()]
    let writes = 0
    const real = breaking(store, ({ _tag }) => _tag !== 'graph/upsert' || (writes += 1) < 3)
    const { tags, ending, waits } = await recover([batch], { real, spare })
    expect(tags).toEqual(['Logged', 'Recovered', 'Retried', 'Retried', 'Retried'])
    expect(waits).toEqual([200, 400, 800])
    expect([ending.status, ending.result.queue, ending.result.dead]).toEqual(['done', [], []])
    const counts = await countsIn(store)
    expect(counts).toMatchObject({ Component: 40, ComponentState: 76, SemanticOperation: 36, CONSUMES: 120 })
    expect(await countsIn(spare)).toEqual(counts)
  })

  it('is written one by one where the store answers, and then leaves the queue at once', async () => {
    const real = memory()
    const { tags, ending, waits } = await recover([batch], { real })
    expect([tags, waits, ending.status]).toEqual([['Logged', 'Recovered'], [], 'done'])
    expect(await countsIn(real)).toMatchObject({ Component: 40, ComponentState: 76, SemanticOperation: 36 })
  })

  it('half written before, is written whole with the same ids', async () => {
    const real = memory()
    await walkInto(real, { through: 'A' })
    const { ending } = await recover([batch], { real })
    expect([ending.status, (await countsIn(real))['Component']]).toEqual(['done', 40])
  })

  it('is given up after four tries in all, and kept as a dead letter with an alert', async () => {
    const real = breaking(memory(), () => true)
    const { tags, told, ending, waits } = await recover([batch], { real })
    expect(tags).toEqual(['Logged', 'Recovered', 'Retried', 'Retried', 'Retried', 'Alerted'])
    expect([waits, real.refused()]).toEqual([[200, 400, 800], 3])
    expect(told.at(-1)).toMatchObject({ because: 'tried 4 times: ConnectionError', item: { retryCount: 3 } })
    expect(ending.result.dead[0]?.batch).toEqual(batch)
  })
})

describe('components of a failed batch', () => {
  const spoiled: Batch = {
    ...batch,
    components: batch.components.map((each) => (each.id === 't:A:0:0' ? { ...each, initialContent: '' } : each)),
  }

  it('are judged alone: a bad one and what is made from it are named, the others are kept', async () => {
    const spare = memory()
    const { told } = await recover([spoiled], { real: breaking(memory(), () => true), spare })
    const recovered = told.find((each) => each._tag === 'Recovered')?.result
    expect(recovered).toMatchObject({ recoveredCount: 40 - 5, failedCount: 5, queued: 'rec/0' })
    expect(recovered?.failed).toContainEqual({ id: 't:A:0:0', reason: 'the text is empty' })
    expect(recovered?.failed).toContainEqual({ id: 't:C:0:3', reason: 'it is made from t:A:0:0' })
    expect((await countsIn(spare))['Component']).toBe(35)
  })

  it('that are bad are never written: such a batch ends as a dead letter without a write', async () => {
    const real = breaking(memory(), () => true)
    const { ending } = await recover([spoiled], { real })
    expect([real.refused(), ending.result.dead[0]?.error._tag]).toEqual([0, 'BatchValidationFailed'])
  })
})

describe('a person is told', () => {
  it('of an error that does not pass by itself, before the result', async () => {
    const error = denied({ doing: 'write t', because: 'no password', next: 'Set it.' })
    expect((await recover([batch], { error })).tags).toEqual(['Logged', 'Alerted', 'Recovered'])
  })

  it('when the fallback store fails as well', async () => {
    const down = breaking(memory(), () => true)
    const { told, tags } = await recover([batch], { real: down, spare: down })
    expect(tags.slice(0, 3)).toEqual(['Logged', 'Alerted', 'Recovered'])
    expect(told[1]).toMatchObject({ because: 'the fallback store failed as well' })
    expect(told[2]).toMatchObject({ result: { recoveredCount: 0, failedCount: 40 } })
  })

  it('not of a lost connection alone', async () => {
    expect((await recover([batch], {})).tags).not.toContain('Alerted')
  })
})

describe('the queue', () => {
  it('is first in, first out', async () => {
    const other = batchOf((await walkInto(memory(), { through: 'B', threadId: 'u' })).result, 'r')
    const { told, ending } = await recover([batch, other], { real: breaking(memory(), () => true) })
    expect(told.flatMap((each) => (each._tag === 'Retried' ? [each.item] : []))).toEqual(
      ['rec/0', 'rec/1'].flatMap((id) => [id, id, id]),
    )
    expect(ending.result.dead.map(({ id }) => id)).toEqual(['rec/0', 'rec/1'])
  })

  it('is a function of state and input: what fails, what is told and what is asked for', () => {
    const failed = { _tag: 'told', message: { batch, error: lost }, at: 5 } as const
    const begun = right(
      recovery.step(recovery.initial, { _tag: 'started', run: 'rec', params: { failures: [] }, at: 0 }),
    )
    expect([recovery.status(begun.state), begun.effects]).toEqual(['done', []])
    const taken = right(recovery.step(begun.state, failed))
    expect(recovery.result(taken.state).queue).toMatchObject([
      { id: 'rec/0', timestamp: 5, retryCount: 0, maxRetries: 3 },
    ])
    expect(taken.effects.map(({ _tag, key }) => [_tag, key])).toEqual([['fallback/upsert', 'rec/0/keep']])
    const stray = {
      _tag: 'settled',
      key: 'rec/9/keep',
      effect: 'fallback/upsert',
      outcome: E.left(lost),
      at: 6,
    } as const
    expect(recovery.step(taken.state, stray)).toMatchObject({ left: { _tag: 'IllegalInput' } })
  })

  it('survives a restart: another process goes on where the journal ends', async () => {
    const [journal, store] = [memory(), memory()]
    const stop = new AbortController()
    const real = breaking(store, ({ _tag, key }) => {
      if (_tag === 'graph/upsert' && key.endsWith('/retry/1')) stop.abort()
      return true
    })
    const shared = { journal, run: 'rec', clock: instantly(), terms: recoveryTerms }
    const first = start(
      recovery,
      { failures: [{ batch, error: lost }] },
      { ...shared, interpreter: combine(real, fallback(memory())), signal: stop.signal },
    )
    expect((await first.result()).status).toBe('paused')
    const ending = await resume(recovery, { ...shared, interpreter: combine(store, fallback(memory())) }).result()
    expect([ending.status, ending.result.queue, ending.result.results.length]).toEqual(['done', [], 1])
    expect((await countsIn(store))['Component']).toBe(40)
  })

  it('refuses what is no list of failures', () => {
    const started = { _tag: 'started', run: 'rec', at: 0, params: {} } as unknown as Parameters<typeof recovery.step>[1]
    expect(recovery.step(recovery.initial, started)).toMatchObject({ left: { _tag: 'BadInput' } })
  })
})
