import type { Instant } from '../../../kit/base/index.js'
import { decide } from './guard.js'
import type { Decision, LoopUsage, PassRecord, UpdateOutput } from '../model.js'
import type { ChorusState } from '../state/state.js'
import { changed } from '../state/change-state.js'

/** What the guard decides at the end of a pass; `update` is null where its answer could not be read. Spec chorus 6. */
export const decisionOf = (state: ChorusState, update: UpdateOutput | null, now: Instant): Decision => {
  const { iteration, limits, deadlineAt, answerConfidence, usage } = state
  const spent = usageSince(state)
  return decide({
    ...{ iteration, limits, now, deadlineAt, update, answerConfidence, usage },
    synthesisBefore: state.history.at(-1)?.outputs.experience?.synthesis ?? null,
    synthesis: state.outputs.experience?.synthesis ?? null,
    passTokens: spent.inputTokens + spent.outputTokens,
  })
}

/** What this pass has used. */
const usageSince = ({ usage, pass }: ChorusState): LoopUsage => ({
  inputTokens: usage.inputTokens - pass.usage.inputTokens,
  outputTokens: usage.outputTokens - pass.usage.outputTokens,
  costMicroUsd: usage.costMicroUsd - pass.usage.costMicroUsd,
  aiCalls: usage.aiCalls - pass.usage.aiCalls,
})

/** The same state with its pass in the history. Spec chorus 6. */
export const archived = (state: ChorusState, decision: Decision, now: Instant): ChorusState => {
  const { iteration, outputs, found, pass } = state
  const record: PassRecord = {
    ...{ iteration, outputs, priorIds: found.map(({ id }) => id), decision },
    ...{ usage: usageSince(state), startedAt: pass.startedAt, endedAt: now },
  }
  return changed(state, { history: [...state.history, record] })
}
