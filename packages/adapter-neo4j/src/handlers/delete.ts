import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Handler } from '@chorale/core/effect'
import { type GraphDelete } from '@chorale/core/ports/graph'
import { checkGraph } from '@chorale/core/ports/graph/rules'
import { compileDelete } from '../compile/delete.js'
import type { Session } from '../session.js'
import { asking } from './asking.js'

/** Answers `graph/delete`: one transaction, counted by the server. */
export const remove =
  (store: Session): Handler<GraphDelete> =>
  (effect, context) => {
    const fault = checkGraph(effect)
    if (fault !== undefined) return TE.left(fault)
    return store.write(asking(effect, context, { doing: `delete ${effect.key}` }), async (run) => {
      let [nodes, relationships] = [0, 0]
      for (const statement of compileDelete(effect, store.batchRows)) {
        const { deleted } = await run(statement)
        nodes += deleted.nodes
        relationships += deleted.relationships
      }
      return E.right({ nodes, relationships })
    })
  }
