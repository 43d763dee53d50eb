import * as E from 'fp-ts/lib/Either.js'
import { valley } from '@chorale/core/cf14'
import { mergePriors, priorsOf, type Priors } from '@chorale/core/plan'
import type { Past } from './past.js'

/** What earlier runs teach, and how many they are. */
export interface Learnt {
  readonly priors: Priors
  readonly runs: number
}

/** Runs that are looked at: the newest, because models and machines change. */
const MOST = 20

/** What the newest finished runs of a model teach; undefined where there are none. */
export const learntFrom = async (past: Past, model: string): Promise<Learnt | undefined> => {
  const runs = await past.runs({ program: valley.name, status: ['done'], labels: { model } }, MOST)
  if (E.isLeft(runs)) return undefined
  let learnt: Learnt | undefined
  for (const { run } of runs.right) {
    const entries = await past.entries(run, 'inputs')
    // A run whose every answer was taken over was paid nowhere and teaches nothing.
    if (E.isLeft(entries) || !entries.right.some(({ kind }) => kind === 'sent')) continue
    const own = priorsOf(entries.right)
    learnt = { priors: learnt === undefined ? own : mergePriors(learnt.priors, own), runs: (learnt?.runs ?? 0) + 1 }
  }
  return learnt
}
