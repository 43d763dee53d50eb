import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { collectionEffect, messagesView, migration } from '@chorale/core/chorus/store'
import type { Interpreter } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'
import type { Embed } from '@chorale/core/ports/model'
import { start } from '@chorale/core/run'
import { threadMigration } from '@chorale/core/threads'
import { doctor, outbox } from '@chorale/core/views'
import { contextOf } from './asking.js'
import type { Stores } from './stores.js'

/**
 * Gets the stores ready: their schemas, the collection of messages, what an earlier process had not carried over to it, and the vectors that ended
 * with it. Resolves to the dimension of the embeddings.
 */
export const readyMemory = async (
  { handlers, isForgetful }: Pick<Stores, 'handlers' | 'isForgetful'>,
  embedding: Interpreter<Embed>,
): Promise<Either<EffectError, number>> => {
  const context = contextOf('setup')
  const known = await embedding['model/embed']({ _tag: 'model/embed', key: 'dimension', texts: ['memory'] }, context)()
  if (E.isLeft(known)) return known
  const { dimension } = known.right
  const view = messagesView({ dimension })
  const steps: readonly TaskEither<EffectError, unknown>[] = [
    handlers['graph/migrate'](threadMigration('threads'), context),
    handlers['graph/migrate'](migration('chorus'), context),
    handlers['vector/collection'](collectionEffect('messages', view), context),
  ]
  for (const step of steps) {
    const done = await step()
    if (E.isLeft(done)) return done
  }
  const interpreter = { ...handlers, ...embedding }
  const [carried] = (await start(outbox, { views: [view] }, { interpreter }).result()).result.faults
  if (carried !== undefined) return E.left(carried)
  if (!isForgetful) return E.right(dimension)
  const [fault] = (await start(doctor, { views: [view], mode: 'mend' }, { interpreter }).result()).result.faults
  return fault === undefined ? E.right(dimension) : E.left(fault)
}
