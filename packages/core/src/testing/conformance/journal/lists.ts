import type { JournalList, RunStatus } from '../../../ports/journal/index.js'
import type { Case } from '../case.js'
import { effectsOn, journalCase, listOf, type JournalTalk } from './talk.js'

type Population = readonly (readonly [name: string, program: string, labels: object, at: number, status: RunStatus])[]

/** Five runs; b, c and d are equally old. */
const five: Population = [
  ['c', 'valley', { tenant: 't', cell: 'x' }, 20, 'running'],
  ['a', 'valley', { tenant: 't' }, 10, 'done'],
  ['d', 'chat', { tenant: 'u' }, 20, 'waiting'],
  ['e', 'valley', {}, 30, 'failed'],
  ['b', 'chat', { tenant: 't' }, 20, 'done'],
]

/** The programs' names are the case's own too: `valley` stands for one with its prefix. */
const populate = async (j: JournalTalk, list: Population = five): Promise<void> => {
  for (const [name, program, labels, at, status] of list) {
    const run = j.run(name)
    await j.create({ program: { name: `${j.trial.prefix} ${program}`, version: 1 }, labels: { ...labels }, at }, run)
    await j.append(0, [], { status, at: 50 }, run)
  }
}

const names = async (j: JournalTalk, saying: Partial<JournalList> = {}) => {
  const { runs, after } = await j.list(saying)
  const short = (run: string): string => run.slice(j.run('').length)
  return { runs: runs.map(({ run }) => short(run)), after: after === null ? null : short(after) }
}

const narrowed: readonly (readonly [how: string, where: JournalList['where'], found: readonly string[]])[] = [
  ['nothing', {}, ['e', 'b', 'c', 'd', 'a']],
  ['one status', { status: ['done'] }, ['b', 'a']],
  ['any of several statuses', { status: ['done', 'failed', 'cancelled'] }, ['e', 'b', 'a']],
  ['no status at all', { status: [] }, []],
  ['a label', { labels: { tenant: 't' } }, ['b', 'c', 'a']],
  ['all of several labels', { labels: { tenant: 't', cell: 'x' } }, ['c']],
  ['a label with a word in another case', { labels: { tenant: 'T' } }, []],
  ['a label with a part of its word', { labels: { tenant: '' } }, []],
  ['a label nobody has', { labels: { planet: 't' } }, []],
  ['labels that every object inherits', { labels: { constructor: 'Object', toString: '' } }, []],
  ['a status and a label', { status: ['done', 'running'], labels: { tenant: 't' } }, ['b', 'c', 'a']],
]

/** How runs are listed. */
export const lists: readonly Case[] = [
  journalCase('a list of runs that nobody is in is empty', async (j) => {
    j.same('the list', await j.list(), { runs: [], after: null })
  }),

  journalCase('a list holds the records as they are loaded', async (j) => {
    await populate(j)
    const { runs } = await j.list()
    for (const record of runs) j.same('the record', record, (await j.load(record.run)).record)
    j.same('their number', runs.length, 5)
  }),

  journalCase('a list shows the newest first, and equally old ones by id, whatever was written since', async (j) => {
    await populate(j)
    await j.append(0, [], { at: 99, status: 'done' }, j.run('a'))
    j.same('the runs', await names(j), { runs: ['e', 'b', 'c', 'd', 'a'], after: null })
  }),

  journalCase('a list orders equally old runs by their ids as they are, capitals before small letters', async (j) => {
    const ids = ['', '10', '9', 'B', 'a', 'ä']
    await populate(
      j,
      [...ids].reverse().map((id) => [id, 'p', {}, 1, 'running']),
    )
    j.same('the runs', (await names(j)).runs, ids)
  }),

  ...narrowed.map(([how, where, found]) =>
    journalCase(`a list narrowed by ${how} holds those that fit`, async (j) => {
      await populate(j)
      j.same('the runs', await names(j, { where }), { runs: found, after: null })
    }),
  ),

  journalCase('a list narrowed by program holds those of that very name', async (j) => {
    await populate(j)
    const program = (name: string): JournalList['where'] => ({ program: `${j.trial.prefix} ${name}` })
    j.same('chat', (await names(j, { where: program('chat') })).runs, ['b', 'd'])
    j.same('another', (await names(j, { where: program('Chat') })).runs, [])
    j.same('chat and done', (await names(j, { where: { ...program('chat'), status: ['done'] } })).runs, ['b'])
    const page = j.taken('a list', await j.trial.ask(listOf({ where: program('valley') }))(), { runs: [], after: null })
    j.same(
      'valley, without a label',
      page.runs.map(({ run }) => run),
      ['e', 'c', 'a'].map((name) => j.run(name)),
    )
  }),

  journalCase('a list narrowed by a label called __proto__ holds those that have one', async (j) => {
    // As JSON text, because in a literal this name would set the prototype.
    const labels = JSON.parse('{"__proto__":"a"}') as { readonly [name: string]: string }
    await j.create({ labels }, j.run('one'))
    await j.create({}, j.run('other'))
    j.same('the runs', (await names(j, { where: { labels } })).runs, ['one'])
  }),

  journalCase('pages of a list make up the whole, and the last one says so', async (j) => {
    await populate(j)
    const behind = (name: string) => ({ after: j.run(name) })
    j.same('the first', await names(j, { limit: 2 }), { runs: ['e', 'b'], after: 'b' })
    j.same('the second', await names(j, { limit: 2, ...behind('b') }), { runs: ['c', 'd'], after: 'd' })
    j.same('the last', await names(j, { limit: 2, ...behind('d') }), { runs: ['a'], after: null })
    j.same('a last one that is full', await names(j, { limit: 1, ...behind('d') }), { runs: ['a'], after: null })
    j.same('behind the last', await names(j, { limit: 2, ...behind('a') }), { runs: [], after: null })
    j.same('all at once', await names(j, { limit: 5 }), { runs: ['e', 'b', 'c', 'd', 'a'], after: null })
  }),

  journalCase('pages of a narrowed list count what fits alone', async (j) => {
    await populate(j)
    const where = { labels: { tenant: 't' } }
    j.same('the first', await names(j, { where, limit: 2 }), { runs: ['b', 'c'], after: 'c' })
    j.same('the last', await names(j, { where, limit: 2, after: j.run('c') }), { runs: ['a'], after: null })
  }),

  journalCase('a list goes on behind a run that fits no more', async (j) => {
    await populate(j)
    const where = { status: ['done'] } as const
    await j.append(0, [], { status: 'running' }, j.run('b'))
    j.same('the next', await names(j, { where, limit: 1, after: j.run('b') }), { runs: ['a'], after: null })
  }),

  journalCase('a newer run does not move the pages behind', async (j) => {
    await populate(j)
    await j.create({ at: 99 }, j.run('new'))
    j.same('the next', await names(j, { limit: 2, after: j.run('b') }), { runs: ['c', 'd'], after: 'd' })
  }),

  journalCase('behind a run that was deleted, a list is not found', async (j) => {
    await populate(j)
    await j.drop(j.run('b'))
    await j.fails(listOf({ limit: 2, after: j.run('b') }), { tag: 'NotFound' })
  }),

  ...[0, -1, 0.5, NaN, Infinity].map((limit) =>
    journalCase(`a list of ${limit} runs is refused`, async (j) => {
      await j.fails(listOf({ limit }), { tag: 'Rejected' })
    }),
  ),

  journalCase('runs of equal ids but for their case are two', async (j) => {
    await j.create({ at: 1 }, j.run('x'))
    await j.create({ at: 2 }, j.run('X'))
    await j.drop(j.run('X'))
    j.same('the runs', (await names(j)).runs, ['x'])
    await j.fails(effectsOn(j.run('X')).load(), { tag: 'NotFound' })
  }),
]
