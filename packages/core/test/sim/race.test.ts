import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { journal as memoryJournal } from '@chorale/adapter-memory'
import type { Effect, Handler, Interpreter } from '@chorale/core/effect'
import { firstBreak, genesis, type Entry, type JournalEffect } from '@chorale/core/ports/journal'
import { start, verify, type Ending, type RunError } from '@chorale/core/run'
import { seededRandom } from '@chorale/core/testing'
import { house, wordOf, type HouseTypes, type Job } from './house.js'

/** Chains, fans and a join of thoughts and writes. */
const jobs: readonly Job[] = [
  { id: 'a', kind: 'think', says: 'a', needs: [] },
  { id: 'b', kind: 'write', says: 'b', needs: [] },
  { id: 'c', kind: 'think', says: 'c', needs: ['a'] },
  { id: 'd', kind: 'think', says: 'd', needs: ['a', 'b'] },
  { id: 'e', kind: 'write', says: 'e', needs: ['c', 'd'] },
]

type Ended = E.Either<RunError, Ending<HouseTypes>>

/** Some of the host's turns, none now and then: what takes how long is drawn, what comes first is the platform's. */
const turns = async (random: () => number, most: number): Promise<void> => {
  for (let left = Math.floor(random() * most); left > 0; left -= 1)
    await new Promise((resolve) => setImmediate(resolve))
}

/** What one worker did. */
interface Racer {
  readonly id: number
  readonly ended: Promise<Ended>
  readonly asked: string[]
  /** What it asked for after its run had told that it was lost. */
  readonly late: string[]
}

interface Track {
  readonly journal: Interpreter<JournalEffect>
  readonly random: () => number
}

const race = ({ journal, random }: Track, id: number): Racer => {
  const [asked, late]: [string[], string[]] = [[], []]
  let isOver = false
  const handle =
    (answer: (effect: Effect) => object): Handler<Effect> =>
    (effect) =>
    async () => {
      const list = isOver ? late : asked
      list.push(effect.key)
      await turns(random, 4)
      return E.right(answer(effect))
    }
  const usage = { input: 1, cached: 0, output: 1, reasoning: 0 }
  const interpreter = {
    'model/generate': handle((effect) => ({
      ...{ answer: { text: wordOf(effect._tag) }, resolver: { type: 'echo', model: null }, usage },
      ...{ costMicroUsd: 1, attempts: 1, latencyMs: 0, rawLength: 1 },
    })),
    'graph/upsert': handle(() => ({ nodes: 1, relationships: 0 })),
    'model/chat': handle(() => ({ text: '' })),
    'shop/buy': handle(() => ({ receipt: '' })),
    'mail/send': handle(() => ({ letter: '' })),
  } as const
  const slow: Interpreter<JournalEffect> = {
    ...journal,
    'journal/append': (effect, context) => async () => {
      await turns(random, 3)
      const taken = await journal['journal/append'](effect, context)()
      await turns(random, 3)
      return taken
    },
  }
  // A cast at the seam: one handler for all tags of a table.
  const handlers = interpreter
  const run = start(house, jobs, { interpreter: handlers, journal: slow, run: 'r', existing: 'resume' })
  const ended = run.ending().then((end) => {
    isOver = true
    return end
  })
  return { id, ended, asked, late }
}

const context = { run: 'r', attempt: 1, signal: new AbortController().signal }

const entriesOf = async (journal: Interpreter<JournalEffect>): Promise<readonly Entry[]> => {
  const effect = { _tag: 'journal/read', key: 'k', run: 'r', from: 0, limit: 1e6, payloads: 'all' } as const
  const read = await journal['journal/read'](effect, context)()
  return E.isRight(read) ? read.right.entries : []
}

/** Loses as it should: to another worker, and says of which run. */
const lost = (ended: Ended): boolean =>
  E.isLeft(ended) &&
  ended.left._tag === 'JournalFailed' &&
  ended.left.cause._tag === 'Conflict' &&
  ended.left.ids?.['run'] === 'r'

describe('two workers on one run, in one process and one journal', () => {
  it('2,000 races: one of them carries it to its end, the other says that it lost', { timeout: 240_000 }, async () => {
    let [losers, takeovers] = [0, 0]
    for (let seed = 1; seed <= 2000; seed += 1) {
      const journal = memoryJournal()
      const random = seededRandom(seed)
      const first = race({ journal, random }, 1)
      await turns(random, 25)
      const second = race({ journal, random }, 2)
      const ends = await Promise.all([first.ended, second.ended])
      await turns(() => 1, 6)
      const done = ends.filter((ended) => E.isRight(ended) && ended.right.status === 'done')
      expect(done.length, `seed ${seed}`).toBeGreaterThan(0)
      for (const ended of ends) expect(E.isRight(ended) || lost(ended), `seed ${seed}`).toBe(true)
      expect([...first.late, ...second.late], `seed ${seed}`).toEqual([])
      losers += ends.filter(E.isLeft).length
      takeovers += await checkJournal(journal, [first, second], `seed ${seed}`)
    }
    // Races, not one after the other.
    expect(losers).toBeGreaterThan(500)
    expect(takeovers).toBeGreaterThan(250)
  })
})

const checkJournal = async (
  journal: Interpreter<JournalEffect>,
  racers: readonly Racer[],
  seed: string,
): Promise<number> => {
  const entries = await entriesOf(journal)
  expect(firstBreak(entries, { next: 0, hash: genesis('r', house) }), seed).toBeUndefined()
  const settled = entries.flatMap(({ kind, about }) => (kind === 'settled' ? [about?.key] : []))
  expect([...settled].sort(), seed).toEqual(['a#1', 'b#1', 'c#1', 'd#1', 'e#1'])
  const claims = entries.filter(({ kind }) => kind === 'resumed').length
  const asked = racers.flatMap((racer) => racer.asked)
  for (const key of settled) {
    const times = asked.filter((other) => other === key).length
    expect(times, `${seed} ${key}`).toBeGreaterThan(0)
    expect(times, `${seed} ${key}`).toBeLessThanOrEqual(1 + claims)
  }
  expect(await verify(house, { journal, run: 'r' })(), seed).toMatchObject({
    right: { difference: null, refused: null },
  })
  return claims
}
