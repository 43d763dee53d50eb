import { statSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { BadInput, EffectError } from '@chorale/core/fault'
import type { Memory } from './compile/append.js'
import type { Config } from './config.js'
import type { Connection } from './driver.js'
import { refusedOptions, troubleOf, type Scene, type Stage, type Trouble } from './faults/index.js'
import { openStore } from './open.js'
import { reserve, type Reserve } from './reserve.js'
import type { Kept } from './vectors.js'

/** A store that is open. */
export interface Opened {
  readonly connection: Connection
  /** What this connection remembers of runs, by their numbers. */
  readonly memories: Map<number, Memory>
  /** What this connection has read of collections of vectors, by their numbers. */
  readonly vectors: Map<number, Kept>
}

/** What is done inside of a transaction. */
export type Work<A> = (opened: Opened) => Either<EffectError, A>

/** Whether a write may use up the reserve on a full disk. What is under way may; what is new may not. */
export type Claim = 'reserve' | 'no reserve'

/** The way to the store: opened by the first who uses it, all that is asked inside of a transaction. */
export interface Session {
  /** Reads one state of the store, whatever others write meanwhile. */
  readonly read: <A>(scene: Scene, work: Work<A>) => Either<EffectError, A>
  /** Writes all or nothing; what is written is on the disk when this returns. */
  readonly write: <A>(scene: Scene, claim: Claim, work: Work<A>) => Either<EffectError, A>
  /** Whether the reserve is used up and the disk has no room for a new one. */
  readonly isFull: () => boolean
  /** Moves the log into the database file and closes it; the next use opens it again. */
  readonly close: () => void
}

/** A session; bad options are told by the first use. */
export const session = (options: Either<BadInput, Config>): Session => {
  if (E.isLeft(options)) return refusing(options.left)
  const space = reserve(options.right)
  const store = holder(options.right, space)
  const attempt = <A>(scene: Scene, begin: string, work: Work<A>): Either<Trouble, A> => {
    try {
      const there = store.opened(scene)
      return E.isLeft(there)
        ? E.left({ error: there.left, isFull: false })
        : transaction(scene, begin, work)(there.right)
    } catch (thrown) {
      return E.left(troubleOf(scene, thrown, 'before commit'))
    }
  }
  const carryOut = <A>(claim: Claim, once: () => Either<Trouble, A>): Either<EffectError, A> => {
    const first = once()
    // To open a store takes some room, too: a full disk must not keep anybody from reading.
    const mayGive = E.isLeft(first) && first.left.isFull && (claim === 'reserve' || !store.isOpen())
    return E.mapLeft(({ error }: Trouble) => error)(mayGive && space.give() ? once() : first)
  }
  return {
    read: (scene, work) => carryOut('no reserve', () => attempt(scene, 'BEGIN', work)),
    write: (scene, claim, work) => carryOut(claim, () => attempt(scene, 'BEGIN IMMEDIATE', work)),
    isFull: () => {
      space.rebuild()
      return space.isGone()
    },
    close: store.close,
  }
}

const refusing = (bad: BadInput): Session => ({
  read: (scene) => E.left(refusedOptions(scene, bad)),
  write: (scene) => E.left(refusedOptions(scene, bad)),
  isFull: () => false,
  close: () => undefined,
})

/** Holds the connection from its first use until it is closed. */
const holder = (config: Config, space: Reserve) => {
  let held: (Opened & { readonly file: number }) | undefined
  const close = (): void => {
    const { connection } = held ?? {}
    held = undefined
    if (connection !== undefined) shut(connection)
  }
  return {
    close,
    isOpen: () => held !== undefined,
    opened: (scene: Scene): Either<EffectError, Opened> => {
      // A directory that was removed or replaced is another store: writing on into the old file would be writing to nobody.
      if (held !== undefined && fileOf(config) !== held.file) close()
      if (held !== undefined) return E.right(held)
      const connection = openStore(scene, config)
      if (E.isLeft(connection)) return connection
      space.rebuild()
      held = { connection: connection.right, memories: new Map(), vectors: new Map(), file: fileOf(config) }
      return E.right(held)
    },
  }
}

const fileOf = ({ database }: Config): number => statSync(database, { throwIfNoEntry: false })?.ino ?? -1

const transaction =
  <A>(scene: Scene, begin: string, work: Work<A>) =>
  (opened: Opened): Either<Trouble, A> => {
    const { connection } = opened
    let stage: Stage = 'before commit'
    try {
      connection.exec(begin)
      const done = work(opened)
      if (E.isLeft(done)) {
        rollBack(connection)
        return E.left({ error: done.left, isFull: false })
      }
      stage = 'at commit'
      connection.exec('COMMIT')
      return done
    } catch (thrown) {
      rollBack(connection)
      return E.left(troubleOf(scene, thrown, stage))
    }
  }

/** SQLite may have rolled back by itself, or not have begun: then there is nothing to undo. */
const rollBack = (connection: Connection): void => {
  try {
    connection.exec('ROLLBACK')
  } catch {
    // As above.
  }
}

/** Nobody waits long for readers elsewhere when closing: what cannot be moved stays in the log for the next who opens, and nothing is lost. */
const shut = (connection: Connection): void => {
  for (const step of [
    () => connection.exec('PRAGMA busy_timeout = 250; PRAGMA wal_checkpoint(TRUNCATE)'),
    connection.close,
  ])
    try {
      step()
    } catch {
      // As above.
    }
}
