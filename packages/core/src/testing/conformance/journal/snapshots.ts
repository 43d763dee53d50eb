import { sha256Hex } from '../../../kit/base/index.js'
import type { Case } from '../case.js'
import { drafts } from './chained.js'
import { effectsOn, journalCase, snapshotOf } from './talk.js'

/** How snapshots are kept. */
export const snapshots: readonly Case[] = [
  ...[0, 1, 2].map((next) =>
    journalCase(`a snapshot of ${next} entries of two is loaded with the run`, async (j) => {
      const entries = await j.started(drafts(2))
      const before = (await j.load()).record
      await j.snapshot(snapshotOf(entries, next))
      j.same('the run', await j.load(), { record: before, snapshot: snapshotOf(entries, next) })
      j.same('the entries', await j.read(), { entries, next: 2 })
    }),
  ),

  journalCase('a snapshot takes the place of an older one, and of one as old', async (j) => {
    const entries = await j.started(drafts(3))
    await j.snapshot(snapshotOf(entries, 1))
    await j.snapshot(snapshotOf(entries, 3))
    j.same('the newer', (await j.load()).snapshot, snapshotOf(entries, 3))
    await j.snapshot(snapshotOf(entries, 3, '{"repaired":true}'))
    j.same('the one as old', (await j.load()).snapshot, snapshotOf(entries, 3, '{"repaired":true}'))
  }),

  journalCase('a snapshot that comes late does not displace a newer one', async (j) => {
    const entries = await j.started(drafts(3))
    await j.snapshot(snapshotOf(entries, 3))
    await j.snapshot(snapshotOf(entries, 1))
    j.same('the snapshot', (await j.load()).snapshot, snapshotOf(entries, 3))
  }),

  journalCase('snapshots kept at the same time leave the newest', async (j) => {
    const entries = await j.started(drafts(9))
    await Promise.all([3, 9, 1, 7, 5].map((next) => j.snapshot(snapshotOf(entries, next))))
    j.same('the snapshot', (await j.load()).snapshot, snapshotOf(entries, 9))
  }),

  journalCase('a snapshot of more entries than there are is a conflict, and the older one stays', async (j) => {
    const entries = await j.started(drafts(2))
    await j.snapshot(snapshotOf(entries, 1))
    await j.fails(effectsOn(j.run()).snapshot(snapshotOf(entries, 3)), { tag: 'Conflict' })
    j.same('the snapshot', (await j.load()).snapshot, snapshotOf(entries, 1))
  }),

  ...[-1, 0.5, NaN].map((next) =>
    journalCase(`a snapshot of ${next} entries is refused`, async (j) => {
      const entries = await j.started(drafts(2))
      await j.fails(effectsOn(j.run()).snapshot({ ...snapshotOf(entries, 1), next }), { tag: 'Rejected' })
      j.same('the snapshot', (await j.load()).snapshot, null)
    }),
  ),

  journalCase('a snapshot keeps any text of a megabyte', async (j) => {
    const entries = await j.started(drafts(1))
    const state = JSON.stringify({ text: 'wörd \u0000 😀 '.repeat(80_000), half: '\ud83d' })
    const snapshot = { ...snapshotOf(entries, 1), state, stateHash: sha256Hex(state) }
    await j.snapshot(snapshot)
    j.same('whether it is the same', (await j.load()).snapshot?.state === state, true)
  }),

  journalCase('each run has a snapshot of its own', async (j) => {
    const [one, other] = [j.run('one'), j.run('other')]
    const entries = await j.started(drafts(2), one)
    await j.started(drafts(2), other)
    await j.snapshot(snapshotOf(entries, 2), one)
    j.same("the other's", (await j.load(other)).snapshot, null)
    await j.drop(other)
    j.same('its own', (await j.load(one)).snapshot, snapshotOf(entries, 2))
  }),
]
