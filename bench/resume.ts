import * as E from 'fp-ts/lib/Either.js'
import type { Interpreter } from '../packages/core/dist/effect.js'
import type { JournalEffect } from '../packages/core/dist/ports-journal.js'
import { resume, start } from '../packages/core/dist/run.js'
import { answerTo, asking, type Ask } from './realistic.js'

/** A store as a worker opens it. */
type Store = Interpreter<JournalEffect> & { readonly close: () => Promise<unknown> }

/** A run, and the store it is kept in: opened once to die in, once to be taken up from. */
export interface Resuming {
  readonly open: () => Store
  readonly run: string
  readonly wanted: number
  /** Time in which the last answers reach the store before the worker dies, in ms. */
  readonly lingers: number
}

/** Milliseconds from opening the store until the last question of a run is asked again, all others being journaled; it keeps snapshots. */
export const resumeAtLast = async ({ open, run, wanted, lingers }: Resuming): Promise<number> => {
  const kept = { run, snapshots: { every: 5000 } } as const
  const store = open()
  const stop = new AbortController()
  let answered = 0
  const short: Interpreter<Ask> = {
    'model/generate': (effect) => () => {
      answered += 1
      return answered < wanted ? Promise.resolve(E.right(answerTo(effect))) : new Promise(() => undefined)
    },
  }
  const params = { wanted, atOnce: 'all' } as const
  const first = start(asking, params, { ...kept, interpreter: short, journal: store, signal: stop.signal })
  while (answered < wanted) await new Promise((turn) => setImmediate(turn))
  await new Promise((turn) => setTimeout(turn, lingers))
  stop.abort()
  await first.result()
  await store.close()
  const begun = performance.now()
  const again = open()
  let sent = Number.NaN
  const timed: Interpreter<Ask> = {
    'model/generate': (effect) => async () => {
      sent = performance.now() - begun
      return E.right(answerTo(effect))
    },
  }
  await resume(asking, { ...kept, interpreter: timed, journal: again }).result()
  await again.close()
  return sent
}
