import { mkdirSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { combine, start } from '@chorale/core'
import { valley, type ValleyResponse, type ValleyTypes } from '@chorale/core/cf14'
import type { Ending, Run, RunBudget, RunError } from '@chorale/core/run'
import type { Resolving } from '@chorale/core/testing'
import { announcement, hasEnded } from '../shown/announce.js'
import type { Args } from '../args.js'
import { budgetOf } from '../order/budget.js'
import { badUsage, exit, type Refusal } from '../exit.js'
import { goingOn } from '../order/going-on.js'
import { messageOf } from '../message.js'
import { modelText } from '../model/model-name.js'
import { concurrencyOf, modelOf } from '../model/models.js'
import { orderOf, type Order } from '../order/order.js'
import { pastOf, type Past } from '../store/past.js'
import { takeUpPlan } from '../store/planned.js'
import { progress, type Progress } from '../shown/progress.js'
import { newRunId } from '../order/run-id.js'
import { runErrorLines } from '../shown/run-error.js'
import { show, showPaused } from '../shown/show.js'
import { graphAt } from '../store/graph.js'
import type { Store } from '../store/store.js'

/** What the command has to work with beside its arguments. */
export interface Setting {
  readonly store: Store
  readonly env: NodeJS.ProcessEnv
  readonly complain: (lines: readonly string[]) => void
}

/** All that a walk needs, found and checked. */
interface Walk extends Setting {
  readonly args: Args
  readonly order: Order
  readonly past: Past
  readonly run: string
  readonly resolver: Resolving
  readonly budget: RunBudget | undefined
}

/** Walks a valley from where it stands to its end, and shows it; gives the exit code. */
export const walk = async (args: Args, setting: Setting): Promise<Either<Refusal, number>> => {
  const prepared = await prepare(args, setting)
  if (E.isLeft(prepared)) return prepared
  const at = prepared.right
  const { order, past, run, complain, store } = at
  if (order.existing === undefined) takeUpPlan(store.place, order.command, run)
  complain((await announcement(run, order, { past, place: store.place })).split('\n'))
  const stream = args.json ? process.stderr : process.stdout
  const shown = progress({ isTerminal: stream.isTTY, write: (text) => void stream.write(text) })
  if (!args.json && order.params.problem !== undefined) process.stdout.write(`${order.params.problem}\n\n`)
  const ending = await carryOut(at, shown)
  shown.close()
  if (E.isLeft(ending)) return E.left(runErrorLines(ending.left, { args, run }))
  if (ending.right.pause?._tag === 'Stopped') {
    complain(stoppedLines(args, ending.right, shown))
    return E.right(exit.stopped)
  }
  return ending.right.status === 'paused' ? E.right(showPaused(at, ending.right)) : show(at, ending.right)
}

const prepare = async (args: Args, setting: Setting): Promise<Either<Refusal, Walk>> => {
  const past = pastOf(setting.store)
  const ordered = await orderOf(args, past)
  if (E.isLeft(ordered)) return ordered
  const order = ordered.right
  const resolver = await resolverOf(args, order, setting.env)
  if (E.isLeft(resolver)) return E.left(badUsage(...resolver.left))
  const budget = budgetOf(args.budget, order.model)
  if (E.isLeft(budget)) return E.left(badUsage(budget.left))
  const tape =
    args.record === undefined ? E.right(undefined) : (await import('../model/tape.js')).canRecord(args.record)
  if (E.isLeft(tape)) return E.left(badUsage(tape.left))
  const folder = E.tryCatch(
    () => mkdirSync(args.out, { recursive: true }),
    (thrown) => badUsage(`--out ${args.out} cannot be made: ${messageOf(thrown)}`),
  )
  if (E.isLeft(folder)) return folder
  const run = args.run ?? order.existing?.run ?? newRunId(new Date(), Math.random)
  return E.right({ ...setting, args, order, past, run, resolver: resolver.right, budget: budget.right })
}

/** Who answers: a tape, the model, or nobody where the run has ended and is merely shown. */
const resolverOf = async (
  args: Args,
  { model, existing }: Order,
  env: NodeJS.ProcessEnv,
): Promise<Either<readonly string[], Resolving>> => {
  if (args.replay !== undefined) return (await import('../model/tape.js')).replayed(args.replay)
  if (existing !== undefined && hasEnded(existing)) return E.right(nobody)
  return E.mapLeft((because: string) => [because])(await modelOf(model, { modelUrl: args.modelUrl, env }))
}

/** Is never asked. */
const nobody: Resolving = {
  'model/generate': () => () => Promise.reject(new Error('a run that has ended asked for something')),
}

const carryOut = async (at: Walk, shown: Progress): Promise<Either<RunError, Ending<ValleyTypes>>> => {
  const { order, store, run, budget, resolver, env } = at
  const { params, model, from, existing, command } = order
  const graph = await graphAt(order.graph, store, env)
  const stop = new AbortController()
  const onStop = (): void => (stop.signal.aborted ? process.exit(exit.stopped) : stop.abort('Ctrl-C'))
  process.on('SIGINT', onStop)
  const walked = start(valley, params, {
    interpreter: combine(resolver, graph.handlers),
    journal: store.handlers,
    run,
    existing: existing === undefined ? 'refuse' : 'resume',
    labels: { command, model: modelText(model), graph: order.graph },
    limits: { 'model/generate': concurrencyOf(model) },
    past: 'told',
    signal: stop.signal,
    ...(from === undefined ? {} : { from }),
    ...(budget === undefined ? {} : { budget }),
  })
  const ending = await follow(walked, shown.tell)
  process.off('SIGINT', onStop)
  await graph.close()
  return ending
}

/** Reads what the run tells; a run that cannot go on ends the reading, and its ending says why. */
const follow = async (run: Run<ValleyTypes>, tell: (response: ValleyResponse) => void) => {
  try {
    for await (const response of run) tell(response)
  } catch {
    return run.ending()
  }
  return run.ending()
}

const stoppedLines = (args: Args, { run, result }: Ending<ValleyTypes>, shown: Progress): readonly string[] => {
  const soFar = `Stopped: ${shown.sentence()}, ${result.totals.calls} calls answered.`
  return args.store._tag === 'memory'
    ? [`${soFar} Nothing was written: --store memory keeps nothing.`]
    : [`${soFar} No report was written.`, `Go on: ${goingOn(args, run, args.budget)}`]
}
