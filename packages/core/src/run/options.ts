import type { Either } from 'fp-ts/lib/Either.js'
import type { Effect, Interpreter, Labels } from '../kit/effect/index.js'
import type { EffectError } from '../kit/fault/index.js'
import type { Input, Types } from '../kit/machine/index.js'
import type { Clock, Terms } from '../ports/index.js'
import type { JournalEffect } from '../ports/journal/index.js'
import type { RunBudget } from './spending.js'

/** How a program is run. */
export interface RunOptions<T extends Types, I> {
  /** A handler for every effect of the program; a missing one does not compile. Questions to a person and timers need none. */
  readonly interpreter: I
  /** Names the run; without it, a random UUID. */
  readonly run?: string
  /** Where every input is kept, and every intent to spend. Without it the run lives in memory alone. */
  readonly journal?: Interpreter<JournalEffect>
  /** What to do where the journal holds this run already: refuse it as a `Conflict` (the default), or carry it on. */
  readonly existing?: 'refuse' | 'resume'
  /** An earlier run of the same journal: what it was answered is not asked and not paid again. See {@link Known}. */
  readonly from?: string
  /** What may be spent; reaching it pauses the run. */
  readonly budget?: RunBudget
  /** Time a worker may be at it, all sittings together, in ms; what is under way when it ends is waited for. */
  readonly timeMs?: number
  /** Kept with the run, to find it by (a tenant, a project). */
  readonly labels?: Labels
  /** The source of time; without it, the system's. */
  readonly clock?: Clock
  /** Stops the run at once as `paused`; effects under way are told through their own signal. */
  readonly signal?: AbortSignal
  /** Effects of one tag under way at once (a batch counts as one): 64 unless given, for all tags or by tag. */
  readonly concurrency?: number
  readonly limits?: { readonly [tag: string]: number }
  /** Most effects handed to a `many` handler in one go: 100 unless given. */
  readonly batch?: number
  /** Entries are appended in groups of arrivals: 64 or 2 ms unless given, whichever comes first, and never waiting longer than an append takes. */
  readonly commit?: { readonly size: number; readonly ms: number }
  /**
   * Keeps a snapshot each time so many entries were written since the last (later, while many effects are out), and a resume reads and checks only
   * what came after the newest; none unless given. What a snapshot holds must survive JSON: state and effects that are plain data do. Architecture 5.
   */
  readonly snapshots?: { readonly every: number }
  /** While only people and timers are awaited: `stay` (the default), or `leave` and be resumed later. */
  readonly whileWaiting?: 'stay' | 'leave'
  /** Names a resumed sitting; random unless given. Two workers that claim a run at the same instant must not look alike. */
  readonly sitting?: string
  /** A resumed run tells what it told before (`told`), or only what is new (the default). */
  readonly past?: 'told' | 'silent'
  /** The terms of effects the host has made up, by tag. One that tells parts before it settles says so here: `isTelling`. */
  readonly terms?: { readonly [tag: string]: Partial<Terms> }
  /** What to do with an effect that a dead worker had sent; without it, what its port declares. `fail` gives it up. */
  readonly unknown?: (effect: T['effect']) => Terms['whenUnknown'] | 'fail'
  /** Asked first about such an effect: its outcome where a cache, a tape or the provider knows it. */
  readonly recall?: (effect: Effect) => Promise<Either<EffectError, unknown> | undefined>
  /** Whether a journal that is read must hold exactly the bytes that were written: `chain` unless given. */
  readonly verify?: 'chain' | 'none'
  /** Rewrites the inputs of an older version of the program; without it such a run is refused. */
  readonly migrate?: (from: number) => ((input: Input<T>) => Input<T>) | undefined
}
