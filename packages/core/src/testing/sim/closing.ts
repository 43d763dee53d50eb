import * as E from 'fp-ts/lib/Either.js'
import type { Types } from '../../kit/machine/index.js'
import { jsonText } from '../../kit/base/index.js'
import { firstBreak, genesis } from '../../ports/journal/index.js'
import { momentOf, resume, verify, type Ending, type Run } from '../../run/index.js'
import { isAnswer } from './earlier.js'
import { faultFree } from './fault-free.js'
import { hash } from './hash.js'
import { isSame, moneyOf } from './money.js'
import { quiet } from './quiet.js'
import type { Played } from './play.js'
import { EARLIER } from './sitting.js'
import type { Stage } from './stage.js'
import { clockFor, isAtWork, worker } from './worker.js'

/** A play whose run came to its end. */
export type Closed = Omit<Played, 'final'> & { readonly final: NonNullable<Played['final']> }

/** Looks at a run that is over: its end, its journal, and that nothing moves it any more. */
export const close = async (played: Closed): Promise<void> => {
  const { stage, folk, final } = played
  for (const other of stage.workers) if (isAtWork(other)) other.isAlive = false
  folk.close()
  checkResult(stage, final.ending)
  checkSources(stage)
  await checkJournal(stage, final.ending)
  await checkResponses(played)
  await checkAgain(stage, final.ending)
}

const checkResult = ({ world, judge }: Stage, { status, result }: Ending<Types>): void => {
  if (status === 'cancelled') return
  const { compared = (whole: unknown) => whole } = world
  const wanted = faultFree(world)
  if (status !== wanted.status) judge.broke('result', `it ends as ${status} instead of ${wanted.status}`)
  else if (jsonText(compared(result)) !== jsonText(wanted.result))
    judge.broke(
      'result',
      `it makes ${jsonText(compared(result)).slice(0, 300)}, not ${jsonText(wanted.result).slice(0, 300)}`,
    )
}

/** What was taken over from an earlier run is a success it holds, of the same question, at no price. */
const checkSources = ({ store, run, judge }: Stage): void => {
  for (const { sequence, source, about, amount, payload } of store.entries(run)) {
    if (source === null) continue
    const from = source.run === EARLIER ? store.entries(EARLIER)[source.sequence] : undefined
    if (from === undefined || !isAnswer(from) || from.about?.digest !== about?.digest || from.payload !== payload)
      judge.broke('once', `entry ${sequence} takes over what entry ${source.sequence} of ${source.run} does not answer`)
    if (amount !== null && moneyOf(amount).microUsd > 0) judge.broke('books', `entry ${sequence} pays for it again`)
  }
  const parent = store.record(run)?.parent?.run
  const wanted = store.record(EARLIER) === undefined ? undefined : EARLIER
  if (parent !== wanted) judge.broke('books', `the record names ${parent ?? 'no run'} as its parent`)
}

const checkJournal = async ({ store, run, world, judge, witness }: Stage, ending: Ending<Types>): Promise<void> => {
  const entries = store.entries(run)
  const broken = firstBreak(entries, { next: 0, hash: genesis(run, world.machine, hash) }, hash)
  if (broken !== undefined) judge.broke('books', `entry ${broken.sequence} breaks the chain: ${broken.found}`)
  const journal = quiet(store)
  const checked = await verify(world.machine, { journal, run })()
  if (E.isLeft(checked)) return judge.broke('result', `its journal cannot be checked: ${checked.left.because}`)
  const { difference, refused, entries: read } = checked.right
  if (difference !== null) judge.broke('result', `entry ${difference.sequence} asks something else than the program`)
  if (refused !== null) judge.broke('result', `the program refuses entry ${refused.sequence}: ${refused.because}`)
  if (read !== entries.length) judge.broke('books', `${read} of ${entries.length} entries were checked`)
  const moment = await momentOf(world.machine, { journal, run })()
  if (E.isLeft(moment)) return judge.broke('result', `its journal cannot be replayed: ${moment.left._tag}`)
  const { state, inputs, spent } = moment.right
  if (jsonText([state, inputs]) !== jsonText([witness.state(), witness.inputs()]))
    judge.broke('result', 'its journal replays to something else')
  const { paid, exposed } = ending.spent
  if (!isSame(spent.paid, paid) || !isSame(spent.exposed, exposed))
    judge.broke('books', 'its journal replays to other sums')
}

/** What the last worker told: all that its run ever told, or all since it took over. */
const checkResponses = async ({ stage, settings, final }: Closed): Promise<void> => {
  const { witness, judge } = stage
  const { run, id, claims } = final.worker
  const told: unknown[] = []
  for await (const response of run ?? []) told.push(response)
  const all = witness.responses()
  // Who only saw that it was over took nothing over.
  const before = claims === 0 ? all.length : witness.toldBefore(id)
  const wanted = all.slice(settings.past === 'told' ? 0 : before)
  if (jsonText(told) !== jsonText(wanted))
    judge.broke('result', `the last worker told ${told.length} of ${wanted.length} responses, or others`)
}

/** Resumed once more, it shows the same end, asks nothing and writes nothing. */
const checkAgain = async (stage: Stage, ending: Ending<Types>): Promise<void> => {
  const { world, run, judge, store, timeline } = stage
  const moves = (what: string) => () => () => {
    judge.broke('once', `a run that is over ${what}`)
    return new Promise<never>(() => undefined)
  }
  const handlers = Object.fromEntries(Object.keys(world.answers).map((tag) => [tag, moves(`asks ${tag}`)]))
  const journal = { ...quiet(store), 'journal/append': moves('is written to') }
  const clock = clockFor(worker({ id: 0, limits: {} }), timeline)
  const shown: { ended?: Awaited<ReturnType<Run<Types>['ending']>> } = {}
  const again = resume(world.machine, { run, journal, clock, interpreter: handlers })
  void again.ending().then((ended) => (shown.ended = ended))
  await timeline.settle()
  const { ended } = shown
  if (ended === undefined || E.isLeft(ended)) return judge.broke('result', 'a run that is over does not show its end')
  const { status, result, spent } = ended.right
  if (jsonText([status, result, spent]) !== jsonText([ending.status, ending.result, ending.spent]))
    judge.broke('result', `a run that ended as ${ending.status} shows another end: ${status}`)
}
