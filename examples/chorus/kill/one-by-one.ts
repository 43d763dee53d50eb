import * as E from 'fp-ts/lib/Either.js'
import type { Interpreter } from '@chorale/core/effect'
import type { JournalEffect } from '@chorale/core/ports/journal'

/** A place in the writing of a journal; entries are counted from 1. */
export interface Place {
  readonly when: 'before' | 'after'
  readonly entry: number
}

/** A place that a writer has come to. */
export interface Reached extends Place {
  /** Between this entry and the one before it, the loop went on: effects were carried out, events told. */
  readonly hasGoneOn: boolean
}

/**
 * The same journal, with each entry as a write of its own, also where the runner hands over several that go together: so a worker can die
 * between any two. `at` is called right before an entry is written, and right after it is kept and before anybody knows.
 */
export const oneByOne = (
  journal: Interpreter<JournalEffect>,
  at: (reached: Reached) => void,
): Interpreter<JournalEffect> => ({
  ...journal,
  'journal/append': (effect, context) => async () => {
    const { expected, entries, status } = effect
    const last = entries.length - 1
    for (const [i, entry] of entries.slice(0, -1).entries()) {
      const alone = { ...effect, expected: expected + i, entries: [entry], status: 'running' } as const
      at({ when: 'before', entry: expected + i + 1, hasGoneOn: i === 0 })
      const taken = await journal['journal/append'](alone, context)()
      if (E.isLeft(taken)) return taken
      at({ when: 'after', entry: expected + i + 1, hasGoneOn: false })
    }
    const rest = { ...effect, expected: expected + Math.max(last, 0), entries: entries.slice(last), status }
    at({ when: 'before', entry: rest.expected + 1, hasGoneOn: last <= 0 })
    const taken = await journal['journal/append'](rest, context)()
    if (E.isRight(taken)) at({ when: 'after', entry: taken.right.next, hasGoneOn: false })
    return taken
  },
})
