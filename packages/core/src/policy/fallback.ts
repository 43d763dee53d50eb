import * as E from 'fp-ts/lib/Either.js'
import type { Effect, Handler, ResultOf } from '../kit/effect/index.js'
import { badAnswer, type EffectError } from '../kit/fault/index.js'
import type { Clock } from '../ports/index.js'
import { toldAfter } from './earlier.js'
import { quietly, type Tell, type Tried } from './event.js'
import { statedIn } from './payment.js'
import { doing, sendOf, wrapped, type Outcome, type Send } from './send.js'
import { timeout } from './timeout.js'
import { until, type Within } from './within.js'

/** One way to an answer. */
export interface Link<E extends Effect> {
  readonly name: string
  readonly handler: Handler<E>
  /** Whether a result will do; without it, all do but null and undefined. */
  readonly accept?: (result: ResultOf<E>) => boolean
  /** The time this link may take, within that of the chain. */
  readonly timeoutMs?: number
}

/** How a chain goes on: a name and terms for the handler it begins with, and one deadline for all links. */
interface ChainParts<E extends Effect> extends Partial<Omit<Link<E>, 'handler'>> {
  readonly clock: Clock
  readonly deadlineMs?: number
  readonly tell?: Tell
}

/**
 * Asks one after the other until one answers. Laws: while the handler answers, no link is asked; a link fails by error, by its time, or by a
 * result that will not do; of a batch only the members without an answer go on; the whole chain has one deadline; an answer of a later link
 * is told as `fellBack` and never cached; when all fail the last error names the others. The money of failed links is in the outcome.
 * A caller's abort ends the chain. Parts of an outcome (a stream) come again from the first with each link. Resilience 5.
 */
export const fallback =
  <E extends Effect>(links: readonly Link<E>[], parts: ChainParts<E>) =>
  (handler: Handler<E>): Handler<E> => {
    const chain = [{ name: 'first', ...parts, handler }, ...links].map((link) => ({
      link,
      send: sendOf(timeout(link.timeoutMs ?? Number.POSITIVE_INFINITY, parts)(link.handler)),
    }))
    return wrapped(handler, () => async (effects, context) => {
      const at = parts.clock.now() + (parts.deadlineMs ?? Number.POSITIVE_INFINITY)
      const within = until(context, at)
      const courses = effects.map((effect): Course<E> => ({ effect, tried: [], errors: [], outcome: undefined }))
      for (const step of chain) {
        const open = courses.filter(isOpen)
        if (open.length === 0 || (context.signal.aborted && step !== chain[0])) break
        await follow(step, open, { within, clock: parts.clock })
      }
      for (const course of courses) tellOf(course, within, quietly(parts.tell))
      return courses.flatMap(endOf)
    })
  }

interface Step<E extends Effect> {
  readonly link: Pick<Link<E>, 'name' | 'accept'>
  readonly send: Send<E>
}

/** One member's way along the chain. */
interface Course<E extends Effect> {
  readonly effect: E
  tried: readonly Tried[]
  errors: readonly EffectError[]
  outcome: Outcome<E> | undefined
}

const isOpen = <E extends Effect>({ outcome }: Course<E>): boolean => outcome === undefined || E.isLeft(outcome)

const follow = async <E extends Effect>(
  { link, send }: Step<E>,
  open: readonly Course<E>[],
  { within, clock }: { readonly within: Within; readonly clock: Clock },
): Promise<void> => {
  const from = clock.now()
  const outcomes = await send(
    open.map(({ effect }) => effect),
    within,
  )
  const ms = clock.now() - from
  open.forEach((course, i) => {
    const given = outcomes[i]
    if (given === undefined) return
    const outcome = acceptable(link, course.effect, given)
    if (course.outcome !== undefined && E.isLeft(course.outcome))
      course.errors = [...course.errors, course.outcome.left]
    course.outcome = outcome
    course.tried = [
      ...course.tried,
      { name: link.name, ...(E.isLeft(outcome) ? { error: outcome.left._tag } : {}), ms },
    ]
  })
}

/** A result that will not do is an error that keeps what was paid for it. */
const acceptable = <E extends Effect>(
  { name, accept }: Pick<Link<E>, 'name' | 'accept'>,
  effect: E,
  outcome: Outcome<E>,
): Outcome<E> => {
  if (E.isLeft(outcome)) return outcome
  const isMissing = outcome.right === undefined || outcome.right === null
  if (!isMissing && (accept === undefined || accept(outcome.right))) return outcome
  const paid = statedIn(outcome)
  const reason = isMissing ? 'no_result' : 'not_accepted'
  return E.left(
    badAnswer({
      doing: doing(effect),
      because: `${name} gave ${isMissing ? 'no result' : 'a result that was not accepted'}`,
      next: 'Add a link that answers, or accept more.',
      ids: { effect: effect.key },
      reason,
      attempts: paid?.attempts ?? 1,
      retryable: false,
      ...(paid === undefined ? {} : { paid }),
    }),
  )
}

const tellOf = <E extends Effect>({ effect, tried, outcome }: Course<E>, within: Within, tell: Tell): void => {
  const source = tried.at(-1)
  if (source === undefined || tried.length < 2 || outcome === undefined || E.isLeft(outcome)) return
  within.degraded?.(effect.key)
  tell({ _tag: 'fellBack', key: effect.key, source: source.name, tried })
}

const endOf = <E extends Effect>({ outcome, errors, tried }: Course<E>): readonly Outcome<E>[] => {
  if (outcome === undefined) return []
  const told = toldAfter(outcome, errors)
  if (E.isRight(told) || errors.length === 0) return [told]
  const others = tried.slice(0, -1).map(({ name, error }) => `${name} ${error ?? ''}`)
  const because = `${told.left.because} (all ${tried.length} links failed; before: ${others.join(', ')})`
  return [E.left({ ...told.left, because })]
}
