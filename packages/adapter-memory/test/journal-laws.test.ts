import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EffectError } from '@chorale/core/fault'
import { firstBreak, type Entry, type JournalList, type RunRecord, type Snapshot } from '@chorale/core/ports/journal'
import { chained, entries, entry, opened, snapshotAt } from './opened.js'

/** What the journal should hold of a run. */
interface Model {
  readonly record: RunRecord
  readonly entries: readonly Entry[]
  readonly snapshot: Snapshot | null
}

const run = fc.constantFrom('a', 'b', '__proto__')
const status = fc.constantFrom('running', 'waiting', 'done')
const at = fc.nat(3)
const labels = fc.dictionary(fc.constantFrom('tenant', 'cell', '__proto__'), fc.constantFrom('x', 'y'))
const name = fc.constantFrom('p', 'q')

/** `by` is how far an append misses its place; `slip` which of its entries says it stands elsewhere. */
const move = fc.oneof(
  fc.record({ verb: fc.constant('create' as const), run, at, labels, name }),
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ verb: fc.constant('append' as const), run, at, status, count: fc.nat(3) },
      ...{ by: fc.constantFrom(0, 0, 0, -1, 1), slip: fc.constantFrom(-1, -1, -1, 0, 2) },
    }),
  },
  fc.record({ verb: fc.constant('snapshot' as const), run, next: fc.nat(6), state: fc.constantFrom('1', '2') }),
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('delete' as const), run }) },
)
type Move = typeof move extends fc.Arbitrary<infer M> ? M : never
const moves = fc.array(move, { maxLength: 30 })

type Outcome = readonly [answer: unknown, after: Model | undefined]

/** The rules of the port over plain values: what a move is answered, and what is there afterwards. */
const ruled = (known: Model | undefined, done: Move): Outcome => {
  if (done.verb === 'create') return known === undefined ? [{ created: true }, begun(done)] : ['Conflict', known]
  if (done.verb === 'delete') return [{ deleted: known !== undefined }, undefined]
  if (known === undefined) return ['NotFound', undefined]
  if (done.verb === 'snapshot') {
    if (done.next > known.entries.length) return ['Conflict', known]
    const isNewer = known.snapshot === null || done.next >= known.snapshot.next
    return [{ saved: true }, isNewer ? { ...known, snapshot: snapshotAt(done.next, done.state) } : known]
  }
  if (done.by !== 0) return ['Conflict', known]
  const added = listOf(known, done)
  if (done.slip >= 0 && done.slip < done.count) return ['Rejected', known]
  const all = [...known.entries, ...added]
  const hash = all.at(-1)?.hash ?? known.record.hash
  const record = { ...known.record, status: done.status, next: all.length, hash, updatedAt: done.at }
  return [{ next: all.length }, { ...known, record, entries: all }]
}

const begun = (done: Extract<Move, { verb: 'create' }>): Model => ({
  record: {
    ...{ run: done.run, program: { name: done.name, version: 1 }, labels: done.labels, parent: null },
    ...{ status: 'running', next: 0, hash: 'beginning', createdAt: done.at, updatedAt: done.at },
  },
  entries: [],
  snapshot: null,
})

const listOf = (known: Model | undefined, { by, count, slip }: Extract<Move, { verb: 'append' }>): readonly Entry[] => {
  const from = (known?.entries.length ?? 0) + by
  return entries(from, from + count).map((one, i) => (i === slip ? entry(one.sequence + 1) : one))
}

/** A journal after some moves, with what it should hold; each move was answered by the rules. */
const played = async (list: readonly Move[]) => {
  const store = opened()
  const model = new Map<string, Model>()
  const carryOut = (done: Move): Promise<Either<EffectError, unknown>> => {
    const known = model.get(done.run)
    switch (done.verb) {
      case 'create':
        return store.create({ ...done, program: { name: done.name, version: 1 } })
      case 'append':
        return store.append((known?.entries.length ?? 0) + done.by, listOf(known, done), done)
      case 'snapshot':
        return store.snapshot(snapshotAt(done.next, done.state), done.run)
      case 'delete':
        return store.drop(done.run)
    }
  }
  for (const done of list) {
    const [answer, after] = ruled(model.get(done.run), done)
    const said = await carryOut(done)
    expect(E.isRight(said) ? said.right : said.left._tag).toEqual(answer)
    if (after === undefined) model.delete(done.run)
    else model.set(done.run, after)
  }
  return { ...store, model }
}

describe('a journal', () => {
  it('answers every move by the rules, and holds of each run its record, its entries and its newest snapshot', async () => {
    await fc.assert(
      fc.asyncProperty(moves, async (list) => {
        const { load, read, model } = await played(list)
        for (const each of ['a', 'b', '__proto__']) {
          const known = model.get(each)
          const [loaded, page] = [await load(each), await read({ run: each })]
          if (known === undefined) {
            expect([loaded, page]).toMatchObject([{ left: { _tag: 'NotFound' } }, { left: { _tag: 'NotFound' } }])
          } else {
            expect(loaded).toEqual(E.right({ record: known.record, snapshot: known.snapshot }))
            expect(page).toEqual(E.right({ entries: known.entries, next: known.entries.length }))
          }
        }
      }),
    )
  })

  it('gives any page of its entries, with the payloads that were asked for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(12), fc.nat(15), fc.nat(8), async (length, from, limit) => {
        const { create, append, read } = opened()
        await create()
        await append(0, entries(0, length))
        const page = entries(0, length).slice(from, from + limit)
        const inputs = page.map((one) => (one.kind === 'sent' ? { ...one, payload: null } : one))
        const next = from + page.length
        expect(await read({ from, limit })).toEqual(E.right({ entries: page, next }))
        expect(await read({ from, limit, payloads: 'inputs' })).toEqual(E.right({ entries: inputs, next }))
      }),
    )
  })

  it('gives back a whole chain, however it was cut when it was written and when it was read', async () => {
    const sizes = fc.array(fc.nat(4), { maxLength: 6 })
    const payloads = fc.constantFrom('all', 'inputs')
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 5 }), payloads, async (cuts, limit, which) => {
        const { create, append, read, load } = opened()
        const length = cuts.reduce((sum, size) => sum + size, 0)
        const { start, list } = chained('r', length)
        await create({ hash: start })
        let next = 0
        for (const size of cuts) {
          await append(next, list.slice(next, next + size))
          next += size
        }
        const found: Entry[] = []
        while (found.length < length) {
          const page = await read({ from: found.length, limit, payloads: which })
          const more = E.isRight(page) ? page.right.entries : []
          expect(more.length).toBeGreaterThan(0)
          found.push(...more)
        }
        expect(firstBreak(found, { next: 0, hash: start })).toBeUndefined()
        expect(await load()).toMatchObject({ right: { record: { next: length, hash: list.at(-1)?.hash ?? start } } })
      }),
    )
  })

  it('lets exactly one through of all who append at the same place at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(2), { minLength: 1, maxLength: 6 }), async (counts) => {
        const { create, append, read } = opened()
        await create()
        const all = await Promise.all(counts.map((more) => append(0, entries(0, more + 1))))
        expect(all.filter(E.isRight).length).toBe(1)
        expect(await read()).toMatchObject({ right: { next: (counts[0] ?? 0) + 1 } })
      }),
    )
  })
})

const where: fc.Arbitrary<JournalList['where']> = fc.record(
  { program: name, status: fc.subarray(['running', 'waiting', 'done'] as const), labels },
  { requiredKeys: [] },
)

/** Runs, each with an id of its own, many of them equally old. */
const population = fc.uniqueArray(fc.record({ run: fc.string({ maxLength: 2 }), at, labels, name, status }), {
  selector: (one) => one.run,
  maxLength: 12,
})
type Person = typeof population extends fc.Arbitrary<(infer P)[]> ? P : never

const populated = async (people: readonly Person[]) => {
  const store = opened()
  for (const one of people) {
    await store.create({ ...one, program: { name: one.name, version: 1 } })
    await store.append(0, [], one)
  }
  /** All pages of so many, with something done after each. */
  const pages = async (given: Partial<JournalList>, then: (seen: readonly string[]) => Promise<unknown>) => {
    const seen: string[] = []
    let after: string | null | undefined
    while (after !== null) {
      const page = await store.list({ ...given, ...(after === undefined ? {} : { after }) })
      if (E.isLeft(page)) throw new Error(page.left.because)
      seen.push(...page.right.runs.map(({ run: id }) => id))
      after = page.right.after
      await then(seen)
    }
    return seen
  }
  return { ...store, pages }
}

const fits = (one: Person, { program, status: any, labels: all }: JournalList['where']): boolean =>
  [program ?? one.name].includes(one.name) &&
  (any ?? [one.status]).includes(one.status) &&
  Object.entries(all ?? {}).every((label) => Object.entries(one.labels).some((own) => String(own) === String(label)))

const limits = fc.integer({ min: 1, max: 5 })
const nothing = () => Promise.resolve()

describe('a list of runs', () => {
  it('is made up by pages of any size: exactly what fits, the newest first, then by id', async () => {
    await fc.assert(
      fc.asyncProperty(population, where, limits, async (people, narrow, limit) => {
        const { pages } = await populated(people)
        const wanted = people.filter((one) => fits(one, narrow)).sort((a, b) => b.at - a.at || (a.run < b.run ? -1 : 1))
        expect(await pages({ where: narrow, limit }, nothing)).toEqual(wanted.map((one) => one.run))
      }),
    )
  })

  it('shows nobody twice, and everybody who fits all along, whatever changes its status and whoever comes between two pages', async () => {
    const changes = fc.array(fc.record({ who: fc.nat(11), status }), { maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(population, changes, limits, async (people, list, limit) => {
        const { pages, append, create } = await populated(people)
        const left = [...list]
        const touched = new Set<string>()
        const seen = await pages({ where: { status: ['done'] }, limit }, async (before) => {
          await create({ run: `new ${before.length}`, at: 9 })
          const change = left.pop()
          const who = people[change?.who ?? people.length]
          if (change === undefined || who === undefined) return
          touched.add(who.run)
          await append(0, [], { run: who.run, status: change.status })
        })
        expect(new Set(seen).size).toBe(seen.length)
        const steady = people.filter((one) => one.status === 'done' && !touched.has(one.run)).map((one) => one.run)
        expect(steady.filter((id) => !seen.includes(id))).toEqual([])
      }),
    )
  })
})
