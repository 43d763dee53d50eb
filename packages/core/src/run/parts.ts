import type { Context } from '../kit/effect/index.js'
import type { EffectError } from '../kit/fault/index.js'
import type { Task } from './task.js'

/** Takes a part of an outcome; answers with what is wrong with it where it cannot be taken. */
export type Hear = (task: Task, partial: unknown) => EffectError | undefined

/** What a call tells before it settles. */
export interface Parts {
  /** The call's own context: its `tell` knows which effect it belongs to. */
  readonly context: Context
  /** The call has ended: nothing more is heard. What was wrong with a part, where something was. */
  readonly close: () => EffectError | undefined
}

/** The parts of one call: heard until it has ended, the run has, or one of them could not be taken. */
export const partsOf = (task: Task, context: Context, hear: Hear): Parts => {
  let isOpen = true
  let flaw: EffectError | undefined
  const tell = (partial: unknown): void => {
    if (!isOpen || context.signal.aborted) return
    flaw = hear(task, partial)
    isOpen = flaw === undefined
  }
  return {
    context: { ...context, tell },
    close: () => {
      isOpen = false
      return flaw
    },
  }
}
