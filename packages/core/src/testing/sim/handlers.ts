import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Context, Effect, Handler } from '../../kit/effect/index.js'
import { badAnswer, cancelled, overBudget, timedOut, unavailable, type EffectError } from '../../kit/fault/index.js'
import type { What } from './chance.js'
import type { Request } from './requested.js'
import { kill, type Stage } from './stage.js'
import { pending, type Worker } from './worker.js'
import { termsIn } from './world.js'

type Outcome = Either<EffectError, unknown>
/** What a handler does in the end: answer, or throw. */
type Ends = () => Outcome

/** A worker's handlers: one for each tag its world answers, alone or in batches. */
export const handlersFor = (
  stage: Stage,
  worker: Worker,
  isBatched: boolean,
): { readonly [tag: string]: Handler<Effect> } => {
  const attend = attending(worker)
  const one: Handler<Effect> = (effect, context) => () => {
    attend(context)
    return call(stage, worker, { effect, context }).then(told(worker, effect))
  }
  const handler = isBatched
    ? Object.assign((...given: Parameters<Handler<Effect>>) => one(...given), {
        many: (effects: readonly Effect[], context: Context) => () => {
          attend(context)
          return Promise.all(effects.map((effect) => call(stage, worker, { effect, context }))).then((outcomes) =>
            effects.map((effect, i) => told(worker, effect)(outcomes[i] ?? E.left(ended(effect)))),
          )
        },
      })
    : one
  return Object.fromEntries(Object.keys(stage.world.answers).map((tag) => [tag, handler]))
}

/** The outcome as the runner gets it. A run that was stopped takes no failure for one, not even that nothing was sent. */
const told =
  (worker: Worker, effect: Effect) =>
  (outcome: Outcome): Outcome => {
    if (E.isLeft(outcome) && outcome.left._tag === 'OverBudget' && !worker.isStopped) count(worker, effect, -1)
    return outcome
  }

/** Listens once to the signal that all calls of a worker share. */
const attending = (worker: Worker) => {
  let heard: AbortSignal | undefined
  return ({ signal }: Context): void => {
    if (signal === heard) return
    heard = signal
    const heed = (): void => {
      for (const end of worker.open) end()
    }
    signal.addEventListener('abort', heed, { once: true })
  }
}

/** Tags of failures after which a program cannot know the answer. */
const failures = ['failed', 'timed out', 'threw', 'answered badly'] as const

interface Asked {
  readonly effect: Effect
  readonly context: Context
}

const call = async (stage: Stage, worker: Worker, { effect, context }: Asked): Promise<Outcome> => {
  const { chance, timeline, world, outside } = stage
  const ends = await pending<Ends>(worker, timeline, (resolve) => {
    const name = `${effect.key}/${count(worker, effect, 1)} of ${worker.id}`
    const what = chance.surprise('call', name, world.failures === 'final' ? failures : [])
    const answer = (how: Ends): void => {
      worker.open.delete(end)
      resolve(how)
    }
    // Some who are told to stop say so, some go on.
    const end = (): void => {
      if (chance.likely(`call ${name} ends`)) answer(() => E.left(ended(effect)))
    }
    worker.open.add(end)
    const delays = { there: chance.delay(`call ${name} goes`), back: chance.delay(`call ${name} comes`) }
    const lives = (): boolean => worker.isAlive
    if (what === 'unaffordable') return timeline.after(delays.there, () => answer(() => E.left(poor(effect))), lives)
    const request = outside.request(worker, effect)
    if (what === 'failed' || what === 'died before') request.state = 'gone'
    if (what === 'died before') return timeline.after(delays.there, () => kill(stage, worker), lives)
    const isOpen = (): boolean => worker.open.has(end) && !context.signal.aborted
    const teller: Teller | undefined = context.tell && { tell: context.tell, name, isOpen }
    const travelling: Travelling = { stage, worker, request, what, back: delays.back, answer, teller }
    if (what === 'timed out') timeline.after(delays.there, () => answer(() => E.left(late(effect))), lives)
    timeline.after(
      delays.there,
      () => arrive(travelling),
      () => what === 'failed' || request.state === 'under way',
    )
  })
  return ends()
}

const count = ({ calls }: Worker, { key }: Effect, more: number): number => {
  const number = (calls.get(key) ?? 0) + more
  calls.set(key, number)
  return number
}

interface Travelling {
  readonly stage: Stage
  readonly worker: Worker
  readonly request: Request
  readonly what: What<'call'> | undefined
  readonly back: number
  readonly answer: (how: Ends) => void
  readonly teller: Teller | undefined
}

/** Tells parts of an answer. */
interface Teller {
  readonly tell: (partial: unknown) => void
  readonly name: string
  /** Whether they are still to be heard. */
  readonly isOpen: () => boolean
}

/** A request reaches the outside, whether or not its worker is still there. */
const arrive = (travelling: Travelling): void => {
  const { stage, worker, request, what, back, answer } = travelling
  const { timeline, outside, world } = stage
  const { effect } = request
  const reply = (how: Ends): void =>
    timeline.after(
      back,
      () => answer(how),
      () => worker.isAlive,
    )
  if (what === 'failed') return reply(() => E.left(failed(effect)))
  const { result, paid } = outside.apply(request)
  if (what === 'died after') return kill(stage, worker)
  tellAll(travelling)
  if (what === 'silent') worker.silent += 1
  if (what === 'silent' || what === 'timed out') return
  if (what === 'threw')
    return reply(() => {
      throw new Error('a handler broke')
    })
  if (what === 'answered badly') return reply(() => E.left({ ...unreadable(effect), paid }))
  // Asked twice by what carries the request: a paid port knows the second by its key; a store takes the same write again.
  if (what === 'twice' && !termsIn(world, effect._tag).isPaid) outside.apply(request)
  reply(() => E.right(result))
}

/** Tells an answer in parts while it is on its way. */
const tellAll = ({ stage, worker, request: { effect }, back, teller }: Travelling): void => {
  const { timeline, chance, world } = stage
  if (teller === undefined) return
  const pieces = world.pieces?.(effect) ?? []
  const ruledOut = world.failures === 'final' ? (['odd'] as const) : []
  let isWhole = true
  pieces.forEach((piece, i) => {
    const what = chance.surprise('piece', `${teller.name}/${i}`, ruledOut)
    // Behind an odd one nothing is heard, and behind one that is late the others would be out of order.
    isWhole &&= what === undefined
    const isTold = isWhole
    const act = (): void => {
      if (what === 'died') return kill(stage, worker)
      const isInTime = isTold && teller.isOpen()
      if (isInTime) worker.told.set(effect.key, (worker.told.get(effect.key) ?? 0) + 1)
      if (isInTime || what !== undefined) teller.tell(what === 'odd' ? undefined : piece)
    }
    const after = what === 'late' ? back + 1 : Math.ceil((back * (i + 1)) / (pieces.length + 1))
    timeline.after(after, act, () => worker.isAlive)
  })
}

const report = ({ key }: Effect, because: string) => ({ doing: `answer ${key}`, because, next: 'Ask again.' })

const failed = (effect: Effect): EffectError =>
  unavailable({ ...report(effect, 'the other side is away'), applied: 'no' })
const late = (effect: Effect): EffectError => timedOut({ ...report(effect, 'no answer'), applied: 'unknown' })
const ended = (effect: Effect): EffectError =>
  cancelled({ ...report(effect, 'it was told to stop'), applied: 'unknown' })
const poor = (effect: Effect): EffectError => overBudget(report(effect, 'no money was found for it'))
const unreadable = (effect: Effect): EffectError =>
  badAnswer({
    ...report(effect, 'the answer breaks its contract'),
    reason: 'invalid_json',
    attempts: 1,
    retryable: true,
  })
