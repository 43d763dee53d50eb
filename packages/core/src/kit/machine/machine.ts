import type { Either } from 'fp-ts/lib/Either.js'
import type { Instant } from '../base/index.js'
import type { BadInput, EffectError } from '../fault/index.js'
import type { Effect, Labels, PartialOf, ResultOf } from '../effect/index.js'

/** The types a machine speaks, named once so that signatures stay short. */
export interface Types {
  /** What a run is started with. */
  readonly params: unknown
  readonly state: unknown
  readonly effect: Effect
  /** What may be told from outside while it runs (a person, a socket); `never` for a batch. */
  readonly message: unknown
  /** What it tells while it runs. */
  readonly response: unknown
  /** What it has made, at any point. */
  readonly result: unknown
}

/** The outcome of one effect, typed by the effect's tag. */
export type Settled<E extends Effect> = E extends Effect
  ? {
      readonly _tag: 'settled'
      readonly key: string
      readonly effect: E['_tag']
      readonly outcome: Either<EffectError, ResultOf<E>>
      readonly at: Instant
    }
  : never

/** A piece of an outcome that arrives before the effect settles; exists only for effects that declare one. */
export type Arrived<E extends Effect> = E extends Effect
  ? [PartialOf<E>] extends [never]
    ? never
    : {
        readonly _tag: 'arrived'
        readonly key: string
        readonly effect: E['_tag']
        readonly partial: PartialOf<E>
        readonly at: Instant
      }
  : never

/** A message from outside; exists only for machines that declare one. */
export type Told<M> = [M] extends [never] ? never : { readonly _tag: 'told'; readonly message: M; readonly at: Instant }

/** All that can happen to a machine. Time comes in with every input: a machine never reads a clock. */
export type Input<T extends Types> =
  | { readonly _tag: 'started'; readonly run: string; readonly params: T['params']; readonly at: Instant }
  | Settled<T['effect']>
  | Arrived<T['effect']>
  | Told<T['message']>

/** What one input leads to. */
export interface StepResult<T extends Types> {
  readonly state: T['state']
  readonly responses: readonly T['response'][]
  readonly effects: readonly T['effect'][]
}

/** An input that does not fit the state: a bug in the runner or a journal of another program. */
export interface IllegalInput {
  readonly _tag: 'IllegalInput'
  readonly doing: string
  readonly because: string
  readonly next: string
}

/** Why a machine refuses an input. */
export type StepError = BadInput | IllegalInput

/** Where a run stands; all but `running` are ends. */
export type Status = 'running' | 'done' | 'partial' | 'failed'

/** A program as pure data and functions. A run is the fold of `step` over its inputs. Architecture 1. */
export interface Machine<T extends Types> {
  readonly name: string
  /** Raised when the same inputs would lead to other effects. */
  readonly version: number
  readonly initial: T['state']
  readonly step: (state: T['state'], input: Input<T>) => Either<StepError, StepResult<T>>
  readonly status: (state: T['state']) => Status
  /** What has been made so far: whole when the status is `done`. */
  readonly result: (state: T['state']) => T['result']
  /** Words to find its effects and add them up by, e.g. station and cell; never part of a digest. */
  readonly labels?: (effect: T['effect']) => Labels
}

/** An input that does not fit, said in full. */
export const illegalInput = (doing: string, because: string): IllegalInput => ({
  _tag: 'IllegalInput',
  doing,
  because,
  next: 'Check that the journal belongs to this program and version; if it does, report a bug.',
})
