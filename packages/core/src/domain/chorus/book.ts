import * as E from 'fp-ts/lib/Either.js'
import { paidIn } from './answer.js'
import { faultOf } from './errors/fault.js'
import { pendingOf } from './happening.js'
import type { SettledInput } from './input.js'
import type { LoopUsage } from './model.js'
import type { ChorusState } from './state/state.js'
import type { Paid } from '../../kit/fault/index.js'
import { changed } from './state/change-state.js'

/** The state with what a call took, and with the attempt counted. A call that did not get through is none. Spec chorus 5 and 6. */
export const booked = (state: ChorusState, { key, outcome }: SettledInput): ChorusState => {
  const pending = pendingOf(state, key)
  if (pending === undefined || !pending.effect._tag.startsWith('model/')) return state
  if (E.isLeft(outcome) && faultOf(pending.effect, outcome.left).error.class === 'NetworkError') return state
  const paid = E.isRight(outcome) ? paidIn(outcome.right) : outcome.left.paid
  const { step, attempts } = state
  const used = pending.effect._tag === 'model/chat' ? { ...attempts, [step]: (attempts[step] ?? 0) + 1 } : attempts
  return changed(state, { attempts: used, usage: added(state.usage, paid) })
}

const added = (before: LoopUsage, paid: Paid | undefined): LoopUsage => {
  const { input = 0, cached = 0, output = 0, reasoning = 0 } = paid?.usage ?? {}
  return {
    inputTokens: before.inputTokens + counted(input) + counted(cached),
    outputTokens: before.outputTokens + counted(output) + counted(reasoning),
    costMicroUsd: before.costMicroUsd + counted(paid?.costMicroUsd ?? 0),
    aiCalls: before.aiCalls + 1,
  }
}

/** Usage only grows, whatever a handler says. */
const counted = (number: number): number => (Number.isFinite(number) && number > 0 ? number : 0)
