import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { BadInput, EffectError } from '@chorale/core/fault'
import type { Config } from './config.js'
import { aborted, closed, errorOf, late, refusedOptions, type Phase, type Scene } from './faults/index.js'
import { holder, type Opened } from './holder.js'
import { raced } from './raced.js'
import { altered } from './start.js'
import { transacted, unlessOver, type Run, type Stage, type Work } from './transacted.js'

export type { Run } from './transacted.js'

/** Who asks: the effect's tag, for the report of slow ones, and the signal that ends it. */
export interface Asking {
  readonly scene: Scene
  readonly name: string
  readonly signal: AbortSignal
}

/** The way to the store: started by the first who uses it. */
export interface Session {
  readonly read: <A>(asking: Asking, work: Work<A>) => TaskEither<EffectError, A>
  /** All or nothing. */
  readonly write: <A>(asking: Asking, work: Work<A>) => TaskEither<EffectError, A>
  /** The same, with the time of a start: for work that grows with what is stored, not with what is asked. */
  readonly writeMuch: <A>(asking: Asking, work: Work<A>) => TaskEither<EffectError, A>
  /** Changes the schema: each statement a transaction of its own. The phase is what a statement that is out counts as for the effect. */
  readonly change: <A>(
    asking: Asking,
    phase: Phase,
    work: (opened: Opened, run: Run) => Promise<Either<EffectError, A>>,
  ) => TaskEither<EffectError, A>
  readonly ready: TaskEither<EffectError, void>
  /** Refuses what comes from now on, waits for what is out, and closes the pool. */
  readonly close: (withinMs: number) => Promise<void>
  readonly batchRows: number
}

/** A session; bad options are told by the first use. */
export const session = (options: Either<BadInput, Config>): Session =>
  E.isLeft(options) ? refusing(options.left) : open(options.right)

const refusing = (bad: BadInput): Session => {
  const refuse =
    ({ scene }: Pick<Asking, 'scene'>) =>
    () =>
      Promise.resolve(E.left(refusedOptions(scene, bad)))
  return {
    ...{ read: refuse, write: refuse, writeMuch: refuse, change: refuse },
    ready: refuse({ scene: { doing: 'start the Neo4j store' } }),
    close: () => Promise.resolve(),
    batchRows: 1,
  }
}

/** Work on an open store, which says how far it has come. */
type Working<A> = (opened: Opened, at: Stage) => Promise<Either<EffectError, A>>

const open = (config: Config): Session => {
  const held = holder(config)
  const out = new Set<Promise<unknown>>()
  let isClosed = false
  /** Starts where needed, then carries out the work within its time, and tells of slow work. */
  const within =
    <A>({ scene, name, signal }: Asking, ms: number, work: Working<A>): TaskEither<EffectError, A> =>
    async () => {
      if (isClosed) return E.left(closed(scene))
      const opened = await held.opened(scene, signal)
      if (E.isLeft(opened)) return opened
      if (signal.aborted) return E.left(aborted(scene, 'not sent'))
      const began = performance.now()
      const at: Stage = { phase: 'not sent', isOver: false }
      const working = work(opened.right, at).catch((thrown: unknown) => E.left(errorOf(scene, thrown, at.phase)))
      const ending = await raced(tracked(out, working), { ms, signal })
      tell(config, name, performance.now() - began)
      if (ending._tag === 'settled') return ending.outcome
      at.isOver = true
      held.watch(opened.right, working)
      const because = `no answer within ${ms} ms`
      return E.left(ending._tag === 'late' ? late(scene, because, at.phase) : aborted(scene, at.phase))
    }
  return {
    ...carriers(config, within),
    ready: async () => {
      const scene = { doing: 'start the Neo4j store' }
      return isClosed ? E.left(closed(scene)) : E.map(() => undefined)(await held.opened(scene))
    },
    close: async (withinMs) => {
      isClosed = true
      await raced(settled(out), { ms: withinMs })
      await held.close(withinMs)
    },
    batchRows: config.batchRows,
  }
}

type Within = <A>(asking: Asking, ms: number, work: Working<A>) => TaskEither<EffectError, A>

const carriers = ({ timeouts }: Config, within: Within): Pick<Session, 'read' | 'write' | 'writeMuch' | 'change'> => {
  const { readMs, writeMs, startMs } = timeouts
  return {
    read: (asking, work) =>
      within(asking, readMs, ({ link }, at) => transacted(link, { access: 'read', ms: readMs, at }, work)),
    write: (asking, work) =>
      within(asking, writeMs, ({ link }, at) => transacted(link, { access: 'write', ms: writeMs, at }, work)),
    writeMuch: (asking, work) =>
      within(asking, startMs, ({ link }, at) => transacted(link, { access: 'write', ms: startMs, at }, work)),
    change: (asking, phase, work) =>
      within(asking, startMs, (opened, at) =>
        work(
          opened,
          unlessOver(at, (statement) => {
            at.phase = phase
            return altered(opened.link, statement, startMs)
          }),
        ),
      ),
  }
}

/** When all that is out now is over, however. */
const settled = (out: Iterable<Promise<unknown>>): Promise<Either<EffectError, undefined>> =>
  Promise.allSettled(out).then(() => E.right(undefined))

/** Remembers what is out until it is over. */
const tracked = <A>(out: Set<Promise<unknown>>, work: Promise<A>): Promise<A> => {
  out.add(work)
  void work.finally(() => out.delete(work))
  return work
}

const tell = ({ slow, slowMs }: Config, name: string, ms: number): void => {
  try {
    if (ms >= slowMs) slow(name, ms)
  } catch {
    // What listens must not change what is answered.
  }
}
