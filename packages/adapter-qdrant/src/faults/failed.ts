import {
  cancelled,
  conflict,
  denied,
  rejected,
  throttled,
  timedOut,
  unavailable,
  type EffectError,
} from '@chorale/core/fault'
import type { Request } from '../compile/request.js'
import type { Failure } from '../driver.js'
import { noCollection, unreadable, type Scene } from './known.js'

/** Who ended a request before its answer came. */
export type Ending = { readonly _tag: 'deadline'; readonly ms: number } | { readonly _tag: 'caller' }

/** A request that has no result: what kind it was, and who ended it where somebody did. */
export interface Failed {
  readonly kind: Request['kind']
  readonly failure: Failure
  readonly ending: Ending | undefined
}

/** What the driver met with, as an error. */
export const errorOf = (scene: Scene, { kind, failure, ending }: Failed): EffectError => {
  const applied = kind === 'read' ? 'no' : 'unknown'
  switch (failure._tag) {
    case 'ended':
      return ending?._tag === 'deadline' ? late(scene, ending.ms, applied) : gone(scene, applied)
    case 'throttled':
      return throttled({
        ...scene,
        because: 'the server asks for a pause',
        next: 'Send less at once.',
        ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
      })
    case 'lost':
      return unavailable({
        ...scene,
        applied: failure.code === 'ECONNREFUSED' ? 'no' : applied,
        because: `the server cannot be reached: ${failure.text}`,
        next: 'See whether it runs and answers at this address.',
      })
    case 'strange':
      return unreadable(scene, failure.text)
    case 'refused':
      return refusedBy(scene, failure, applied)
  }
}

/** The caller ended it before anything was sent. */
export const unsent = (scene: Scene): EffectError => gone(scene, 'no')

const late = (scene: Scene, ms: number, applied: 'no' | 'unknown'): EffectError =>
  timedOut({
    ...scene,
    applied,
    because: `no answer within ${ms} ms`,
    next: 'Try again, or allow more time in the deadlines of qdrant().',
  })

const gone = (scene: Scene, applied: 'no' | 'unknown'): EffectError =>
  cancelled({ ...scene, applied, because: 'the caller ended it', next: 'Nothing, if that was meant.' })

const refusedBy = (
  scene: Scene,
  { status, text }: { readonly status: number; readonly text: string },
  applied: 'no' | 'unknown',
): EffectError => {
  const said = { ...scene, because: `the server says ${status}: ${text}` }
  switch (status) {
    case 401:
    case 403:
      return denied({ ...said, next: 'Give qdrant() an apiKey that may do this.' })
    case 404:
      return noCollection(scene)
    case 408:
    case 504:
      return timedOut({ ...said, applied, next: 'Try again; the server, or one before it, gave up waiting.' })
    case 409:
      return conflict({ ...said, next: 'Somebody else was faster: read again and decide anew.' })
    case 413:
    case 429:
      // Without a pause to wait for, waiting does not help: the request is larger than this server allows.
      return rejected({ ...said, next: 'Send less in one request: lower batchSize, limit or the number of points.' })
    default:
      return status >= 500
        ? unavailable({ ...said, applied, next: 'Try again; look into the log of the server if it lasts.' })
        : rejected({ ...said, next: 'Correct the request; it will be refused again as it is.' })
  }
}
