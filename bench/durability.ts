import type { Group } from './group.js'
import * as durable from './durable.js'

const CELLS = 1_296
const MANY = 12_000
/** A started, and a sent and a settled entry for each effect. */
const ENTRIES = 2 * MANY + 1

const journal: Group = {
  name: 'journal',
  about:
    'digest, hash chain and memory journal against hashing and serialising the same data bare; 1.5 kB asked, 450 bytes answered',
  effectsPerRound: CELLS * 4,
  rounds: 30,
  cases: [
    { name: 'bare', effects: CELLS, run: () => durable.bare(CELLS) },
    { name: 'chorale + journal, 64 at once', effects: CELLS, run: () => durable.journaled(CELLS) },
  ],
}

const parts = (part: 'first' | 'last') => async (): Promise<number> => (await durable.steps(MANY))[part]

const steps: Group = {
  name: 'steps',
  about: 'a thousand steps of a run of 12,000, with memory journal',
  effectsPerRound: 1000,
  rounds: 15,
  cases: [
    { name: 'the first 1,000', effects: 1000, part: parts('first') },
    { name: 'the last 1,000', effects: 1000, part: parts('last') },
  ],
}

const groups = await durable.groupsOf(CELLS)

const local: Group = {
  name: 'local',
  about:
    'the local journal against raw inserts of the same rows in the same groups (64 effects at once), and a whole run on it for the record',
  effectsPerRound: CELLS,
  rounds: 15,
  cases: [
    { name: 'raw inserts', effects: CELLS, part: () => durable.rawInserts(groups) },
    { name: 'local journal', effects: CELLS, part: () => durable.localAppends(groups) },
    { name: 'chorale on local', effects: CELLS, part: () => durable.onLocal(CELLS) },
  ],
}

const kept = await durable.recorded(MANY)

const replay: Group = {
  name: 'replay',
  about: 'a journal of 24,001 entries folded over its program, against parsing and indexing it bare; an entry each',
  effectsPerRound: ENTRIES,
  rounds: 20,
  cases: [
    { name: 'parse and index', effects: ENTRIES, run: () => durable.parseAndIndex(kept) },
    { name: 'replay, unverified', effects: ENTRIES, run: () => durable.replayed(kept, 'none', ENTRIES) },
    { name: 'replay, chain verified', effects: ENTRIES, run: () => durable.replayed(kept, 'chain', ENTRIES) },
  ],
}

/** What durability costs. */
export const durability: readonly Group[] = [journal, steps, local, replay]
