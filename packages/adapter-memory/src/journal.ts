import * as E from 'fp-ts/lib/Either.js'
import { conflict, notFound } from '@chorale/core/fault'
import type { Interpreter } from '@chorale/core/effect'
import type { Entry, JournalEffect } from '@chorale/core/ports'

/** Journals in one map: the reference for how the port behaves. Entries are kept as they were given. */
export const journal = (): Interpreter<JournalEffect> => {
  const runs = new Map<string, Entry[]>()
  const unknown = (doing: string, run: string) =>
    notFound({ doing, because: `there is no run ${run}`, next: 'Create it first, or check its id.', ids: { run } })

  return {
    'journal/create': ({ run }) => () => {
      if (runs.has(run))
        return Promise.resolve(
          E.left(conflict({ doing: 'create a journal', because: `run ${run} exists`, next: 'Choose another id.', ids: { run } })),
        )
      runs.set(run, [])
      return Promise.resolve(E.right({ created: true }))
    },

    'journal/append': ({ run, expected, entries }) => () => {
      const known = runs.get(run)
      if (known === undefined) return Promise.resolve(E.left(unknown('append to a journal', run)))
      if (known.length !== expected)
        return Promise.resolve(
          E.left(
            conflict({
              doing: 'append to a journal',
              because: `expected sequence ${expected}, found ${known.length}`,
              next: 'Another worker advanced this run: read from there and decide anew.',
              ids: { run },
            }),
          ),
        )
      for (const entry of entries) known.push(entry)
      return Promise.resolve(E.right({ next: known.length }))
    },

    'journal/read': ({ run, from, limit }) => () => {
      const known = runs.get(run)
      if (known === undefined) return Promise.resolve(E.left(unknown('read a journal', run)))
      const entries = known.slice(from, from + limit)
      return Promise.resolve(E.right({ entries, next: from + entries.length }))
    },
  }
}
