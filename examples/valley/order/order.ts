import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { canonical, sha256Hex, type Json } from '@chorale/core/base'
import { valley, type ValleyInput } from '@chorale/core/cf14'
import type { RunRecord } from '@chorale/core/ports/journal'
import type { Args } from '../args.js'
import { changed } from './cell.js'
import { badUsage, type Refusal } from '../exit.js'
import { commandOf, storeWords } from './going-on.js'
import { checkedInput, givenInput } from './input.js'
import { modelText, readModelName, samplingOf, type ModelName } from '../model/model-name.js'
import type { Past } from '../store/past.js'
import { wasShown } from '../store/shown-runs.js'
import { readGraph, type GraphPlace } from '../store/graph.js'
import { placeText, type Place } from '../store/store.js'

/** What is to be walked. */
export interface Order {
  readonly params: ValleyInput
  readonly model: ModelName
  readonly graph: GraphPlace
  /** The run whose answers are taken over. */
  readonly from: string | undefined
  /** The run that is carried on, where there is one. */
  readonly existing: RunRecord | undefined
  /** The same for the same command: by it, an unfinished run is found again. */
  readonly command: string
}

/** Statuses of a run that can be carried on. */
export const unfinished = ['running', 'paused', 'waiting'] as const

/** Works out what is to be walked: from the command line, and from the runs it names. */
export const orderOf = async (args: Args, past: Past): Promise<Either<Refusal, Order>> => {
  const named = args.run === undefined ? E.right(undefined) : await past.record(args.run)
  if (E.isLeft(named)) return named
  const existing = named.right
  const parent = await parentOf(args, existing, past)
  if (E.isLeft(parent)) return parent
  const model = modelFor(args, existing ?? parent.right)
  if (E.isLeft(model)) return model
  const base = await baseOf(args, { existing, parent: parent.right }, past)
  if (E.isLeft(base)) return base
  const input = { ...base.right, ...(args.through === undefined ? {} : { through: args.through }) }
  const isOwn = args.model === undefined && 'sampling' in input
  const checked = checkedInput(isOwn ? input : { ...input, sampling: samplingOf(model.right) })
  if (E.isLeft(checked)) return E.left(badUsage(...checked.left, 'Nothing was started or written.'))
  const from = args.from ?? existing?.parent?.run
  const command = commandDigest(args, { params: checked.right, model: modelText(model.right) })
  const graph = graphFor(args, existing)
  const order = { params: checked.right, model: model.right, graph, from, existing, command }
  if (existing !== undefined) return asBefore(order, existing, past)
  if (args.run !== undefined) return E.right(order)
  const found = await pickedUp(command, past, args.store)
  return E.map((run: RunRecord | undefined) => ({ ...order, existing: run }))(found)
}

/** The newest run of the same command that is unfinished, or else that has ended and was not shown. */
const pickedUp = async (command: string, past: Past, place: Place): Promise<Either<Refusal, RunRecord | undefined>> => {
  const where = { program: valley.name, labels: { command } }
  const open = await past.runs({ ...where, status: unfinished }, 1)
  if (E.isLeft(open)) return open
  if (open.right[0] !== undefined) return E.right(open.right[0])
  return E.map(([newest]: readonly RunRecord[]) =>
    newest === undefined || wasShown(place, newest.run) ? undefined : newest,
  )(await past.runs(where, 1))
}

/** The same id with another input or model would be another run. */
const asBefore = async (order: Order, { run, labels }: RunRecord, past: Past): Promise<Either<Refusal, Order>> => {
  const params = await past.params(run)
  if (E.isLeft(params)) return params
  const name = modelText(order.model)
  const isSame = params.right === undefined || textOf(params.right) === textOf(order.params)
  if (labels['graph'] !== undefined && labels['graph'] !== order.graph)
    return E.left(
      badUsage(
        `Run ${run} writes its graph to ${labels['graph']}: leave --graph ${order.graph} out, or choose another id.`,
      ),
    )
  if (isSame && (labels['model'] ?? name) === name) return E.right(order)
  return E.left(
    badUsage(
      `Run ${run} was started with another input or model, so it is neither shown nor changed.`,
      `Choose another id, or leave all but --run ${run} out: it knows its own input and model.`,
    ),
  )
}

// A cast at the seam: an input is plain data.
const textOf = (input: ValleyInput): string => canonical(input as unknown as Json)

/** The run of `--from`; one that was started from another cannot change its mind. */
const parentOf = async (
  { from, run = '', store }: Args,
  existing: RunRecord | undefined,
  past: Past,
): Promise<Either<Refusal, RunRecord | undefined>> => {
  if (from === undefined) return E.right(undefined)
  if (existing !== undefined && existing.parent?.run !== from) {
    const origin = existing.parent === null ? 'from no other run' : `from ${existing.parent.run}`
    return E.left(
      badUsage(`Run ${run} was started ${origin}: leave --from ${from} out, or choose another id with --run.`),
    )
  }
  const record = await past.record(from)
  if (E.isLeft(record)) return record
  return record.right === undefined ? E.left(noSuchRun(from, store)) : record
}

/** There is no such run, and what to do. */
export const noSuchRun = (run: string, place: Place): Refusal =>
  badUsage(
    `There is no run ${run} in ${placeText(place)}. These are there: ${commandOf(['runs', ...storeWords(place)])}`,
  )

/** The model that was asked for; otherwise that of the run; otherwise the lexicon. */
const modelFor = ({ model }: Args, run: RunRecord | undefined): Either<Refusal, ModelName> =>
  model === undefined
    ? E.mapLeft((because: string) => badUsage(because))(readModelName(run?.labels['model'] ?? 'lexicon'))
    : E.right(model)

/** Where the graph goes: as asked for, as before, or where the run itself is kept. */
const graphFor = ({ graph, store }: Args, run: RunRecord | undefined): GraphPlace => {
  const before = readGraph(run?.labels['graph'] ?? store._tag)
  return graph ?? (E.isRight(before) ? before.right : store._tag)
}

interface Runs {
  readonly existing: RunRecord | undefined
  readonly parent: RunRecord | undefined
}

/** Where the input comes from: the run that is changed, the command line, the run that goes on, or the default problem. */
const baseOf = async (
  args: Args,
  { existing, parent }: Runs,
  past: Past,
): Promise<Either<Refusal, ValleyInput | { readonly [member: string]: unknown }>> => {
  const isGiven = args.problem !== undefined || args.input !== undefined
  const source = parent ?? (isGiven ? undefined : existing)
  const params = source === undefined ? E.right(undefined) : await past.params(source.run)
  if (E.isLeft(params)) return params
  const given = params.right === undefined ? givenInput(args) : E.right(params.right)
  if (E.isLeft(given)) return E.left(badUsage(...given.left, 'Nothing was started or written.'))
  return parent === undefined
    ? given
    : E.mapLeft((faults: readonly string[]) => badUsage(...faults, 'Nothing was started or written.'))(
        // A cast: what a run was started with was checked then, and is checked once more with the change.
        changed(given.right as ValleyInput, args.changes),
      )
}

/** The same for the same input, model and origin, wherever a run of it has come to. */
const commandDigest = (args: Args, what: { readonly params: ValleyInput; readonly model: string }): string => {
  const { modelUrl = null, from = null, replay = null, graph } = args
  // A cast at the seam: an input is plain data.
  const said = { ...what, modelUrl, from, replay, ...(graph === undefined ? {} : { graph }) } as unknown as Json
  return sha256Hex(canonical(said)).slice(0, 16)
}
