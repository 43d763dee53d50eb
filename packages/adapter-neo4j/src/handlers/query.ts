import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Handler } from '@chorale/core/effect'
import { type GraphQuery, type GraphRelationships } from '@chorale/core/ports/graph'
import { checkGraph } from '@chorale/core/ports/graph/rules'
import { compileQuery, compileRelationships } from '../compile/query.js'
import { nodesOf, relationshipsOf } from '../decode/node.js'
import { damagedStore, type Scene } from '../faults/index.js'
import type { Session } from '../session.js'
import { asking } from './asking.js'

/** Answers `graph/query` with one statement. */
export const query =
  (store: Session): Handler<GraphQuery> =>
  (effect, context) => {
    const fault = checkGraph(effect)
    if (fault !== undefined) return () => Promise.resolve(E.left(fault))
    const scene = { doing: `read ${effect.key}` }
    return store.read(asking(effect, context, scene), async (run) =>
      whole(scene, nodesOf(await run(compileQuery(effect)))),
    )
  }

/** Answers `graph/relationships` with one statement. */
export const relationships =
  (store: Session): Handler<GraphRelationships> =>
  (effect, context) => {
    const fault = checkGraph(effect)
    if (fault !== undefined) return () => Promise.resolve(E.left(fault))
    const scene = { doing: `read ${effect.key}` }
    return store.read(asking(effect, context, scene), async (run) =>
      whole(scene, relationshipsOf(effect.type, await run(compileRelationships(effect)))),
    )
  }

const whole = <A>(scene: Scene, read: Either<string, A>) =>
  E.mapLeft((because: string) => damagedStore(scene, because))(read)
