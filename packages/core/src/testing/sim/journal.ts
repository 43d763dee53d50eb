import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Interpreter } from '../../kit/effect/index.js'
import { rejected, timedOut, unavailable, type EffectError } from '../../kit/fault/index.js'
import type { Acknowledged, JournalAppend, JournalCreate, JournalEffect } from '../../ports/journal/index.js'
import { exceeded, moneyOf, moneyText, plus } from './money.js'
import { none } from './quiet.js'
import { kill, type Stage } from './stage.js'
import { pending, type Worker } from './worker.js'

/** A worker's way to the journal, with all that may happen on it. */
export interface Desk {
  readonly stage: Stage
  readonly worker: Worker
  /** Counts creations, appends and readings, over all workers. */
  readonly count: (what: 'create' | 'write' | 'read') => number
  /** Something was written and acknowledged. */
  readonly written: (number: number) => void
  /** Reads come in short pages. */
  readonly isShort: boolean
}

/** The journal as a worker has it. */
export const journalFor = (desk: Desk): Interpreter<JournalEffect> => ({
  'journal/create': (effect) => () => create(desk, effect),
  'journal/append': (effect) => () => append(desk, effect),
  'journal/read': (effect) => () => {
    const limit = desk.isShort ? Math.min(effect.limit, 3) : effect.limit
    return reading(desk, () => desk.stage.store.read({ ...effect, limit }))
  },
  'journal/load': (effect) => () => reading(desk, () => desk.stage.store.load(effect.run)),
  'journal/list': none,
  'journal/snapshot': (effect) => () => reading(desk, () => desk.stage.store.keep(effect)),
  'journal/delete': none,
})

const down = (applied: 'no' | 'unknown'): EffectError =>
  unavailable({ doing: 'write to the journal', because: 'the store is away', next: 'Try again.', applied })

const silence: EffectError = timedOut({
  doing: 'write to the journal',
  because: 'no answer',
  next: 'Try again.',
  applied: 'unknown',
})

const barred: EffectError = rejected({
  doing: 'write to the journal',
  because: 'the store takes nothing from here',
  next: 'Resume the run elsewhere.',
})

/** How long a request takes, there and back. */
const way = ({ chance }: Stage, name: string) => ({
  there: chance.delay(`${name} goes`, 8),
  back: chance.delay(`${name} comes`, 8),
})

const reading = <A>(
  { stage, worker, count }: Desk,
  read: () => Either<EffectError, A>,
): Promise<Either<EffectError, A>> =>
  pending(worker, stage.timeline, (answer) => {
    const number = count('read')
    const { there, back } = way(stage, `read ${number}`)
    const what = stage.chance.surprise('read', number)
    const lives = (): boolean => worker.isAlive
    stage.timeline.after(
      there,
      () => {
        if (what === 'died') return kill(stage, worker)
        if (what === 'refused') worker.isHurt = true
        const found = what === 'refused' ? E.left(down('no')) : read()
        stage.timeline.after(back, () => answer(found), lives)
      },
      lives,
    )
  })

const create = (desk: Desk, effect: JournalCreate): Promise<Either<EffectError, { readonly created: true }>> =>
  pending(desk.worker, desk.stage.timeline, (answer) => {
    const { stage, worker } = desk
    const number = desk.count('create')
    const { there, back } = way(stage, `create ${number}`)
    const what = stage.chance.surprise('create', number)
    const lives = (): boolean => worker.isAlive
    const say = (outcome: Either<EffectError, { readonly created: true }>): void =>
      stage.timeline.after(back, () => answer(outcome), lives)
    const act = (): void => {
      if (what === 'refused' || what === 'unheard') worker.isHurt = true
      if (what === 'refused') return say(E.left(down('no')))
      if (what === 'died before') return kill(stage, worker)
      const created = stage.store.create(effect)
      if (E.isRight(created)) supersede(stage, worker)
      stage.note(`worker ${worker.id} creates the journal: ${created._tag}`)
      if (what === 'died after') return kill(stage, worker)
      say(what === 'unheard' ? E.left(down('unknown')) : created)
    }
    stage.timeline.after(there, act, lives)
  })

const append = (desk: Desk, effect: JournalAppend): Promise<Either<EffectError, Acknowledged>> =>
  pending(desk.worker, desk.stage.timeline, (answer) => {
    const { stage, worker } = desk
    const number = desk.count('write')
    if (worker.isLost) stage.judge.broke('fence', `worker ${worker.id} writes after it was told that it lost the run`)
    // What was about to be sent when it was told may still be written, and is written again where that goes wrong.
    if (worker.isPaused && effect.expected > 0 && worker.lastAppend !== effect && hasIntents(effect))
      stage.judge.broke('fence', `worker ${worker.id} is about to send more after it was told to pause`)
    worker.lastAppend = effect
    const { there, back } = way(stage, `write ${number}`)
    const what = stage.chance.surprise('write', number)
    const say = (outcome: Either<EffectError, Acknowledged>): void =>
      stage.timeline.after(
        back,
        () => said(desk, { effect, number, outcome, answer }),
        () => worker.isAlive,
      )
    // What is on the way when its worker dies may get there.
    const lands = (): boolean => worker.isAlive || stage.chance.likely(`write ${number} lands`)
    const act = (): void => {
      if (what === 'died before') return kill(stage, worker)
      if (what === 'refused') return say(E.left(down('no')))
      if (what === 'vanished') return say(E.left(down('unknown')))
      if (what === 'barred') return say(E.left(barred))
      if (what === 'late') {
        const later = back + stage.chance.delay(`write ${number} is late`, 400)
        // A status alone may put an older one back when it comes late: the port says so.
        stage.timeline.after(later, () => effect.entries.length > 0 && takeIn(desk, effect))
        return say(E.left(silence))
      }
      const taken = takeIn(desk, effect)
      if (what === 'died after') return kill(stage, worker)
      if (what === 'unheard' && E.isRight(taken)) return say(E.left(down('unknown')))
      say(what === 'full' && E.isRight(taken) ? E.right({ ...taken.right, isFull: true }) : taken)
    }
    stage.timeline.after(there, act, lands)
  })

/** The store takes an append or refuses it; what it takes is looked at at once. */
const takeIn = ({ stage, worker }: Desk, effect: JournalAppend): Either<EffectError, Acknowledged> => {
  const { store, witness, judge, outside, note } = stage
  const last = witness.lastWriter()
  const taken = store.append(effect)
  const kinds = effect.entries.map(({ kind, about }) => (about === null ? kind : `${kind} ${about.key}`)).join(', ')
  note(`worker ${worker.id} writes at ${effect.expected}: ${kinds} (${effect.status}): ${taken._tag}`)
  if (E.isLeft(taken)) return taken
  if (effect.entries.length === 0 && last !== worker.id)
    judge.broke('fence', `worker ${worker.id} advances the run at ${effect.expected}, where worker ${last ?? 0} wrote`)
  worker.claims += effect.entries.length
  supersede(stage, worker)
  witness.took(worker, effect)
  for (const { about } of effect.entries) if (about !== null) outside.audit(about.key)
  const { paid, exposed } = witness.books()
  const held = plus(moneyOf(paid), moneyOf(exposed))
  const over = exceeded(held, stage.limits)
  if (over !== undefined && hasIntents(effect))
    judge.broke('budget', `${kinds} may take ${over} beyond its limit: ${moneyText(held)}`)
  return taken
}

const hasIntents = ({ entries }: JournalAppend): boolean => entries.some(({ kind }) => kind === 'sent')

const supersede = ({ workers }: Stage, by: Worker): void => {
  for (const other of workers) if (other !== by) other.isSuperseded = true
}

interface Said {
  readonly effect: JournalAppend
  readonly number: number
  readonly outcome: Either<EffectError, Acknowledged>
  readonly answer: (outcome: Either<EffectError, Acknowledged>) => void
}

const said = ({ stage, worker, written }: Desk, { effect, number, outcome, answer }: Said): void => {
  if (E.isRight(outcome)) {
    worker.failures = 0
    worker.isFull ||= outcome.right.isFull === true
    written(number)
  } else if (outcome.left._tag === 'Conflict') {
    // A conflict may be with what it wrote itself and was not told of.
    worker.isLost = stage.witness.writerOf(effect.expected) !== worker.id
  } else {
    worker.failures += 1
    worker.isHurt ||= !outcome.left.retryable
  }
  answer(outcome)
}
