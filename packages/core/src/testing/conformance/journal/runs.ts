import { genesis, type RunStatus } from '../../../ports/journal/index.js'
import type { Case } from '../case.js'
import { chained, drafts, program } from './chained.js'
import { effectsOn, journalCase, snapshotOf } from './talk.js'

const statuses: readonly RunStatus[] = ['running', 'waiting', 'paused', 'done', 'partial', 'failed', 'cancelled']

/** As JSON text, because in a literal the first name would set the prototype. */
const oddLabels = JSON.parse(
  '{"__proto__":"a","constructor":"b","":"c","new\\nline":"","\\u0000":"\\u0000","\\ud83d":"\\ud83d half","😀":"\'\\"`{}"}',
) as { readonly [name: string]: string }

/** How runs come, are loaded and go. */
export const runs: readonly Case[] = [
  journalCase('a run begins empty and running, with what was given', async (j) => {
    const given = { program: { name: 'valley', version: 7 }, parent: { run: 'older', sequence: 7 } }
    await j.create({ ...given, labels: { tenant: 't', cell: 'x' }, at: 42 })
    const { record, snapshot } = await j.load()
    j.same('the record', record, {
      ...{ run: j.run(), ...given, labels: { tenant: 't', cell: 'x', case: j.trial.prefix } },
      ...{ status: 'running', next: 0, hash: genesis(j.run(), given.program), createdAt: 42, updatedAt: 42 },
    })
    j.same('the snapshot', snapshot, null)
    j.same('the entries', await j.read(), { entries: [], next: 0 })
  }),

  journalCase('a run that exists is a conflict and stays as it is', async (j) => {
    await j.started(drafts(2))
    const before = [await j.load(), await j.read()]
    const other = { program: { name: 'other', version: 1 }, labels: { a: 'b' }, at: 99 }
    await j.fails(effectsOn(j.run()).create(other), { tag: 'Conflict' })
    await j.fails(effectsOn(j.run()).create(), { tag: 'Conflict' })
    j.same('what is there afterwards', [await j.load(), await j.read()], before)
  }),

  journalCase('a run made by several at the same time is made once', async (j) => {
    const { create } = effectsOn(j.run())
    const made = await Promise.all(
      [1, 2, 3, 4].map((version) => j.trial.ask(create({ program: { name: 'p', version } }))()),
    )
    const first = made.findIndex(({ _tag }) => _tag === 'Right')
    j.same('how often it was made', made.filter(({ _tag }) => _tag === 'Right').length, 1)
    j.same('the program', (await j.load()).record.program, { name: 'p', version: first + 1 })
    await j.drop()
  }),

  journalCase('labels may have any name and any word', async (j) => {
    await j.create({ labels: oddLabels })
    const { labels } = (await j.load()).record
    for (const [name, word] of Object.entries(oddLabels)) {
      const found: unknown = Object.hasOwn(labels, name) ? labels[name] : undefined
      j.same(`the label ${JSON.stringify(name)}`, found, word)
    }
    j.same('their number', Object.keys(labels).length, Object.keys(oddLabels).length + 1)
  }),

  journalCase('run ids may hold any character, and each is a run of its own', async (j) => {
    const names = [
      'a',
      'A',
      'ä',
      'a\u0308',
      ' ',
      '😀',
      '\ud83d half',
      'nul\u0000',
      'line\nend',
      `'"\\\`{}`,
      '%',
      '__proto__',
    ]
    for (const [n, name] of names.entries()) await j.create({ at: n }, j.run(name))
    for (const [n, name] of names.entries()) {
      const { record } = await j.load(j.run(name))
      j.same(`the run ${JSON.stringify(name)}`, [record.run, record.createdAt], [j.run(name), n])
    }
    j.same('their number', (await j.list()).runs.length, names.length)
  }),

  ...statuses.map((status) =>
    journalCase(`an append sets the status ${status}, the time and the hash of the last entry`, async (j) => {
      await j.create()
      const entries = chained(j.run(), drafts(3))
      j.same('where it stands', await j.append(0, entries, { status, at: 77 }), 3)
      const { record } = await j.load()
      j.same('the record', record, {
        ...{ run: j.run(), program, labels: { case: j.trial.prefix }, parent: null },
        ...{ status, next: 3, hash: entries.at(-1)?.hash, createdAt: 1000, updatedAt: 77 },
      })
    }),
  ),

  journalCase('an append of no entries sets the status and the time alone', async (j) => {
    const entries = await j.started(drafts(2))
    const { record } = await j.load()
    j.same('where it stands', await j.append(2, [], { status: 'waiting', at: 88 }), 2)
    j.same('the record', (await j.load()).record, { ...record, status: 'waiting', updatedAt: 88 })
    j.same('the entries', await j.read(), { entries, next: 2 })
  }),

  journalCase('an append of no entries to an empty journal leaves the beginning of its chain', async (j) => {
    await j.create()
    const { record } = await j.load()
    j.same('where it stands', await j.append(0, [], { status: 'paused', at: 88 }), 0)
    j.same('the record', (await j.load()).record, { ...record, status: 'paused', updatedAt: 88 })
  }),

  journalCase('a run that is deleted is gone, and deleting it again changes nothing', async (j) => {
    const entries = await j.started(drafts(4))
    await j.snapshot(snapshotOf(entries, 2))
    j.same('whether it was there', [await j.drop(), await j.drop()], [true, false])
    const { append, read, load, snapshot } = effectsOn(j.run())
    for (const effect of [append(4, []), append(0, entries), read(), load(), snapshot(snapshotOf(entries, 0))])
      await j.fails(effect, { tag: 'NotFound' })
    j.same('the list', await j.list(), { runs: [], after: null })
  }),

  journalCase('a run that never was is not found by anything but a deletion', async (j) => {
    const { append, read, load, snapshot } = effectsOn(j.run('never'))
    const entries = chained(j.run('never'), drafts(1))
    for (const effect of [append(0, []), append(0, entries), read(), load(), snapshot(snapshotOf(entries, 0))])
      await j.fails(effect, { tag: 'NotFound' })
    j.same('whether it was there', await j.drop(j.run('never')), false)
  }),

  journalCase('a run that was deleted can be made again and begins anew', async (j) => {
    const entries = await j.started(drafts(4))
    await j.snapshot(snapshotOf(entries, 2))
    await j.drop()
    await j.create({ at: 5000 })
    const { record, snapshot } = await j.load()
    j.same(
      'the record',
      [record.next, record.hash, record.createdAt, snapshot],
      [0, genesis(j.run(), program), 5000, null],
    )
    j.same('the entries', await j.read(), { entries: [], next: 0 })
    j.same('where it stands', await j.append(0, entries), 4)
    j.same('the entries', await j.read(), { entries, next: 4 })
  }),

  journalCase('deleting a run leaves the payloads that others share with it', async (j) => {
    const one = await j.started(drafts(6, 'shared'), j.run('one'))
    const other = await j.started(drafts(6, 'shared'), j.run('other'))
    j.same('whether it was there', await j.drop(j.run('one')), true)
    j.same('the entries of the other', await j.read({}, j.run('other')), { entries: other, next: 6 })
    const again = await j.started(drafts(6, 'shared'), j.run('one'))
    j.same('the entries of the one made again', again, one)
    j.same('what is read of it', await j.read({}, j.run('one')), { entries: one, next: 6 })
  }),

  journalCase('nothing is done before the task is run', async (j) => {
    const { create, append, drop } = effectsOn(j.run())
    j.trial.ask(create())
    await j.fails(effectsOn(j.run()).load(), { tag: 'NotFound' })
    await j.create()
    j.trial.ask(append(0, chained(j.run(), drafts(1))))
    j.trial.ask(drop())
    j.same('where it stands', (await j.load()).record.next, 0)
  }),

  journalCase(
    'runs, entries and snapshots outlive the store being closed',
    async (j) => {
      const entries = await j.started(drafts(40))
      await j.snapshot(snapshotOf(entries, 30))
      await j.append(40, [], { status: 'done', at: 3000 })
      await j.create({}, j.run('gone'))
      await j.drop(j.run('gone'))
      const before = [await j.load(), await j.read(), await j.list()]
      await j.trial.reopen()
      j.same('what is there afterwards', [await j.load(), await j.read(), await j.list()], before)
      j.same('where it stands', await j.append(40, chained(j.run(), drafts(1, 'later'), entries)), 41)
    },
    ['durable'],
  ),
]
