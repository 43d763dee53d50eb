import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '@chorale/core/fault'
import type { Config } from './config.js'
import { bookmarks, type Link } from './driver.js'
import { aborted, late, type Scene } from './faults/index.js'
import { raced, type Ending } from './raced.js'
import { leave, start } from './start.js'

/** What is remembered as long as one pool is in use. */
export interface Opened {
  readonly link: Link
  /** Labels whose ids are known to be unique. */
  readonly labels: Set<string>
}

/** Holds the pool from its first use until it is closed, or given up because its server hangs. */
export interface Holder {
  /** The pool; all who come while it starts wait for the same start, and after a failed one the next who comes begins another. */
  readonly opened: (scene: Scene, signal?: AbortSignal) => Promise<Either<EffectError, Opened>>
  /** Gives the pool up where work that is over for its caller still holds its connection some time later. */
  readonly watch: (opened: Opened, working: Promise<Either<EffectError, unknown>>) => void
  readonly close: (withinMs: number) => Promise<void>
}

const graceMs = 1000

/** A holder of nothing yet. */
export const holder = (config: Config): Holder => {
  const seen = bookmarks()
  const ms = config.timeouts.startMs
  let current: Promise<Either<EffectError, Opened>> | undefined
  const begin = (): Promise<Either<EffectError, Opened>> => {
    const starting = start(config, seen)
    const mine = raced(starting.outcome, { ms }).then((ending): Either<EffectError, Opened> => {
      if (ending._tag === 'settled') return E.map((link: Link) => ({ link, labels: new Set<string>() }))(ending.outcome)
      starting.giveUp()
      return E.left(late({ doing: 'start' }, `no answer within ${ms} ms`, 'not sent'))
    })
    current = mine
    void mine.then((outcome) => {
      if (E.isLeft(outcome) && current === mine) current = undefined
    })
    return mine
  }
  const giveUp = (opened: Opened): void => {
    const there = current
    void there?.then((outcome) => {
      if (E.isRight(outcome) && outcome.right === opened && current === there) current = undefined
    })
    leave(opened.link)
  }
  return {
    opened: async (scene, signal) =>
      told(scene, await raced(current ?? begin(), signal === undefined ? { ms } : { ms, signal })),
    watch: (opened, working) =>
      void raced(working, { ms: graceMs }).then(({ _tag }) => {
        if (_tag !== 'settled') giveUp(opened)
      }),
    close: async (withinMs) => {
      const there = await current
      current = undefined
      if (there !== undefined && E.isRight(there)) await raced(gone(there.right.link), { ms: withinMs })
    },
  }
}

/** What a start came to, in the words of the effect that waited for it. */
const told = (scene: Scene, ending: Ending<Opened>): Either<EffectError, Opened> => {
  switch (ending._tag) {
    case 'settled':
      return E.mapLeft((fault: EffectError): EffectError => ({
        ...fault,
        ...scene,
        because: `the store did not ${fault.doing}: ${fault.because}`,
      }))(ending.outcome)
    case 'late':
      return E.left(late(scene, 'the store did not start in time', 'not sent'))
    case 'aborted':
      return E.left(aborted(scene, 'not sent'))
  }
}

const gone = (link: Link): Promise<Either<EffectError, undefined>> =>
  link.close().then(
    () => E.right(undefined),
    () => E.right(undefined),
  )
