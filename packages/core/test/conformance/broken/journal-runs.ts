import * as E from 'fp-ts/lib/Either.js'
import type { Entry, JournalAppend, RunRecord } from '../../../src/ports/journal/index.js'
import { asking, broken, redone, telling, together, eager, type Broken, type Right, type Spoil } from './spoil.js'

const journal = broken('journal')

const recordOf = async (right: Right, { run }: { readonly run: string }): Promise<RunRecord | undefined> => {
  const loaded = await right.ask('journal/load', { _tag: 'journal/load', key: 'l', run })
  return E.isRight(loaded) ? loaded.right.record : undefined
}

const nextOf = async (right: Right, effect: { readonly run: string }): Promise<number> =>
  (await recordOf(right, effect))?.next ?? 0

const renumbered = (entries: readonly Entry[], from: number): readonly Entry[] =>
  entries.map((entry, n) => ({ ...entry, sequence: from + n }))

const noFence = redone('journal/append', async (effect, right) => {
  const expected = await nextOf(right, effect)
  return right.ask('journal/append', { ...effect, expected, entries: renumbered(effect.entries, expected) })
})

const lowFence = redone('journal/append', async (effect, right) => {
  const expected = await nextOf(right, effect)
  return effect.expected < expected
    ? right.ask('journal/append', { ...effect, expected, entries: renumbered(effect.entries, expected) })
    : right.ask('journal/append', effect)
})

/** The fence is looked at first and the entries are written later. */
const lateFence = redone('journal/append', async (effect, right) => {
  const before = await nextOf(right, effect)
  await Promise.resolve()
  if (before !== effect.expected) return right.ask('journal/append', effect)
  const expected = await nextOf(right, effect)
  return right.ask('journal/append', { ...effect, expected, entries: renumbered(effect.entries, expected) })
})

const statusAnyway = redone('journal/append', async (effect, right) => {
  const outcome = await right.ask('journal/append', effect)
  if (E.isLeft(outcome))
    await right.ask('journal/append', { ...effect, entries: [], expected: await nextOf(right, effect) })
  return outcome
})

const inPieces = async (effect: JournalAppend, right: Right) => {
  if (effect.entries.length === 0) return right.ask('journal/append', effect)
  let expected = effect.expected
  for (const entry of effect.entries) {
    const outcome = await right.ask('journal/append', { ...effect, expected, entries: [entry] })
    if (E.isLeft(outcome)) return outcome
    expected += 1
  }
  return E.right({ next: expected })
}

const forgetful = redone('journal/delete', async (effect, right) => {
  const record = await recordOf(right, effect)
  return record === undefined ? right.ask('journal/delete', effect) : E.right({ deleted: true })
})

const olderWins: Spoil = (store) => {
  const first = new Map<string, number>()
  return redone('journal/snapshot', (effect, right) => {
    const { run, snapshot } = effect
    const known = first.get(run)
    if (known !== undefined && snapshot.next >= known) return Promise.resolve(E.right({ saved: true }))
    first.set(run, snapshot.next)
    return right.ask('journal/snapshot', effect)
  })(store)
}

/** Whatever snapshot comes is the newest. */
const lastWins = together(() => {
  const last = new Map<string, unknown>()
  return [
    redone('journal/snapshot', async (effect, right) => {
      const outcome = await right.ask('journal/snapshot', effect)
      if (E.isRight(outcome)) last.set(effect.run, effect.snapshot)
      return outcome
    }),
    telling('journal/load', (loaded, { run }) => ({ ...loaded, snapshot: last.get(run) ?? loaded.snapshot })),
  ]
})

const oneForAll = together(() => {
  const last: unknown[] = []
  return [
    redone('journal/snapshot', (effect, right) => {
      last.push(effect.snapshot)
      return right.ask('journal/snapshot', effect)
    }),
    telling('journal/load', (loaded) => ({ ...loaded, snapshot: last.at(-1) ?? null })),
  ]
})

/** Journals that make, advance or delete runs wrongly. */
export const journalRuns: readonly Broken[] = [
  journal('the fence is ignored', noFence),
  journal('the fence lets the overtaken through', lowFence),
  journal('the fence is looked at too early', lateFence),
  journal('a conflict sets the status all the same', statusAnyway),
  journal('entries are written in pieces', redone('journal/append', inPieces)),
  journal(
    'misplaced entries are put in their place',
    asking('journal/append', (effect) => ({ ...effect, entries: renumbered(effect.entries, effect.expected) })),
  ),
  journal(
    'a status alone is not set',
    redone('journal/append', async (effect, right) =>
      effect.entries.length > 0 ? right.ask('journal/append', effect) : E.right({ next: effect.expected }),
    ),
  ),
  journal(
    'the time of the last change is that of the first',
    telling('journal/load', ({ record, snapshot }) => ({
      record: { ...record, updatedAt: record.createdAt },
      snapshot,
    })),
  ),
  journal(
    'an acknowledgement says that it is not full',
    telling('journal/append', (answer) => ({ ...answer, isFull: false })),
  ),
  journal(
    'a run that exists is made anew',
    redone('journal/create', async (effect, right) => {
      await right.ask('journal/delete', { _tag: 'journal/delete', key: 'd', run: effect.run })
      return right.ask('journal/create', effect)
    }),
  ),
  journal(
    'a run that exists is taken for made',
    redone('journal/create', async (effect, right) => {
      await right.ask('journal/create', effect)
      return E.right({ created: true })
    }),
  ),
  journal(
    'a parent is lost',
    asking('journal/create', (effect) => ({ ...effect, parent: null })),
  ),
  journal(
    'labels of odd names are lost',
    asking('journal/create', (effect) => ({
      ...effect,
      labels: { ...Object.fromEntries(Object.entries(effect.labels).filter(([name]) => /^[a-z]+$/u.test(name))) },
    })),
  ),
  journal(
    'ids are folded to small letters',
    ...(['journal/create', 'journal/load', 'journal/append', 'journal/delete'] as const).map((tag) =>
      asking(tag, (effect) => ({ ...effect, run: effect.run.toLowerCase() })),
    ),
  ),
  journal('a deleted run stays', forgetful),
  journal(
    'a deletion is always of something',
    telling('journal/delete', () => ({ deleted: true })),
  ),
  journal('an older snapshot wins', olderWins),
  journal('the last snapshot wins', lastWins),
  journal(
    'a snapshot beyond the journal is taken',
    redone('journal/snapshot', async (effect, right) => {
      const outcome = await right.ask('journal/snapshot', effect)
      return E.isLeft(outcome) && outcome.left._tag === 'Conflict' ? E.right({ saved: true }) : outcome
    }),
  ),
  journal(
    'odd snapshots are mended instead of refused',
    asking('journal/snapshot', (effect) => ({
      ...effect,
      snapshot: { ...effect.snapshot, next: Math.max(0, Math.floor(effect.snapshot.next) || 0) },
    })),
  ),
  journal('all runs have one snapshot', oneForAll),
  journal(
    'states end at 500 KB',
    asking('journal/snapshot', ({ snapshot, ...effect }) => ({
      ...{ ...effect, snapshot: { ...snapshot, state: snapshot.state.slice(0, 500_000) } },
    })),
  ),
  journal('a deletion is done before it is asked for', eager('journal/delete')),
]
