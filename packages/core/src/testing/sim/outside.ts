import type { Budget } from '../../kit/budget/index.js'
import type { Effect } from '../../kit/effect/index.js'
import { nothingPaid, paidCodec, type Paid } from '../../kit/fault/index.js'
import type { Chance } from './chance.js'
import { answerTo } from './fault-free.js'
import { exceeded, moneyOf, moneyText, nothing, plus, type Money } from './money.js'
import { checkRequest, type Bench, type Request } from './requested.js'
import { heldFor } from './witness.js'
import type { Worker } from './worker.js'
import { termsIn, type AnyWorld } from './world.js'

/** What a request came to. */
export interface Applied {
  readonly result: unknown
  readonly paid: Paid
}

/** All that is not the run: it keeps count of every request and every payment, and outlives every worker. */
export interface Outside {
  readonly request: (by: Worker, effect: Effect) => Request
  /** Carries a request out and takes the money for it. */
  readonly apply: (request: Request) => Applied
  readonly isUnderWay: (key: string) => boolean
  /** What a key was answered when it was carried out. */
  readonly answered: (key: string) => Applied | undefined
  readonly died: (worker: Worker) => void
  readonly requests: () => number
  /** Looks whether the books hold what was paid for an effect. */
  readonly audit: (key: string) => void
}

/** What an outside needs to know. */
export interface OutsideParts extends Bench {
  readonly world: AnyWorld
  readonly chance: Chance
  readonly limits: () => Budget
  readonly note: (line: string) => void
}

/** What an outside remembers. */
interface Memory {
  readonly requests: Map<string, Request[]>
  readonly answers: Map<string, Applied>
  /** What was paid, by key. */
  readonly spent: Map<string, Money>
  paid: Money
  count: number
}

/** An outside that nobody has asked anything. */
export const outside = (parts: OutsideParts): Outside => {
  const memory: Memory = { requests: new Map(), answers: new Map(), spent: new Map(), paid: nothing, count: 0 }
  return {
    request: (by, effect) => take(parts, memory, { by, effect }),
    apply: (request) => apply(parts, memory, request),
    isUnderWay: (key) => (memory.requests.get(key) ?? []).some(({ state }) => state === 'under way'),
    answered: (key) => memory.answers.get(key),
    died: ({ id }) => {
      for (const list of memory.requests.values()) lose(parts, list, id)
    },
    requests: () => memory.count,
    audit: (key) => audit(parts, memory, key),
  }
}

const take = (
  parts: OutsideParts,
  memory: Memory,
  { by, effect }: { readonly by: Worker; readonly effect: Effect },
): Request => {
  const before = memory.requests.get(effect.key) ?? []
  checkRequest(parts, { by, effect, before })
  const request: Request = { worker: by.id, effect, state: 'under way' }
  memory.requests.set(effect.key, [...before, request])
  memory.count += 1
  parts.note(`worker ${by.id} asks ${effect.key}`)
  return request
}

const apply = (parts: OutsideParts, memory: Memory, request: Request): Applied => {
  const { world, judge, note } = parts
  const { effect } = request
  const { key } = effect
  const result = answerTo(world, effect)
  const applied = { result, paid: priceOf(parts, effect, result) }
  const money = moneyOf(applied.paid)
  request.state = 'applied'
  if (!memory.answers.has(key)) memory.answers.set(key, applied)
  memory.paid = plus(memory.paid, money)
  memory.spent.set(key, plus(memory.spent.get(key) ?? nothing, money))
  const over = exceeded(memory.paid, parts.limits())
  if (over !== undefined) judge.broke('budget', `${key} takes ${over} beyond its limit: ${moneyText(memory.paid)}`)
  audit(parts, memory, key)
  note(`${key} is carried out`)
  return applied
}

/** What a dead worker had under way may be lost, or get there after all. */
const lose = ({ chance }: OutsideParts, list: readonly Request[], worker: number): void =>
  list.forEach((request, i) => {
    const { state, effect } = request
    if (request.worker === worker && state === 'under way' && chance.likely(`call ${effect.key}/${i + 1} is lost`))
      request.state = 'gone'
  })

const audit = ({ world, witness, judge }: OutsideParts, { spent }: Memory, key: string): void => {
  const fate = witness.fates.get(key)
  // Without a budget nothing is set aside: the books learn of a payment with its answer.
  if (world.budget === undefined || fate === undefined || !fate.terms.isPaid) return
  const [taken, held] = [spent.get(key) ?? nothing, moneyOf(heldFor(fate))]
  if (exceeded(taken, held) !== undefined)
    judge.broke('budget', `${key} has taken ${moneyText(taken)}, and the books hold ${moneyText(held)} for it`)
}

const priceOf = ({ world }: OutsideParts, effect: Effect, result: unknown): Paid => {
  if (!termsIn(world, effect._tag).isPaid) return nothingPaid
  return paidCodec.is(result) ? result : (world.budget?.price?.(effect) ?? { ...nothingPaid, attempts: 1 })
}
