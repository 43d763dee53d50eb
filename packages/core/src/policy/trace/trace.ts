import {
  SpanKind,
  SpanStatusCode,
  context as active,
  trace as api,
  type Attributes,
  type Span,
  type Tracer,
} from '@opentelemetry/api'
import * as E from 'fp-ts/lib/Either.js'
import type { Effect } from '../../kit/effect/index.js'
import type { Policy } from '../policy.js'
import { wrapped, type Send } from '../send.js'
import { askedOf, endedOf, spanName } from './attributes.js'

/** How calls are traced. */
export interface TraceParts {
  /** Where spans go; without it, to the tracer `chorale` of the host's global provider, which does nothing where there is none. */
  readonly tracer?: Tracer
}

/**
 * A span round each call, a batch as one. Laws: outcomes are given on as they are; a span ends with its call, whatever happens; what a call
 * makes further in (retries, a driver's own spans) is inside of its span; an error is told by its code alone, and no prompt, answer or
 * property is ever told. Outside of `retry` it shows a call with all its tries, inside of it each try. Resilience 23.
 *
 * @example
 * const traced = applyTo(interpreter, trace())
 */
export const trace = ({ tracer }: TraceParts = {}): Policy => {
  const carryOut =
    <E extends Effect>(send: Send<E>): Send<E> =>
    (effects, context) => {
      const [first] = effects
      if (first === undefined) return send(effects, context)
      const kind = first._tag.startsWith('model/') ? SpanKind.CLIENT : SpanKind.INTERNAL
      const span = (tracer ?? api.getTracer('chorale')).startSpan(spanName(first), { kind })
      describing(span, () => askedOf(effects, context))
      return active.with(api.setSpan(active.active(), span), async () => {
        const outcomes = await send(effects, context)
        end(span, outcomes)
        return outcomes
      })
    }
  return (handler) => wrapped(handler, carryOut)
}

const end = (span: Span, outcomes: Parameters<typeof endedOf>[0]): void => {
  describing(span, () => endedOf(outcomes))
  const error = outcomes.find(E.isLeft)
  if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error.left._tag })
  span.end()
}

/** What cannot be described is left out: a trace breaks no call. */
const describing = (span: Span, attributes: () => Attributes): void => {
  if (!span.isRecording()) return
  try {
    span.setAttributes(attributes())
  } catch {
    // An effect or a result that is not of its own type.
  }
}
