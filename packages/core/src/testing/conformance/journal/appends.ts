import type { Entry } from '../../../ports/journal/index.js'
import type { Case } from '../case.js'
import { chained, drafts } from './chained.js'
import { effectsOn, journalCase } from './talk.js'

const misplaced: readonly (readonly [what: string, moved: (entries: readonly Entry[]) => readonly Entry[]])[] = [
  ['before its place', (entries) => entries.map((each) => ({ ...each, sequence: each.sequence - 1 }))],
  ['behind its place', (entries) => entries.map((each) => ({ ...each, sequence: each.sequence + 1 }))],
  ['where another one is', ([first, second]) => [first, { ...second, sequence: 2 }] as readonly Entry[]],
  ['behind a gap', ([first, second]) => [first, { ...second, sequence: 4 }] as readonly Entry[]],
  ['in the place of the one after it', ([first, second]) => [second, first] as readonly Entry[]],
]

/** What is appended, and the fence before it. */
export const appends: readonly Case[] = [
  journalCase('entries are kept in their order, over several appends', async (j) => {
    await j.create()
    const entries = chained(j.run(), drafts(7))
    const stands = []
    for (const [from, to] of [
      [0, 1],
      [1, 4],
      [4, 4],
      [4, 7],
    ] as const)
      stands.push(await j.append(from, entries.slice(from, to)))
    j.same('where it stands', stands, [1, 4, 4, 7])
    j.same('the entries', await j.read(), { entries, next: 7 })
  }),

  journalCase('a store that is not full does not say that it is', async (j) => {
    await j.create()
    const { append } = effectsOn(j.run())
    const answer = await j.trial.ask(append(0, chained(j.run(), drafts(2))))()
    j.same('what was taken', j.taken('an append', answer, { next: -1 }), { next: 2 })
  }),

  ...[0, 1, 3, 1000].map((expected) =>
    journalCase(
      `an append expected at ${expected} is a conflict where the journal stands at 2, and nothing changes`,
      async (j) => {
        const entries = await j.started(drafts(2))
        const before = await j.load()
        const { append } = effectsOn(j.run())
        const moved = chained(j.run(), drafts(1)).map((each) => ({ ...each, sequence: expected }))
        await j.fails(append(expected, moved, { status: 'done', at: 99 }), { tag: 'Conflict' })
        await j.fails(append(expected, [], { status: 'done', at: 99 }), { tag: 'Conflict' })
        j.same('the run', await j.load(), before)
        j.same('the entries', await j.read(), { entries, next: 2 })
      },
    ),
  ),

  ...misplaced.map(([what, moved]) =>
    journalCase(`an entry that says it stands ${what} is refused, and nothing changes`, async (j) => {
      const entries = await j.started(drafts(2))
      const before = await j.load()
      const more = chained(j.run(), drafts(2, 'more'), entries)
      await j.fails(effectsOn(j.run()).append(2, moved(more), { status: 'done', at: 99 }), { tag: 'Rejected' })
      j.same('the run', await j.load(), before)
      j.same('the entries', await j.read(), { entries, next: 2 })
    }),
  ),

  journalCase('of workers who append at the same place at the same time, one is let through', async (j) => {
    await j.create()
    const offers = Array.from({ length: 5 }, (_, n) => chained(j.run(), drafts(2, `worker ${n}`)))
    const { append } = effectsOn(j.run())
    const answers = await Promise.all(offers.map((entries) => j.trial.ask(append(0, entries))()))
    const through = answers.flatMap(({ _tag }, n) => (_tag === 'Right' ? [offers[n]] : []))
    j.same('how many were let through', through.length, 1)
    j.same('the entries', (await j.read()).entries, through[0])
  }),

  journalCase('the same append twice is taken once', async (j) => {
    await j.create()
    const entries = chained(j.run(), drafts(2))
    await j.append(0, entries)
    await j.fails(effectsOn(j.run()).append(0, entries), { tag: 'Conflict' })
    j.same('the entries', await j.read(), { entries, next: 2 })
  }),

  journalCase('a worker that was overtaken does not set the status', async (j) => {
    const entries = await j.started(drafts(1))
    await j.append(1, chained(j.run(), drafts(1, 'more'), entries), { status: 'done' })
    await j.fails(effectsOn(j.run()).append(1, [], { status: 'failed' }), { tag: 'Conflict' })
    j.same('the status', (await j.load()).record.status, 'done')
  }),

  journalCase('an append of a thousand entries is whole', async (j) => {
    await j.create()
    const entries = chained(j.run(), drafts(1000))
    j.same('where it stands', await j.append(0, entries), 1000)
    j.same('the entries', await j.read(), { entries, next: 1000 })
  }),

  journalCase('appends in one batch are answered one by one, in their order', async (j) => {
    await j.create()
    const entries = chained(j.run(), drafts(3))
    const { append } = effectsOn(j.run())
    const parts = [entries.slice(0, 1), entries.slice(1, 3)]
    const effects = [append(0, parts[0] ?? []), append(7, []), append(1, parts[1] ?? [], { status: 'done' })]
    const outcomes = await j.trial.askMany(effects)()
    j.same(
      'the tags',
      outcomes.map(({ _tag }) => _tag),
      ['Right', 'Left', 'Right'],
    )
    j.same('the entries', await j.read(), { entries, next: 3 })
    j.same('the status', (await j.load()).record.status, 'done')
  }),

  journalCase('runs are appended to side by side', async (j) => {
    const names = ['a', 'b', 'c'].map((name) => j.run(name))
    for (const run of names) await j.create({}, run)
    const all = await Promise.all(
      names.map(async (run) => {
        const entries = chained(run, drafts(20))
        for (let n = 0; n < 20; n += 5) await j.append(n, entries.slice(n, n + 5), {}, run)
        return entries
      }),
    )
    for (const [n, run] of names.entries())
      j.same(`the entries of ${run}`, await j.read({}, run), { entries: all[n], next: 20 })
  }),
]
