import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { BadInput, EffectError } from '@chorale/core/fault'
import { readCollection } from './compile/collection.js'
import type { Request } from './compile/request.js'
import type { Config } from './config.js'
import { deadline } from './deadline.js'
import { shapeOf, type Shape } from './decode/collection.js'
import { membersOf } from './decode/reply.js'
import { connect, type Connection } from './driver.js'
import { errorOf, foreignCollection, refusedOptions, unreadable, unsent, type Scene } from './faults/index.js'

/** One effect's way to the server. */
export interface Ask {
  readonly scene: Scene
  readonly config: Config
  /** The server's name of the effect's collection. */
  readonly collection: string
  /** Sends a request within its deadline and gives the result out of the answer. */
  readonly call: (request: Request) => Promise<Either<EffectError, unknown>>
  /** What the collection is like: asked once, and again after it was found to be gone. */
  readonly shape: () => Promise<Either<EffectError, Shape>>
  /** What the collection is like now. */
  readonly freshShape: () => Promise<Either<EffectError, Shape>>
  /** The collection is about to be another one, or none. */
  readonly forget: () => void
}

/** Work on one effect, given a way to the server. */
export type Work<A> = (ask: Ask) => Promise<Either<EffectError, A>>

/** The client from its first use until it is closed, and what is known of the server's collections. */
export interface Session {
  readonly carry: <A>(scene: Scene, signal: AbortSignal, work: Work<A>) => Promise<Either<EffectError, A>>
  /** Waits for the work that is under way, then lets the client go. */
  readonly close: () => Promise<void>
}

/** A session; nothing is opened before the first request. */
export const session = (checked: Either<BadInput, Config>): Session =>
  E.isLeft(checked)
    ? {
        carry: (scene) => Promise.resolve(E.left(refusedOptions(scene, checked.left))),
        close: () => Promise.resolve(),
      }
    : opened(checked.right)

const opened = (config: Config): Session => {
  let held: Connection | undefined
  const shapes = new Map<string, Shape>()
  const underWay = new Set<Promise<unknown>>()
  const connected = (): Connection => (held ??= connect(config))
  return {
    carry: async (scene, signal, work) => {
      const send = sending({ config, connected, scene, caller: signal })
      const working = work(asking({ scene, config, shapes }, send))
      underWay.add(working)
      return working.finally(() => underWay.delete(working))
    },
    close: async () => {
      await Promise.allSettled(underWay)
      held?.close()
      held = undefined
      shapes.clear()
    },
  }
}

type Send = Ask['call']

interface Way {
  readonly config: Config
  readonly connected: () => Connection
  readonly scene: Scene
  readonly caller: AbortSignal
}

const sending =
  ({ config, connected, scene, caller }: Way): Send =>
  async (request) => {
    if (caller.aborted) return E.left(unsent(scene))
    const { signal, ending, clear } = deadline(config.deadlines[`${request.kind}Ms`], caller)
    const outcome = await connected().send(request, signal)
    clear()
    return E.isRight(outcome)
      ? resultIn(scene, outcome.right)
      : E.left(errorOf(scene, { kind: request.kind, failure: outcome.left, ending: ending() }))
  }

interface About {
  readonly scene: Scene
  readonly config: Config
  readonly shapes: Map<string, Shape>
}

const asking = ({ scene, config, shapes }: About, send: Send): Ask => {
  const collection = config.collectionPrefix + (scene.ids?.['collection'] ?? '')
  const forget = () => shapes.delete(collection)
  const call: Send = async (request) => {
    const outcome = await send(request)
    // It may have been dropped, or made anew by somebody else.
    if (E.isLeft(outcome) && !outcome.left.retryable) forget()
    return outcome
  }
  const freshShape = async (): Promise<Either<EffectError, Shape>> => {
    const result = await call(readCollection(collection))
    if (E.isLeft(result)) return result
    const shape = shapeOf(result.right)
    if (shape === undefined) return E.left(foreignCollection(scene))
    shapes.set(collection, shape)
    return E.right(shape)
  }
  const shape = () => {
    const known = shapes.get(collection)
    return known === undefined ? freshShape() : Promise.resolve(E.right(known))
  }
  return { scene, config, collection, call, shape, freshShape, forget }
}

/** Every answer of the server has a member `result`. */
const resultIn = (scene: Scene, data: unknown): Either<EffectError, unknown> =>
  'result' in membersOf(data)
    ? E.right(membersOf(data)['result'])
    : E.left(unreadable(scene, 'it is not an answer of Qdrant'))
