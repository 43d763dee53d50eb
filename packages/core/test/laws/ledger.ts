import * as E from 'fp-ts/lib/Either.js'
import type { Interpreter } from '@chorale/core/effect'
import { conflict, notFound } from '@chorale/core/fault'
import type { Entry, JournalEffect } from '@chorale/core/ports'

/** How a run was opened. */
export interface Opened {
  readonly run: string
  readonly program: { readonly name: string; readonly version: number }
  readonly at: number
}

/** A journal that a test can look into. Core knows no adapter, so its own tests keep the port's few rules here. */
export interface Ledger {
  readonly journal: Interpreter<JournalEffect>
  /** How each run was opened. */
  readonly created: () => readonly Opened[]
  readonly entries: (run: string) => readonly Entry[]
}

/** An empty ledger. */
export const ledger = (): Ledger => {
  const created: Opened[] = []
  const runs = new Map<string, readonly Entry[]>()
  const report = { doing: 'keep a journal', because: 'another worker was faster', next: 'Read on.' }
  const journal: Interpreter<JournalEffect> = {
    'journal/create':
      ({ run, program, at }) =>
      () => {
        if (runs.has(run)) return Promise.resolve(E.left(conflict(report)))
        runs.set(run, [])
        created.push({ run, program, at })
        return Promise.resolve(E.right({ created: true }))
      },
    'journal/append':
      ({ run, expected, entries }) =>
      () => {
        const known = runs.get(run)
        if (known === undefined) return Promise.resolve(E.left(notFound(report)))
        if (known.length !== expected) return Promise.resolve(E.left(conflict(report)))
        runs.set(run, [...known, ...entries])
        return Promise.resolve(E.right({ next: expected + entries.length }))
      },
    'journal/read':
      ({ run, from, limit }) =>
      () => {
        const entries = (runs.get(run) ?? []).slice(from, from + limit)
        return Promise.resolve(E.right({ entries, next: from + entries.length }))
      },
  }
  return { journal, created: () => created, entries: (run) => runs.get(run) ?? [] }
}
