import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '@chorale/core/fault'
import type { Access, Answer, Link, Statement } from './driver.js'
import type { Phase } from './faults/index.js'

/** Carries out one statement of a transaction. */
export type Run = (statement: Statement) => Promise<Answer>

/** What is done inside of a transaction: a left side rolls it back. It may throw what the client throws. */
export type Work<A> = (run: Run) => Promise<Either<EffectError, A>>

/** How far a piece of work has come; written to as it goes on, because whoever waits may have to tell before it ends. */
export interface Stage {
  phase: Phase
  /** Whoever waited has been told how it ended: nothing more may be done. A server that hung and goes on must not find a commit. */
  isOver: boolean
}

/** Carries out a statement as long as somebody waits for it. */
export const unlessOver =
  (at: Stage, run: Run): Run =>
  (statement) =>
    at.isOver ? Promise.reject(new Error('nobody waits any more')) : run(statement)

interface Terms {
  readonly access: Access
  readonly ms: number
  readonly at: Stage
}

/** Carries out work in one transaction. A commit that fails is not tried again: nobody here knows whether it was applied. */
export const transacted = async <A>(
  link: Link,
  { access, ms, at }: Terms,
  work: Work<A>,
): Promise<Either<EffectError, A>> => {
  const transaction = link.begin(access, ms)
  at.phase = 'sent'
  try {
    const done = await work(unlessOver(at, transaction.run))
    if (E.isLeft(done) || at.isOver) {
      await transaction.rollback().catch(ignore)
      return done
    }
    // A commit of what was only read changes nothing, wherever its answer stays.
    if (access === 'write') at.phase = 'committing'
    await transaction.commit()
    return done
  } finally {
    await transaction.close().catch(ignore)
  }
}

/** What was answered is not undone by a connection that breaks behind it. */
const ignore = (): void => undefined
