import type { Case } from '../case.js'
import { appends } from './appends.js'
import { entries } from './entries.js'
import { lists } from './lists.js'
import { runs } from './runs.js'
import { snapshots } from './snapshots.js'

/** What must hold of every journal. */
export const journalCases: readonly Case[] = [...runs, ...appends, ...entries, ...lists, ...snapshots]
