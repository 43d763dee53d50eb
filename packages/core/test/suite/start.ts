import * as E from 'fp-ts/lib/Either.js'
import type { Effect, Handler } from '@chorale/core/effect'
import type { Machine, Types } from '@chorale/core/machine'
import { applyTo, identity, recording, replaying, type Policy } from '@chorale/core/policy'
import * as plain from '../../src/run/start.js'

export type { Carries, Run } from '../../src/run/start.js'

/**
 * Stands in for src/run/start.ts while the whole suite is run once more (see vitest.workspace.ts): every program of every test is then carried out
 * under the identity policy, or with every answer taken from a tape it was recorded on a moment before.
 */
const mode = process.env['CHORALE_SUITE']

/** Answers from the line that the answer was recorded as. */
const throughTape: Policy = <E2 extends Effect>(handler: Handler<E2>): Handler<E2> => {
  // A handler that is none is for the runner to find out.
  if (typeof handler !== 'function') return handler
  const taped = (effect: E2, context: Parameters<Handler<E2>>[1]) => async () => {
    const lines: string[] = []
    const { [effect._tag]: recorded } = recording({ [effect._tag]: handler }, (line) => void lines.push(line))
    const outcome = await (recorded as Handler<E2>)(effect, context)()
    const tape = replaying<Effect>(lines.join(''))
    // What was not recorded cannot be replayed: the outcome says why.
    if (E.isLeft(tape) || lines.length !== 1) return outcome
    const answered = await (tape.right[effect._tag] as Handler<Effect>)(effect, context)()
    return answered as typeof outcome
  }
  return handler.many === undefined ? taped : Object.assign(taped, { many: handler.many })
}

const wrapped = <I extends object>(interpreter: I): I =>
  applyTo(interpreter, mode === 'identity' ? identity : throughTape)

export const start = <T extends Types, I extends object>(
  machine: Machine<T>,
  params: T['params'],
  options: Parameters<typeof plain.start<T, I>>[2],
): plain.Run<T> => plain.start<T, I>(machine, params, { ...options, interpreter: wrapped(options.interpreter) })

export const resume = <T extends Types, I extends object>(
  machine: Machine<T>,
  options: Parameters<typeof plain.resume<T, I>>[1],
): plain.Run<T> => plain.resume<T, I>(machine, { ...options, interpreter: wrapped(options.interpreter) })
