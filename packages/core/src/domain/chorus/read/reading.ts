import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type { Finding } from '../../../kit/fault/index.js'
import type { Outputs, Step, Unreadable } from '../model.js'
import { findObject } from './object.js'
import { outputSpoken } from './wire.js'

/** So many faults are told; a text with more of them is to be written anew anyway. */
const MOST_FAULTS = 20

/** Faults as lines, each with its path. */
export const unparsable = (findings: readonly Finding[]): Unreadable => ({
  code: 'AI_UNPARSABLE',
  faults: findings.slice(0, MOST_FAULTS).map(({ path, message }) => `${path === '' ? 'the answer' : path}: ${message}`),
})

/**
 * A model's text as the output of a phase: its JSON is found, then read. A blank text is `AI_EMPTY`, anything else that cannot be read
 * `AI_UNPARSABLE`. What needs the priors or the prompt to be judged is up to the phase. Spec chorus 5.
 */
export const readText = <S extends Step>(step: S, text: string): Either<Unreadable, Outputs[S]> => {
  if (text.trim() === '')
    return E.left({ code: 'AI_EMPTY', faults: ['the answer: found nothing, wanted one JSON object'] })
  const object = findObject(text)
  if (O.isNone(object))
    return E.left(unparsable([{ path: '', code: 'no_json_object', message: 'found no JSON object, wanted one' }]))
  return E.mapLeft(unparsable)(outputSpoken(step, object.value))
}
