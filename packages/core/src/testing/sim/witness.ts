import * as E from 'fp-ts/lib/Either.js'
import type { Effect } from '../../kit/effect/index.js'
import { addPaid, nothingPaid, type Paid } from '../../kit/fault/index.js'
import type { Input, Types } from '../../kit/machine/index.js'
import type { Terms, Wake } from '../../ports/index.js'
import type { Entry, JournalAppend } from '../../ports/journal/index.js'
import type { Judge } from './judge.js'
import type { Worker } from './worker.js'
import { termsIn, type AnyWorld } from './world.js'

/** What became of an effect that the program asked for. */
export interface Fate {
  readonly effect: Effect
  readonly terms: Terms
  /** Intents journaled and not withdrawn, by worker. */
  readonly intents: Map<number, number>
  /** What the last intent set aside, while its outcome is open. */
  reserved: Paid | undefined
  /** What earlier intents set aside whose outcome nobody will ever know. */
  lost: Paid
  settled: Entry | undefined
  /** Parts of its answer, by the worker whose call told them. */
  readonly pieces: Map<number, number>
  /** Times that another worker took over while an intent was open. */
  takeovers: number
  /** Decisions to send it again. */
  decisions: number
}

/** Follows a journal as it is written, apart from the runner: what the program asked for, what came of it, what it cost. */
export interface Witness {
  readonly took: (by: Worker, append: JournalAppend) => void
  readonly fates: ReadonlyMap<string, Fate>
  /** The worker that wrote an entry. */
  readonly writerOf: (sequence: number) => number | undefined
  readonly lastWriter: () => number | undefined
  readonly state: () => unknown
  readonly inputs: () => number
  readonly reused: () => number
  readonly responses: () => readonly unknown[]
  /** Responses from before a worker took over. */
  readonly toldBefore: (worker: number) => number
  /** How often each message was told, by its text. */
  readonly told: ReadonlyMap<string, number>
  readonly books: () => { readonly paid: Paid; readonly exposed: Paid }
}

/** What a journal says so far. */
interface Notes {
  state: unknown
  inputs: number
  reused: number
  isCancelled: boolean
  paid: Paid
  readonly fates: Map<string, Fate>
  readonly writers: number[]
  readonly responses: unknown[]
  /** How many there were when each worker took over. */
  readonly before: Map<number, number>
  readonly told: Map<string, number>
}

/** Watches a run from its beginning. */
export const witness = (world: AnyWorld, run: string, judge: Judge): Witness => {
  const notes: Notes = {
    ...{ state: world.machine.initial, inputs: 0, reused: 0, isCancelled: false, paid: nothingPaid },
    ...{ fates: new Map(), writers: [], responses: [], before: new Map(), told: new Map() },
  }
  const watching: Watching = { world, run, judge, notes }
  return {
    took: (by, { entries, expected, status }) => {
      const last = notes.writers.at(-1)
      const isAnother = last !== undefined && last !== by.id
      if (isAnother && entries[0]?.kind !== 'resumed')
        judge.broke('fence', `worker ${by.id} wrote at ${expected} behind worker ${last} without taking over first`)
      for (const entry of entries) {
        notes.writers.push(by.id)
        take(watching, by, entry)
      }
      // Without one, who has read the run before could still go on.
      if (status === 'cancelled' && !notes.isCancelled)
        judge.broke('books', `worker ${by.id} cancels the run at ${expected} without an entry`)
    },
    fates: notes.fates,
    writerOf: (sequence) => notes.writers[sequence],
    lastWriter: () => notes.writers.at(-1),
    state: () => notes.state,
    inputs: () => notes.inputs,
    reused: () => notes.reused,
    responses: () => notes.responses,
    toldBefore: (worker) => notes.before.get(worker) ?? 0,
    told: notes.told,
    books: () => ({ paid: notes.paid, exposed: exposedIn(notes) }),
  }
}

const exposedIn = ({ fates }: Notes): Paid => {
  let exposed = nothingPaid
  for (const { lost, reserved = nothingPaid, terms } of fates.values())
    if (terms.isPaid) exposed = addPaid(addPaid(exposed, lost), reserved)
  return exposed
}

/** How often an effect was about to be sent, by all workers together. */
export const intentsOf = ({ intents }: Fate): number => {
  let sum = 0
  for (const count of intents.values()) sum += count
  return sum
}

/** What the books hold for one effect: paid, set aside or lost. */
export const heldFor = ({ lost, reserved, settled: kept }: Fate): Paid =>
  addPaid(lost, kept === undefined ? (reserved ?? nothingPaid) : (kept.amount ?? nothingPaid))

interface Watching {
  readonly world: AnyWorld
  readonly run: string
  readonly judge: Judge
  readonly notes: Notes
}

const take = (watching: Watching, by: Worker, entry: Entry): void => {
  const { notes, judge } = watching
  const key = entry.about?.key ?? ''
  const fate = notes.fates.get(key)
  if (entry.about !== null && fate === undefined)
    return judge.broke('cause', `entry ${entry.sequence} (${entry.kind}) is about ${key}, which nobody asked for`)
  if (notes.isCancelled) judge.broke('once', `entry ${entry.sequence} (${entry.kind}) follows the cancellation`)
  switch (entry.kind) {
    case 'resumed':
      notes.before.set(by.id, notes.responses.length)
      for (const open of notes.fates.values()) if (open.reserved !== undefined) open.takeovers += 1
      return
    case 'cancelled':
      notes.isCancelled = true
      return
    case 'sent':
      return fate && sent(watching, { by, entry, fate })
    case 'withdrawn':
      return fate && withdrawn(watching, { by, entry, fate })
    case 'settled':
      return fate && settled(watching, { by, entry, fate })
    case 'started':
      if (notes.inputs > 0) judge.broke('books', `entry ${entry.sequence} starts the run again`)
      return step(watching, entry)
    case 'told':
      notes.told.set(entry.payload ?? '', (notes.told.get(entry.payload ?? '') ?? 0) + 1)
      return step(watching, entry)
    case 'arrived':
      return fate && arrived(watching, { by, entry, fate })
  }
}

interface Taking {
  readonly by: Worker
  readonly entry: Entry
  readonly fate: Fate
}

const sent = ({ judge }: Watching, { by, entry, fate }: Taking): void => {
  const { key } = fate.effect
  if (fate.settled !== undefined)
    judge.broke('once', `entry ${entry.sequence} sends ${key}, which has settled at ${fate.settled.sequence}`)
  if (!fate.terms.isPaid) judge.broke('books', `entry ${entry.sequence} sends ${key}, which costs nothing`)
  if (by.isFull) judge.broke('books', `entry ${entry.sequence} sends ${key} although the journal was full`)
  const all = intentsOf(fate) + 1
  if (all > 1 + fate.takeovers)
    judge.broke('once', `${key} was sent ${all} times; it was open at ${fate.takeovers} takeovers`)
  fate.intents.set(by.id, (fate.intents.get(by.id) ?? 0) + 1)
  if (fate.reserved !== undefined) fate.lost = addPaid(fate.lost, fate.reserved)
  fate.reserved = entry.amount ?? nothingPaid
}

const withdrawn = ({ judge }: Watching, { by, entry, fate }: Taking): void => {
  const { key } = fate.effect
  const intents = fate.intents.get(by.id) ?? 0
  if (fate.reserved === undefined || intents === 0)
    return judge.broke('books', `entry ${entry.sequence} withdraws ${key}, which worker ${by.id} did not send`)
  fate.intents.set(by.id, intents - 1)
  fate.reserved = undefined
}

const arrived = (watching: Watching, { by, entry, fate }: Taking): void => {
  const { judge, world } = watching
  const { effect, pieces } = fate
  const [what, place] = [`entry ${entry.sequence} is a part of ${effect.key}`, pieces.get(by.id) ?? 0]
  if (fate.settled !== undefined) judge.broke('wake', `${what}, which has settled at ${fate.settled.sequence}`)
  if ((by.calls.get(effect.key) ?? 0) === 0) judge.broke('cause', `${what}, which worker ${by.id} did not ask`)
  if (entry.payload !== JSON.stringify(world.pieces?.(effect)[place]))
    judge.broke('wake', `${what}, but not the one at ${place}`)
  if (entry.amount !== null) judge.broke('books', `${what} and has a price`)
  pieces.set(by.id, place + 1)
  step(watching, entry)
}

/** Who was stopped may leave parts behind; from everybody else all are kept that were told in time. */
const checkPieces = ({ judge }: Watching, { by, entry, fate }: Taking): void => {
  const { key } = fate.effect
  const [told, kept] = [by.told.get(key) ?? 0, fate.pieces.get(by.id) ?? 0]
  if (told !== kept && !by.isStopped)
    judge.broke('wake', `entry ${entry.sequence} settles ${key}: ${told} parts were told before, ${kept} are kept`)
}

const settled = (watching: Watching, taking: Taking): void => {
  const { entry, fate } = taking
  const { notes, judge } = watching
  const { key } = fate.effect
  if (fate.settled !== undefined)
    return judge.broke('books', `entry ${entry.sequence} settles ${key} again, after ${fate.settled.sequence}`)
  if (fate.terms.isPaid && intentsOf(fate) === 0 && entry.source === null)
    judge.broke('books', `entry ${entry.sequence} settles ${key}, which was never sent, and names no source`)
  checkPieces(watching, taking)
  fate.settled = entry
  fate.reserved = undefined
  if (entry.amount !== null) notes.paid = addPaid(notes.paid, entry.amount)
  if (entry.source !== null) notes.reused += 1
  // A cast after a check: the tag says what the effect holds.
  if (fate.effect._tag === 'clock/wake' && entry.at < (fate.effect as Wake).until)
    judge.broke('wake', `timer ${key} went off ${(fate.effect as Wake).until - entry.at} ms too early`)
  step(watching, entry)
}

const step = ({ world, run, judge, notes }: Watching, entry: Entry): void => {
  const next = world.machine.step(notes.state, inputOf(run, entry))
  if (E.isLeft(next)) return judge.broke('result', `the program refuses entry ${entry.sequence}: ${next.left._tag}`)
  notes.state = next.right.state
  notes.inputs += 1
  notes.responses.push(...next.right.responses)
  for (const effect of next.right.effects) {
    if (notes.fates.has(effect.key)) judge.broke('result', `the program asks for ${effect.key} twice`)
    notes.fates.set(effect.key, {
      ...{ effect, terms: termsIn(world, effect._tag), intents: new Map<number, number>(), reserved: undefined },
      ...{ lost: nothingPaid, settled: undefined, pieces: new Map<number, number>(), takeovers: 0, decisions: 0 },
    })
  }
}

const inputOf = (run: string, { kind, at, about, payload }: Entry): Input<Types> => {
  const value: unknown = JSON.parse(payload ?? 'null')
  const effect = { key: about?.key ?? '', effect: about?.tag ?? '' }
  if (kind === 'started') return { _tag: 'started', run, params: value, at }
  if (kind === 'settled') return { _tag: 'settled', ...effect, outcome: value as Outcome, at }
  // A cast at the seam: the journal holds what the program was given.
  return (
    kind === 'arrived' ? { _tag: kind, ...effect, partial: value, at } : { _tag: kind, message: value, at }
  ) as Told
}

type Outcome = Extract<Input<Types>, { readonly _tag: 'settled' }>['outcome']
type Told = Extract<Input<Types>, { readonly _tag: 'told' }>
