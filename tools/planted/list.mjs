/** All planted bugs. Each is an exact edit of one place, or of several (`and`); `why` says what a user would lose by it. */
import { journal } from './journal.mjs'
import { loop } from './loop.mjs'
import { money } from './money.mjs'
import { parts } from './parts.mjs'
import { resume } from './resume.mjs'
import { snapshots } from './snapshots.mjs'

export const planted = [...loop, ...money, ...journal, ...resume, ...snapshots, ...parts]
