import type { Json } from '../../kit/base/index.js'
import type { Paid } from '../../kit/fault/index.js'
import type { ResultOf } from '../../kit/effect/index.js'
import type { Machine, Types } from '../../kit/machine/index.js'
import { termsOf, type Ask, type Terms, type Wake } from '../../ports/index.js'
import type { OpenAsk, RunBudget } from '../../run/index.js'
import type { Faults } from './chance.js'

/** What the outside answers to each effect of a program, by tag. It must depend on what is asked alone. */
export type Answers<T extends Types> = {
  readonly [E in Exclude<T['effect'], Ask | Wake> as E['_tag']]: (effect: E) => ResultOf<E>
}

/** A program and all that surrounds it, so that it can be run through any number of accidents. */
export interface World<T extends Types> {
  readonly name: string
  readonly machine: Machine<T>
  readonly params: T['params']
  readonly answers: Answers<T>
  /** What an effect tells before its answer, in this order; nothing unless given. It must depend on what is asked alone. */
  readonly pieces?: (effect: T['effect']) => readonly unknown[]
  /** What people answer; it must depend on the question alone. */
  readonly person?: (question: OpenAsk) => Json
  /** A message from outside, by number; the result must not depend on it. */
  readonly message?: (number: number) => T['message']
  /** The terms of effects the host has made up, by tag. */
  readonly terms?: { readonly [tag: string]: Partial<Terms> }
  /** What it may spend at first; it is raised when the run pauses for it. `price`: what a paid effect takes whose result does not say. */
  readonly budget?: RunBudget & { readonly price?: (effect: T['effect']) => Paid }
  /** Params of an earlier run whose answers are known. */
  readonly earlier?: T['params']
  /** What a program does when an effect fails: ask again under another key until it is answered, or take that for its end. */
  readonly failures: 'asked again' | 'final'
  /** The part of a result that must be the same whatever happens; all of it unless given. */
  readonly compared?: (result: T['result']) => unknown
  readonly faults?: Faults
}

/** A world whose program's types do not matter. */
export type AnyWorld = World<Types>

/** The terms of a tag in a world. */
export const termsIn = ({ terms = {} }: AnyWorld, tag: string): Terms => ({ ...termsOf(tag), ...terms[tag] })
