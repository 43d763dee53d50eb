import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { StartInput } from '../input.js'
import { limitsOf } from './limits.js'
import type { LoopError, LoopLimits } from '../model.js'
import type { Origin } from './state.js'

/** What a loop begins with, checked. */
export interface Beginning {
  readonly loopId: string
  readonly prompt: string
  readonly origin: Origin
  readonly limits: LoopLimits
}

/** Why a loop does not begin. */
export interface Misbegun {
  readonly loopId: string
  readonly error: LoopError
}

/** Whether a loop may begin: its prompt says something and is not too long, its limits are in their ranges. Spec chorus 4.1 (T1, T2). */
export const beginningOf = ({ loopId, prompt, origin, limits }: StartInput): Either<Misbegun, Beginning> => {
  const misbegun = (code: string, message: string) =>
    E.left({ loopId, error: { class: 'StateError', code, message, retryable: false } } as const)
  const checked = limitsOf(limits)
  if (E.isLeft(checked)) return misbegun('STATE_INVALID_INPUT', checked.left.because)
  if (typeof prompt !== 'string' || prompt.trim() === '') return misbegun('PROMPT_EMPTY', 'The prompt is empty.')
  const { maxPromptChars } = checked.right
  return prompt.length > maxPromptChars
    ? misbegun('PROMPT_TOO_LONG', `The prompt is longer than ${maxPromptChars} characters.`)
    : E.right({ loopId, prompt, origin, limits: checked.right })
}
