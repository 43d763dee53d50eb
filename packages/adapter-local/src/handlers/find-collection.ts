import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { EffectError } from '@chorale/core/fault'
import { checkVector, type VectorEffect } from '@chorale/core/ports/vector'
import { searchCollection, selectCollection } from '../compile/collections.js'
import { collectionOf, type FoundCollection } from '../decode/collection.js'
import type { Connection } from '../driver.js'
import { damagedStore, noCollection, type Scene } from '../faults/index.js'
import type { Opened, Session } from '../session.js'

/** What an effect of the vector port is doing, and where. */
export const sceneOf = ({ _tag, key, collection }: VectorEffect): Scene => ({
  ...{ doing: `carry out ${_tag} ${key}`, ids: { collection } },
})

/** A collection, checked; undefined where there is none of that name. */
export const findCollection = (
  scene: Scene,
  connection: Connection,
  name: string,
): Either<EffectError, FoundCollection | undefined> => {
  const [row] = connection.read(selectCollection(name))
  if (row === undefined)
    return connection.read(searchCollection(name)).length === 0
      ? E.right(undefined)
      : E.left(damagedStore(scene, 'the index of collections does not know the collection, its table does'))
  const found = collectionOf(row)
  return found === undefined
    ? E.left(damagedStore(scene, 'the record of the collection is not what was written'))
    : E.right(found)
}

/** What is done with a collection that is there. */
export type Work<A> = (opened: Opened, found: FoundCollection) => Either<EffectError, A>

/** What most effects of the vector port begin with: the request is checked, and the collection is there. */
export const within =
  <A>(session: Session, how: 'read' | 'write', work: Work<A>) =>
  (effect: VectorEffect): Either<EffectError, A> => {
    const fault = checkVector(effect)
    if (fault !== undefined) return E.left(fault)
    const scene = sceneOf(effect)
    const inside = (opened: Opened): Either<EffectError, A> =>
      pipe(
        findCollection(scene, opened.connection, effect.collection),
        E.chain((found) =>
          found === undefined ? E.left(noCollection(scene, effect.collection)) : work(opened, found),
        ),
      )
    // What is written is what a run has made, or makes room: the reserve is there for both.
    return how === 'read' ? session.read(scene, inside) : session.write(scene, 'reserve', inside)
  }
