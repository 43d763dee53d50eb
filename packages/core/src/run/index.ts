/** Carrying programs out: the only loop, its faces and its faults. */
export { start, type Run, type RunOptions } from './start.js'
export type { Ending } from './loop.js'
export type { Crashed, JournalFailed, RunError, Stalled } from './fault.js'
