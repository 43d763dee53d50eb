import * as E from 'fp-ts/lib/Either.js'
import { conflict, notFound, type EffectError } from '@chorale/core/fault'
import type { Interpreter } from '@chorale/core/effect'
import type { Entry, JournalEffect } from '@chorale/core/ports'
import { copied } from './copied.js'

const unknown = (doing: string, run: string): EffectError =>
  notFound({ doing, because: `there is no run ${run}`, next: 'Create it first, or check its id.', ids: { run } })

const fence = (run: string, expected: number, found: number): EffectError =>
  conflict({
    doing: 'append to a journal',
    because: `expected sequence ${expected}, found ${found}`,
    next: 'Another worker advanced this run: read from there and decide anew.',
    ids: { run },
  })

const taken = (run: string): EffectError =>
  conflict({ doing: 'create a journal', because: `run ${run} exists`, next: 'Choose another id.', ids: { run } })

/** Journals in one map: the reference for how the port behaves. Entries are copied in and out: nobody can change what was journaled. */
export const journal = (): Interpreter<JournalEffect> => {
  const runs = new Map<string, Entry[]>()
  return {
    'journal/create':
      ({ run }) =>
      () => {
        if (runs.has(run)) return Promise.resolve(E.left(taken(run)))
        runs.set(run, [])
        return Promise.resolve(E.right({ created: true }))
      },

    'journal/append':
      ({ run, expected, entries }) =>
      () => {
        const known = runs.get(run)
        if (known === undefined) return Promise.resolve(E.left(unknown('append to a journal', run)))
        if (known.length !== expected) return Promise.resolve(E.left(fence(run, expected, known.length)))
        for (const entry of entries) known.push(copied(entry))
        return Promise.resolve(E.right({ next: known.length }))
      },

    'journal/read':
      ({ run, from, limit }) =>
      () => {
        const known = runs.get(run)
        if (known === undefined) return Promise.resolve(E.left(unknown('read a journal', run)))
        const start = Math.max(0, from)
        const entries = known.slice(start, start + limit).map(copied)
        return Promise.resolve(E.right({ entries, next: start + entries.length }))
      },
  }
}
