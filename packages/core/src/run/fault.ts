import { thrownText, type EffectError, type Report } from '../kit/fault/index.js'
import type { StepError } from '../kit/machine/index.js'

/** The journal refused or lost an entry; nothing more was started. */
export interface JournalFailed extends Report {
  readonly _tag: 'JournalFailed'
  readonly cause: EffectError
}

/** The machine is not done, yet it waits for nothing: a bug in the machine. */
export interface Stalled extends Report {
  readonly _tag: 'Stalled'
}

/** The machine threw: a bug in the machine. */
export interface Crashed extends Report {
  readonly _tag: 'Crashed'
}

/** The journal belongs to another program, another version of it, or other params: it cannot be carried on with this one. */
export interface Incompatible extends Report {
  readonly _tag: 'Incompatible'
}

/** Why a run could not be carried to an end. A failed effect is no such reason: it is an input of the machine. */
export type RunError = StepError | JournalFailed | Stalled | Crashed | Incompatible

/** {@link JournalFailed} */
export const journalFailed = (run: string, cause: EffectError): JournalFailed => ({
  _tag: 'JournalFailed',
  doing: cause.doing,
  because: `${cause._tag}: ${cause.because}`,
  next: cause.next,
  ids: { ...cause.ids, run },
  cause,
})

/** {@link Stalled} */
export const stalled = (run: string, program: string): Stalled => ({
  _tag: 'Stalled',
  doing: `run ${program}`,
  because: 'the machine is still running but waits for no effect',
  next: 'Let its status end when no effect is out.',
  ids: { run },
})

/** {@link Crashed} */
export const crashed = (run: string, program: string, thrown: unknown): Crashed => ({
  _tag: 'Crashed',
  doing: `run ${program}`,
  because: thrownText(thrown),
  next: 'A step must not throw: let it return its fault as a value. What had arrived is kept.',
  ids: { run },
})

/** {@link Incompatible} */
export const incompatible = (run: string, because: string, next: string): Incompatible => ({
  _tag: 'Incompatible',
  doing: `resume run ${run}`,
  because,
  next,
  ids: { run },
})
