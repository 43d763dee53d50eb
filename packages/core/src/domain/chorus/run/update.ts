import { enter } from '../advance.js'
import type { Happening } from '../happening.js'
import type { Scene } from '../how.js'
import { archived } from '../pass/passes.js'
import { having, type ChorusStep } from '../step.js'
import { accept } from './accept.js'

/** The guard has decided: another pass, or the answer. The pass is kept in both cases. Spec chorus 5.5 and 6 (T10, T11). */
export const takeUpdate = (from: ChorusStep, happening: Happening, { how, now }: Scene): ChorusStep => {
  if (happening._tag !== 'loops' && happening._tag !== 'yields') return from
  const { output, decision, error } = happening
  const beside = { loop: decision.go === 'loop', reasoning: decision.reason }
  const accepted = accept(from, { step: 'update', output, error, beside })
  const kept = { ...accepted, state: archived(accepted.state, decision, now) }
  if (happening._tag === 'yields') return enter(kept, 'yield', how)
  const { iteration, usage } = kept.state
  const next = { iteration: iteration + 1, outputs: {}, found: [], attempts: {}, pass: { startedAt: now, usage } }
  return enter(having(kept, next), 'action', how)
}
