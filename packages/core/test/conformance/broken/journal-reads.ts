import * as E from 'fp-ts/lib/Either.js'
import type { Entry, RunRecord } from '../../../src/ports/journal/index.js'
import { asking, broken, redone, telling, without, together, type Broken, type Spoil } from './spoil.js'

const journal = broken('journal')

const eachRead = (change: (entry: Entry) => Entry): Spoil =>
  telling('journal/read', (page) => ({ ...page, entries: page.entries.map(change) }))

const readOf = (run: string) => ({ _tag: 'journal/read', key: 'r', run, payloads: 'all' }) as const

const texts = (change: (text: string) => string): Spoil =>
  eachRead((entry) => ({ ...entry, payload: entry.payload === null ? null : change(entry.payload) }))

const runs = (change: (runs: readonly RunRecord[]) => readonly RunRecord[]): Spoil =>
  telling('journal/list', (page) => ({ ...page, runs: change(page.runs) }))

/** Payloads go with the first run that used them. */
const sharedAway = together(() => {
  const gone = new Set<string>()
  return [
    redone('journal/delete', async (effect, right) => {
      const { run } = effect
      const page = await right.ask('journal/read', { ...readOf(run), from: 0, limit: 1e6 })
      if (E.isRight(page)) for (const entry of page.right.entries) gone.add(entry.payloadHash)
      return right.ask('journal/delete', effect)
    }),
    eachRead((entry) => (gone.has(entry.payloadHash) ? { ...entry, payload: '' } : entry)),
  ]
})

/** Journals that read or list wrongly. */
export const journalReads: readonly Broken[] = [
  journal(
    'a page begins one too late',
    asking('journal/read', (effect) =>
      effect.from > 0 && Number.isInteger(effect.from) ? { ...effect, from: effect.from + 1 } : effect,
    ),
  ),
  journal(
    'a page behind the end goes on from the end',
    redone('journal/read', async (effect, right) => {
      const page = await right.ask('journal/read', effect)
      const all = await right.ask('journal/read', { ...readOf(effect.run), from: 0, limit: 1e6 })
      const next = E.isRight(all) ? all.right.next : 0
      return E.isRight(page) && page.right.entries.length === 0 && effect.limit > 0
        ? E.right({ entries: [], next })
        : page
    }),
  ),
  journal(
    'a page has at most a hundred entries',
    asking('journal/read', (effect) => ({
      ...effect,
      limit: effect.limit > 100 && Number.isInteger(effect.limit) ? 100 : effect.limit,
    })),
  ),
  journal(
    'inputs are all',
    asking('journal/read', (effect) => ({ ...effect, payloads: 'all' })),
  ),
  journal(
    'inputs have no payloads',
    telling('journal/read', (page, { payloads }) =>
      payloads === 'all' ? page : { ...page, entries: page.entries.map((entry) => ({ ...entry, payload: null })) },
    ),
  ),
  journal(
    'payloads are written as JSON once more',
    texts((text) => {
      try {
        return JSON.stringify(JSON.parse(text))
      } catch {
        return text
      }
    }),
  ),
  journal(
    'texts end at NUL',
    texts((text) => text.split('\0')[0] ?? ''),
  ),
  journal(
    'halves of surrogate pairs are lost',
    texts((text) => Buffer.from(text).toString()),
  ),
  journal(
    'texts are trimmed',
    texts((text) => text.trim()),
  ),
  journal(
    'a price that is not known is 0',
    eachRead((entry) => ({
      ...entry,
      amount: entry.amount === null ? null : { ...entry.amount, costMicroUsd: entry.amount.costMicroUsd ?? 0 },
    })),
  ),
  journal(
    'sources are lost',
    eachRead((entry) => ({ ...entry, source: null })),
  ),
  journal(
    "labels of an entry's mark are lost",
    eachRead((entry) => ({ ...entry, about: entry.about === null ? null : { ...entry.about, labels: {} } })),
  ),
  journal(
    'an arrived part is taken for settled',
    eachRead((entry) => ({ ...entry, kind: entry.kind === 'arrived' ? 'settled' : entry.kind })),
  ),
  journal(
    'times before 1970 are 0',
    eachRead((entry) => ({ ...entry, at: Math.max(0, entry.at) })),
  ),
  journal('payloads go with the first run that used them', sharedAway),
  journal(
    'a list ignores labels',
    asking('journal/list', (effect) => {
      const own = Object.entries(effect.where.labels ?? {}).filter(([name]) => name === 'case')
      return { ...effect, where: { ...effect.where, labels: Object.fromEntries(own) } }
    }),
  ),
  journal(
    'a list fits any of its labels',
    asking('journal/list', (effect) => {
      const labels = without('tenant', effect.where.labels ?? {})
      return { ...effect, where: { ...effect.where, labels } }
    }),
  ),
  journal(
    'a list ignores statuses',
    asking('journal/list', (effect) => ({ ...effect, where: without('status', effect.where) })),
  ),
  journal(
    'no status is any status',
    asking('journal/list', ({ where: { status, ...where }, ...effect }) => ({
      ...effect,
      where: status === undefined || status.length === 0 ? where : { ...where, status },
    })),
  ),
  journal(
    'a list ignores programs',
    asking('journal/list', (effect) => ({ ...effect, where: without('program', effect.where) })),
  ),
  journal(
    'a list shows the oldest first',
    runs((list) => [...list].reverse()),
  ),
  journal(
    'a list is in the order of the last change',
    runs((list) => [...list].sort((a, b) => b.updatedAt - a.updatedAt)),
  ),
  journal(
    'equally old runs come in no order',
    runs((list) => [...list].sort((a, b) => b.createdAt - a.createdAt || (a.run < b.run ? 1 : -1))),
  ),
  journal(
    'a last page of runs that is full is not the last',
    telling('journal/list', (page, { limit }) => ({
      ...page,
      after: page.runs.length === limit ? (page.runs.at(-1)?.run ?? null) : page.after,
    })),
  ),
  journal(
    'behind a run that was deleted, a list begins anew',
    redone('journal/list', async (effect, right) => {
      const page = await right.ask('journal/list', effect)
      const anew = without('after', effect)
      return E.isLeft(page) && page.left._tag === 'NotFound' ? right.ask('journal/list', anew) : page
    }),
  ),
  journal(
    'a limit of 0 runs is an empty page',
    redone('journal/list', async (effect, right) =>
      effect.limit === 0 ? E.right({ runs: [], after: null }) : right.ask('journal/list', effect),
    ),
  ),
  journal(
    'every entry has a mark',
    eachRead((entry) => ({ ...entry, about: entry.about ?? { key: '', tag: '', digest: '', labels: {} } })),
  ),
  journal(
    'payloads end at 500 KB',
    texts((text) => text.slice(0, 500_000)),
  ),
  journal(
    'odd limits of a list are mended instead of refused',
    asking('journal/list', (effect) => ({
      ...effect,
      limit: Math.min(100, Math.max(1, Math.floor(effect.limit) || 1)),
    })),
  ),
]
