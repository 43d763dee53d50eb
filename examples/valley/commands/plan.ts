import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { valley } from '@chorale/core/cf14'
import { describe } from '@chorale/core/fault'
import { knownFrom, type Known } from '@chorale/core/run'
import { plan } from '@chorale/core/plan'
import type { Args } from '../args.js'
import { exit, wentWrong, type Refusal } from '../exit.js'
import { modelText, tariffOf } from '../model/model-name.js'
import { concurrencyOf } from '../model/models.js'
import { orderOf, type Order } from '../order/order.js'
import { pastOf } from '../store/past.js'
import { planDocument, planText } from '../shown/plan-text.js'
import { keepPlan } from '../store/planned.js'
import { learntFrom } from '../store/priors.js'
import { storeFault } from '../store/fault.js'
import type { Store } from '../store/store.js'
import type { Setting } from './walk.js'

/** Shows what a walk would take; no call is made. */
export const planned = async (args: Args, { store }: Setting): Promise<Either<Refusal, number>> => {
  const past = pastOf(store)
  const ordered = await orderOf(args, past)
  if (E.isLeft(ordered)) return ordered
  const order = ordered.right
  const known = await knownFor(order, store)
  if (E.isLeft(known)) return known
  const model = modelText(order.model)
  const learnt = await learntFrom(past, model)
  const tariff = tariffOf(order.model)
  const made = plan(valley, order.params, {
    limits: { 'model/generate': concurrencyOf(order.model) },
    ...(tariff === undefined ? {} : { tariff }),
    ...(learnt === undefined ? {} : { priors: learnt.priors }),
    ...(known.right === undefined ? {} : { known: known.right }),
  })
  if (E.isLeft(made)) return E.left(wentWrong(describe(made.left)))
  if (order.existing === undefined) keepPlan(store.place, order.command, made.right)
  const from = order.from ?? order.existing?.run
  process.stdout.write(
    args.json
      ? `${JSON.stringify({ model, from: from ?? null, learnt_from_runs: learnt?.runs ?? 0, ...planDocument(made.right) })}\n`
      : planText(made.right, { order, from, runs: learnt?.runs ?? 0, width: process.stdout.columns || 120 }),
  )
  return E.right(exit.complete)
}

/** Answers that would be taken over: of the run it starts from, and of the run that would go on. */
const knownFor = async (
  { from, existing }: Order,
  { handlers, place }: Store,
): Promise<Either<Refusal, Known | undefined>> => {
  const known: (readonly [string, Known extends ReadonlyMap<string, infer A> ? A : never])[] = []
  const runs = [from, existing?.run].filter((run) => run !== undefined)
  for (const run of runs) {
    const answers = await knownFrom({ journal: handlers, run })
    if (E.isLeft(answers)) return E.left(storeFault(place, answers.left))
    known.push(...answers.right)
  }
  return E.right(runs.length === 0 ? undefined : new Map(known))
}
