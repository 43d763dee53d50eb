import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { normalise } from '../../kit/base/index.js'
import { badAnswer, type EffectError } from '../../kit/fault/index.js'
import { checkValue, generatedCodec, type Contract, type Generated } from '../../ports/model/index.js'
import type { Call, Reply } from './cell.js'

/** What every resolver answer must be. Spec cf14 4.6; the bounds are ours. */
export const resolution: Contract = {
  name: 'resolution',
  fields: [
    { name: 'text', kind: 'text', most: 4000 },
    { name: 'terms_used', kind: 'texts', most: 200 },
    { name: 'warnings', kind: 'texts', most: 200 },
  ],
}

/**
 * Reads a handler's result once more at the machine's edge: a resolver of the host's own may answer anything.
 * Remarks on the terms become warnings, never failures. Spec cf14 4.6.
 */
export const readReply = (call: Call, result: Generated, at: number): Either<EffectError, Reply> => {
  const generated = generatedCodec.is(result) ? E.right(result) : E.left('wrong_result')
  const answer = E.chain((known: Generated) => checkValue(resolution, known.answer))(generated)
  if (E.isLeft(answer)) return E.left(unreadable(call, answer.left))
  const { text, terms_used: used, warnings } = answer.right
  const termsUsed = asTexts(used).map(normalise)
  return E.right({
    text: normalise(asTexts(text).join(' ')),
    termsUsed,
    warnings: [...asTexts(warnings), ...termWarnings(call, termsUsed)],
    resolver: result.resolver,
    usage: result.usage,
    costMicroUsd: result.costMicroUsd,
    attempts: result.attempts,
    latencyMs: result.latencyMs,
    at,
  })
}

const asTexts = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value

/** `missing_term` for what a product of meanings left out, `unknown_term` for what nobody gave. Spec cf14 4.6. */
export const termWarnings = (call: Pick<Call, 'stage' | 'terms'>, termsUsed: readonly string[]): readonly string[] => {
  const given = call.terms.map((term) => normalise(term.text))
  const missing = call.stage === 'multiply' ? given.filter((term) => !termsUsed.includes(term)) : []
  const unknown = termsUsed.filter((term) => !given.includes(term))
  return [...missing.map((term) => `missing_term:${term}`), ...unknown.map((term) => `unknown_term:${term}`)]
}

const unreadable = (call: Call, reason: string): EffectError =>
  badAnswer({
    doing: `read the answer to ${call.stage}`,
    because: `it breaks the contract: ${reason}`,
    next: 'Let the handler answer as the model port says, then run the cell again.',
    reason,
    retryable: false,
    attempts: 1,
  })
