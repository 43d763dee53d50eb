import { defined, type Instant } from '../../../kit/base/index.js'
import type { Chat, ChatMessage, Embed } from '../../../ports/model/index.js'
import { contextOf } from './context.js'
import type { AICall, ChorusEffect, DBOperation, Pending } from '../effect.js'
import { viewOf, type ChorusHow } from '../how.js'
import { attemptOf, keyAgain, nextKey } from './keys.js'
import { repairing } from '../phases/index.js'
import { linksEffect, searchEffect, type SemanticLink } from '../store/index.js'
import { having, type ChorusStep } from '../step.js'
import { changed } from '../state/change-state.js'

/** What another attempt is told and given. */
export interface Again {
  /** What was wrong with the last answer, line by line. */
  readonly repair?: readonly string[]
  /** Tokens that the answer may have. */
  readonly maxTokens?: number
}

/** Asks the model for the answer of the current step. */
export const askThink = (step: ChorusStep, how: ChorusHow, again: Again = {}): ChorusStep => {
  const { state } = step
  const { prompt, temperature, delivery } = how.phases[state.step]
  const first = prompt(contextOf(state))
  const messages: readonly ChatMessage[] = again.repair === undefined ? first : repairing(first, again.repair)
  return issue(step, nextKey(state), (key): Chat => ({
    // Here and in messages, names stand in the order of their code units: what is long is digested without sorting.
    ...{ _tag: 'model/chat', delivery, form: `chorus/${state.step}`, key, messages },
    sampling: {
      maxTokens: again.maxTokens ?? state.limits.maxOutputTokens,
      ...defined({ model: how.models?.chat }),
      // Another attempt is another question: a cache must not answer it with what could not be used.
      seed: attemptOf(key) - 1,
      ...{ temperature, topP: 1 },
    },
  }))
}

/** Asks for the place of texts among the messages. */
export const askEmbed = (step: ChorusStep, how: ChorusHow, texts: readonly string[]): ChorusStep =>
  issue(step, nextKey(step.state, 'embed'), (key): Embed => ({
    ...{ _tag: 'model/embed', key, texts },
    ...defined({ model: how.models?.embed }),
  }))

/** Searches what memory holds near a place. Spec chorus 5.2. */
export const askSearch = (step: ChorusStep, how: ChorusHow, vector: readonly number[]): ChorusStep => {
  const { threadId, limits } = step.state
  const { collection } = viewOf(how)
  return issue(step, nextKey(step.state, 'search'), (key) =>
    searchEffect({ key, collection, vector, limit: limits.searchLimit, threadId }),
  )
}

/** Writes links; a suffix tells them from what else the stage asks for. */
export const askLinks = (step: ChorusStep, links: readonly SemanticLink[], suffix?: string): ChorusStep =>
  issue(step, nextKey(step.state, suffix), (key) => linksEffect(key, links))

/** Hands out an effect under a key, and what is to follow it. */
export const issue = (
  step: ChorusStep,
  { key, state }: ReturnType<typeof nextKey>,
  make: (key: string) => AICall | DBOperation,
): ChorusStep => put({ ...step, state }, { effect: make(key), tries: 0, streamed: 0, then: [] })

/** Hands out what is then pending. */
export const put = ({ state, responses, effects }: ChorusStep, pending: Pending): ChorusStep => ({
  state: changed(state, { pending: [...state.pending, pending] }),
  responses,
  effects: [...effects, pending.effect],
})

/** Takes off what has settled. */
export const taken = (step: ChorusStep, { effect }: Pending): ChorusStep =>
  having(step, { pending: step.state.pending.filter((other) => other.effect.key !== effect.key) })

/** Hands out all that is pending once more, each under its next attempt. Its text is told from the beginning. */
export const askAgain = (step: ChorusStep): ChorusStep =>
  step.state.pending.reduce(
    (so, pending) => {
      const { key, state } = keyAgain(so.state, pending.effect.key)
      return put({ ...so, state }, { ...pending, effect: { ...pending.effect, key }, streamed: 0 })
    },
    having(step, { pending: [] }),
  )

/** The key of the timer that ends the loop's time. */
export const deadlineKey = 'deadline'

/** Asks for a timer. */
export const askWake = (step: ChorusStep, key: string, until: Instant): ChorusStep => {
  const wake: ChorusEffect = { _tag: 'clock/wake', key, until }
  return { ...step, effects: [...step.effects, wake] }
}
