import type { Types } from '../../kit/machine/index.js'
import type { OpenAsk, Run } from '../../run/index.js'
import type { Stage } from './stage.js'
import { intentsOf } from './witness.js'
import { isAtWork, type Worker } from './worker.js'

/** A question that a worker has open, and the run through which it is answered. */
export interface Question {
  readonly worker: Worker
  readonly ask: OpenAsk
  readonly run: Run<Types>
}

/** A question of the runner's about an effect of which nobody knows whether it was carried out. */
export const isAboutFate = ({ witness }: Stage, key: string): boolean =>
  (witness.fates.get(key)?.effect._tag ?? 'person/ask') !== 'person/ask'

/** Answers a question of the program's. Somebody else may have answered just before: then one of the two must be refused. */
export const answer = (stage: Stage, { worker, ask, run }: Question, { by, isSecond }: Word): void => {
  const { world, note, timeline, witness, judge } = stage
  const { key } = ask
  note(`somebody answers ${key} to worker ${worker.id}`)
  timeline.touch()
  run.answer(key, { answer: world.person?.(ask) ?? null, by }).then(
    () => worker.isAlive && confirmed(stage, key, by),
    () => {
      const isOpen = witness.fates.get(key)?.settled === undefined
      if (isAtWork(worker) && !isSecond && !worker.isSuperseded && isOpen)
        judge.broke('wake', `worker ${worker.id} asks ${key} and would not hear the answer`)
    },
  )
}

/** Who answers, and whether another one did just before. */
export interface Word {
  readonly by: string
  readonly isSecond: boolean
}

/** What a person was told is kept must be in the journal: this very answer. */
const confirmed = ({ witness, judge }: Stage, key: string, by: string): void => {
  const payload = witness.fates.get(key)?.settled?.payload ?? 'null'
  // A cast at the seam: the journal holds the answer as it was given.
  const kept = JSON.parse(payload) as { readonly right?: { readonly by?: string } } | null
  if (kept?.right?.by !== by) judge.broke('wake', `the answer to ${key} was confirmed and is not in the journal`)
}

/** Decides whether to send an effect again: as the outside knows, where it must not be repeated. */
export const decide = (stage: Stage, { worker, ask: { key }, run }: Question): void => {
  const { witness, outside, judge, note, timeline } = stage
  const fate = witness.fates.get(key)
  // Nobody can say yet what becomes of it: looked at again later.
  if (fate === undefined || outside.isUnderWay(key)) return
  const isDone = outside.answered(key) !== undefined && fate.terms.whenUnknown !== 'retry'
  if (!isDone) fate.decisions += 1
  note(`somebody decides on ${key}: ${isDone ? 'fail' : 'again'}`)
  timeline.touch()
  const sent = intentsOf(fate)
  run.answer(key, { answer: isDone ? 'fail' : 'again' }).then(
    () => {
      if (worker.isAlive && fate.settled === undefined && intentsOf(fate) === sent)
        judge.broke('wake', `the decision on ${key} was confirmed and is not in the journal`)
    },
    () => undefined,
  )
}
