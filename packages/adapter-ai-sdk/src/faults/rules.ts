/** Spec resilience 2.2 as tables: what a code, a status or a name of an error means. Each rule answers with a member of the closed family. */

import {
  badAnswer,
  cancelled,
  defect,
  denied,
  rejected,
  throttled,
  timedOut,
  unavailable,
  unsupported,
  type Applied,
  type EffectError,
  type Report,
} from '@chorale/core/fault'
import type { Scene } from './scene.js'

/** What is known of a failure beside the rule that fits. */
export interface Facts extends Scene {
  /** The other side's words, masked. */
  readonly found: string
  readonly waitMs: number | undefined
}

/** The reason where a server answered with something that is no reply of its own interface. */
export const malformedReply = 'malformed_reply'

const report = (facts: Facts, because: string, next: string): Report => ({
  doing: facts.doing,
  because,
  next,
  ids: facts.ids,
})

const again = 'Try again later; if it stays, look at the status page of the provider.'

const unreachable = (facts: Facts, applied: Exclude<Applied, 'yes'>, what: string): EffectError =>
  unavailable({
    ...report(facts, `${what}: ${facts.found}`, 'Check that the address is right and the server runs; then try again.'),
    applied,
  })

const late = (facts: Facts, applied: Exclude<Applied, 'yes'>): EffectError =>
  timedOut({
    ...report(facts, `no answer in time: ${facts.found}`, 'Raise timeoutMs or ask for a shorter answer.'),
    applied,
  })

/** A 2xx that is not what the interface promises: it was answered, so it may have been paid for. */
export const malformed = (facts: Facts): EffectError =>
  badAnswer({
    ...report(
      facts,
      `the reply is not what the interface promises: ${facts.found}`,
      'Check that the address is that of the model interface.',
    ),
    reason: malformedReply,
    attempts: 1,
    retryable: true,
  })

/** A stream that broke before its answer was whole. */
export const brokenStream = (facts: Facts): EffectError => unreachable(facts, 'unknown', 'the stream broke')

/** Codes of the network layer. Nothing was sent where no connection came to be. */
export const byCode = (code: string, facts: Facts): EffectError | undefined => {
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ConnectionRefused':
    case 'FailedToOpenSocket':
      return unreachable(facts, 'no', 'the server cannot be reached')
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ConnectionClosed':
      return unreachable(facts, 'unknown', 'the connection broke')
    case 'UND_ERR_CONNECT_TIMEOUT':
      return late(facts, 'no')
    case 'ETIMEDOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return late(facts, 'unknown')
    case 'ENOSPC':
    case 'EMFILE':
    case 'ENOMEM':
      return rejected(
        report(
          facts,
          `this machine is out of a resource: ${code}`,
          'Free disk, memory or file handles of this process.',
        ),
      )
    default:
      if (code.startsWith('UND_ERR_')) return unreachable(facts, 'unknown', 'the connection broke')
      return /CERT|SELF_SIGNED|^ERR_TLS|^ERR_SSL/u.test(code)
        ? denied(
            report(
              facts,
              `the server's certificate was not accepted (${code})`,
              'Check the address and the certificate chain.',
            ),
          )
        : undefined
  }
}

/** The rules for an HTTP status. */
export const byStatus = (status: number, facts: Facts): EffectError => {
  const said = `HTTP ${status}: ${facts.found}`
  if (status < 300) return malformed(facts)
  if (status === 401 || status === 403) return denied(report(facts, said, 'Check the API key and what it may do.'))
  if (status === 402) return denied(report(facts, said, 'Check the billing of the account.'))
  if (status === 404)
    return rejected(
      report(facts, `the model or the address was not found, ${said}`, 'Check the model id and the base address.'),
    )
  if (status === 408) return timedOut({ ...report(facts, said, again), applied: 'unknown' })
  if (status === 425) return unavailable({ ...report(facts, said, again), applied: 'no' })
  if (status === 429) {
    const asked = facts.waitMs === undefined ? {} : { retryAfterMs: facts.waitMs }
    return throttled({
      ...report(facts, said, 'Wait, send fewer calls at once, or raise the quota of the account.'),
      ...asked,
    })
  }
  if (status >= 500) return unavailable({ ...report(facts, said, again), applied: 'unknown' })
  return rejected(
    report(facts, `the request was refused, ${said}`, 'Correct the request; the same one will be refused again.'),
  )
}

/** The rules for an error's name: those of the AI SDK (any version) and of the platform. */
export const byName = (name: string, facts: Facts): EffectError | undefined => {
  switch (name) {
    case 'AbortError':
    case 'ResponseAborted':
      return cancelled({
        ...report(facts, `the call was aborted: ${facts.found}`, 'Nothing to do if this was meant.'),
        applied: 'unknown',
      })
    case 'TimeoutError':
      return late(facts, 'unknown')
    case 'AI_LoadAPIKeyError':
      return denied(report(facts, `no API key: ${facts.found}`, 'Give the provider an API key.'))
    case 'AI_UnsupportedFunctionalityError':
      return unsupported(report(facts, facts.found, 'Use a model that can do this.'))
    case 'AI_NoSuchModelError':
    case 'AI_NoSuchProviderError':
      return rejected(report(facts, `the model was not found: ${facts.found}`, 'Check the model id.'))
    case 'AI_InvalidPromptError':
    case 'AI_InvalidArgumentError':
    case 'AI_LoadSettingError':
    case 'AI_TooManyEmbeddingValuesForCallError':
      return rejected(report(facts, facts.found, 'Correct the request or the settings of the provider.'))
    case 'AI_EmptyResponseBodyError':
    case 'AI_InvalidResponseDataError':
    case 'AI_NoContentGeneratedError':
    case 'AI_JSONParseError':
    case 'AI_TypeValidationError':
      return malformed(facts)
    case 'AI_APICallError':
      return unreachable(facts, 'unknown', 'the call did not come through')
    default:
      return undefined
  }
}

/** The last resort: words, as fetch has no codes of its own; everything else is a bug to report. */
export const byWords = (facts: Facts): EffectError =>
  /fetch failed|failed to fetch|network ?error|socket hang up|terminated|connection/iu.test(facts.found)
    ? unreachable(facts, 'unknown', 'the call did not come through')
    : defect(report(facts, `the model threw: ${facts.found}`, 'Report this to the maker of the provider package.'))
