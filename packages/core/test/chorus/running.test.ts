import * as E from 'fp-ts/lib/Either.js'
import { memory } from '@chorale/adapter-memory'
import { chorus, phases, type ChorusParams, type ChorusResponse } from '@chorale/core/chorus'
import { collectionEffect, messagesView } from '@chorale/core/chorus/store'
import type { Interpreter } from '@chorale/core/effect'
import { unavailable } from '@chorale/core/fault'
import type { Clock } from '@chorale/core/ports'
import type { JournalEffect } from '@chorale/core/ports/journal'
import { momentOf, resume, start, verify } from '@chorale/core/run'
import { scripted } from '@chorale/core/testing/chorus'
import { describe, expect, it } from 'vitest'

const dimension = 32
const loop = chorus({ phases, memory: { dimension }, serviceKey: 'service' })
const model = scripted({ dimension })

const params = (prompt: string, own: Partial<ChorusParams> = {}): ChorusParams => ({
  ...{ threadId: 't1', prompt, userKey: 'user', turns: [{ role: 'user', content: 'Hello.' }], ...own },
})

/** A clock that stands still: whatever was killed and resumed reads the same time. */
const stopped: Clock = { now: () => 1_767_225_600_000, wait: () => new Promise(() => undefined) }

/** The same, but for short waits: a journal that is away is given up, and the deadline does not come. */
const brief: Clock = { ...stopped, wait: (ms) => (ms < 100_000 ? Promise.resolve() : stopped.wait(ms)) }

/** Memory with the collection of messages in it. */
const stores = async () => {
  const all = memory()
  const made = await all['vector/collection'](collectionEffect('c', messagesView({ dimension })), {
    ...{ run: 'r', attempt: 1, signal: new AbortController().signal },
  })()
  expect(E.isRight(made)).toBe(true)
  return all
}

type Stores = Awaited<ReturnType<typeof stores>>

const told = async (run: AsyncIterable<ChorusResponse>): Promise<readonly ChorusResponse[]> => {
  const all: ChorusResponse[] = []
  for await (const response of run) all.push(response)
  return all
}

/** One write for each entry, so that a worker can die after each of them. */
const commit = { size: 1, ms: 0 }

/** A run that nothing happens to, with all that it told. */
const undisturbed = async (prompt: string) => {
  const all = await stores()
  const run = start(loop, params(prompt), {
    interpreter: { ...all, ...model },
    journal: all,
    run: 'L1',
    clock: stopped,
    commit,
  })
  const [ending, events] = await Promise.all([run.result(), told(run)])
  return { all, ending, events }
}

describe('A loop that is run', () => {
  it('answers with what an earlier one has left in memory, and keeps what was said', async () => {
    const { all, ending, events } = await undisturbed('What is a warm cache?')
    expect([ending.status, ending.result.status, ending.result.degraded]).toEqual(['done', 'completed', []])
    expect(ending.result.answer).toContain('What is a warm cache?')
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1))
    expect(events.filter(({ status }) => status === 'delta').length).toBeGreaterThan(3)

    const later = start(loop, params('Who keeps a warm cache warm?'), {
      ...{ interpreter: { ...all, ...model }, journal: all, run: 'L2', clock: stopped },
    })
    const { result } = await later.result()
    expect(result.priors.map(({ content, role }) => [role, content])).toContainEqual(['user', 'What is a warm cache?'])
    expect(result.citations.length).toBeGreaterThan(0)
    expect(result.degraded).toEqual([])
  })

  it('keeps to its thread: what another thread said there is not found', async () => {
    const { all } = await undisturbed('What is a warm cache?')
    const other = start(loop, params('What is a warm cache?', { threadId: 't2' }), {
      interpreter: { ...all, ...model },
    })
    expect((await other.result()).result.priors).toEqual([])
  })

  it('is the fold of its journal, and asks the same today', async () => {
    const { all, ending } = await undisturbed('Go deeper: what is a warm cache?')
    expect(ending.result.passes).toHaveLength(2)
    expect(await momentOf(loop, { journal: all, run: 'L1' })()).toMatchObject({
      right: { state: ending.state, inputs: ending.inputs },
    })
    expect(await verify(loop, { journal: all, run: 'L1' })()).toMatchObject({
      right: { difference: null, refused: null },
    })
  })

  it('refuses limits out of their ranges before anything is kept', async () => {
    const run = start(loop, params('Hello?', { limits: { maxIterations: 9 } }), {
      interpreter: { ...(await stores()), ...model },
    })
    await expect(run.result()).rejects.toMatchObject({ _tag: 'BadInput' })
  })

  it('fails where its prompt says nothing, and tells why', async () => {
    const run = start(loop, params(' '), { interpreter: { ...(await stores()), ...model } })
    const [ending, events] = await Promise.all([run.result(), told(run)])
    expect(ending.status).toBe('failed')
    expect(events).toMatchObject([{ status: 'error', error: { code: 'PROMPT_EMPTY' } }])
  })

  it('ends as partial when it is told to', async () => {
    const silent = { ...model, 'model/chat': () => () => new Promise<never>(() => undefined) }
    const run = start(loop, params('Hello?'), { interpreter: { ...(await stores()), ...silent } })
    await run.tell({ _tag: 'cancel', reason: 'enough' })
    const [ending, events] = await Promise.all([run.result(), told(run)])
    expect([ending.status, ending.result.status]).toEqual(['partial', 'cancelled'])
    expect(events.map(({ status }) => status)).toEqual(['running', 'cancelled', 'cancelled'])
  })
})

/** The same journal, whose worker dies at its n-th write (from 0): nothing of it and nothing after it is kept. */
const dying = (
  journal: Stores,
  n: number,
): { readonly journal: Interpreter<JournalEffect>; readonly died: () => boolean } => {
  let writes = 0
  const append: Stores['journal/append'] = (effect, context) => {
    writes += 1
    if (writes <= n) return journal['journal/append'](effect, context)
    return () =>
      Promise.resolve(
        E.left(unavailable({ doing: 'append', because: 'the worker is dead', next: 'Resume it.', applied: 'no' })),
      )
  }
  return { journal: { ...journal, 'journal/append': append }, died: () => writes > n }
}

describe('A loop whose worker dies', () => {
  it('comes to the same outputs and tells the same events, wherever that happens', { timeout: 120_000 }, async () => {
    const prompt = 'Go deeper: what is a warm cache?'
    const whole = await undisturbed(prompt)
    let deaths = 0
    for (let n = 0; ; n += 1) {
      const all = await stores()
      const { journal, died } = dying(all, n)
      const options = { interpreter: { ...all, ...model }, run: 'L1', commit }
      const first = start(loop, params(prompt), { ...options, journal, clock: brief })
      await first.ending()
      if (!died()) break
      deaths += 1
      const second = start(loop, params(prompt), {
        ...{ ...options, journal: all, clock: stopped, existing: 'resume', past: 'told' },
      })
      const [ending, events] = await Promise.all([second.result(), told(second)])
      expect([n, ending.result]).toEqual([n, whole.ending.result])
      expect([n, events]).toEqual([n, whole.events])
    }
    expect(deaths).toBeGreaterThan(40)
  })

  it('is resumed without knowing what it was started with', async () => {
    const all = await stores()
    const { journal } = dying(all, 6)
    const options = { interpreter: { ...all, ...model }, run: 'L1', commit }
    const first = start(loop, params('Hello?'), { ...options, journal, clock: brief })
    expect(await first.ending()).toMatchObject({ _tag: 'Left' })
    const { result } = await resume(loop, { ...options, journal: all, clock: stopped }).result()
    expect(result.status).toBe('completed')
  })
})
