import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { effectDigest, type Effect, type Handler, type Interpreter } from '../../kit/effect/index.js'
import { badInput, notFound, type BadInput, type EffectError, type Finding } from '../../kit/fault/index.js'
import { doing } from '../send.js'
import { readLine, type Recorded } from './line.js'

/**
 * Handlers that answer from a tape and send nothing. Laws: equal effects get their outcomes in the order in which they were recorded, the last
 * one again and again; what the tape does not hold is `NotFound`; a torn or foreign line refuses the whole tape, each with its number. A
 * handler is there for each tag on the tape and each of `tags`. Outcomes come whole: a tape holds no parts of one (a stream).
 *
 * @example
 * const tape = replaying<ValleyEffect>(await readFile('run.jsonl', 'utf8'))
 */
export const replaying = <E extends Effect>(
  text: string,
  tags: readonly E['_tag'][] = [],
): Either<BadInput, Interpreter<E>> => {
  const lines = text.split('\n').map((line, i) => ({ line, number: i + 1 }))
  const read = lines
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => ({ number, found: readLine(line) }))
  const findings = read.flatMap(({ number, found }) => (E.isLeft(found) ? [findingOf(number, found.left)] : []))
  if (findings.length > 0) return E.left(badInput('read a tape', findings))
  const recorded = read.flatMap(({ found }) => (E.isRight(found) ? [found.right] : []))
  const handlers = [...new Set([...tags, ...recorded.map(({ tag }) => tag)])].map((tag) => [
    tag,
    answering(recorded.filter((one) => one.tag === tag)),
  ])
  // A cast at the seam: a tape knows its tags at run time only; a digest has the results of its own kind of effect.
  return E.right(Object.fromEntries(handlers) as Interpreter<E>)
}

const findingOf = (number: number, code: 'torn' | 'foreign'): Finding => ({
  path: `line ${number}`,
  code,
  message: code === 'torn' ? 'it is not whole JSON' : 'it is no line of a tape of version 1',
})

const answering = (recorded: readonly Recorded[]): Handler<Effect> => {
  const outcomes = new Map<string, Either<EffectError, unknown>[]>()
  for (const { digest, outcome } of recorded) {
    const before = outcomes.get(digest)
    if (before === undefined) outcomes.set(digest, [outcome])
    else before.push(outcome)
  }
  return (effect) => () => {
    const left = outcomes.get(effectDigest(effect)) ?? []
    const outcome = left.length > 1 ? left.shift() : left[0]
    return Promise.resolve(outcome ?? E.left(unrecorded(effect)))
  }
}

const unrecorded = (effect: Effect): EffectError =>
  notFound({
    doing: doing(effect),
    because: 'the tape holds no outcome of it',
    next: 'Record again with the program, input and models of today, or replay with those of the tape.',
    ids: { effect: effect.key, digest: effectDigest(effect) },
  })
