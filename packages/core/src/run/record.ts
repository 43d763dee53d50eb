import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Context, Interpreter } from '../kit/effect/index.js'
import { defect, type EffectError } from '../kit/fault/index.js'
import type { Clock, JournalEffect } from '../ports/index.js'
import { acknowledgedCodec } from '../ports/journal.js'

/** Writes a run's inputs to a journal in their order. */
export interface Recorder {
  /** Resolves once the inputs are acknowledged. A journal that throws makes it throw or reject: see {@link brokenJournal}. */
  readonly record: (inputs: readonly { readonly at: number }[]) => Promise<Either<EffectError, unknown>>
  /** Whether what the journal answered stands for all that was recorded: anything else is a lost entry. */
  readonly isAcknowledged: (answer: unknown) => boolean
}

/** A recorder; the journal is created with the first inputs, so that a refused start leaves nothing behind. */
export const recorder = (
  journal: Interpreter<JournalEffect>,
  how: {
    readonly program: { readonly name: string; readonly version: number }
    readonly context: Context
    readonly clock: Clock
  },
): Recorder => {
  const { context, program, clock } = how
  const { run } = context
  let next = 0
  const create = () => {
    const effect = { _tag: 'journal/create', key: 'journal/create', run, program, at: clock.now() } as const
    return journal['journal/create'](effect, context)()
  }
  const append = (inputs: readonly { readonly at: number }[]) => {
    const expected = next
    const entries = inputs.map((input, i) => ({ sequence: expected + i, at: input.at, input }))
    next += entries.length
    const effect = { _tag: 'journal/append', key: `journal/append/${expected}`, run, expected, entries } as const
    return journal['journal/append'](effect, context)()
  }
  const open = async (inputs: readonly { readonly at: number }[]) => {
    const created = await create()
    return E.isLeft(created) ? created : append(inputs)
  }
  return {
    record: (inputs) => (next === 0 ? open(inputs) : append(inputs)),
    isAcknowledged: (answer) => acknowledgedCodec.is(answer) && answer.next === next,
  }
}

/** A journal that threw instead of answering, or acknowledged something else than it was given. */
export const brokenJournal = (run: string, because: string): EffectError =>
  defect({
    doing: 'write to the journal',
    because,
    next: 'A journal must acknowledge what it took or answer with an EffectError: report a bug to its author.',
    ids: { run },
  })
