import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '@chorale/core/fault'
import { pieces } from '../batches.js'
import type { Request } from '../compile/request.js'
import { partly } from '../faults/index.js'
import type { Ask } from '../session.js'
import { streamed } from '../streamed.js'

/** Ids that one request names. */
const most = 1000

/** Carries out a write for ids, in several requests where there are many; without a request there is nothing to do. */
export const forEachId = async (
  ask: Ask,
  ids: readonly string[],
  request: (ids: readonly string[]) => Request | undefined,
): Promise<Either<EffectError, true>> => {
  const shape = await ask.shape()
  if (E.isLeft(shape)) return shape
  const { failed, done } = await streamed(pieces(ids, most), 1, (piece) => {
    const asked = request(piece)
    return asked === undefined ? Promise.resolve(E.right(undefined)) : ask.call(asked)
  })
  const written = done.reduce((sum, { piece }) => sum + piece.length, 0)
  return failed === undefined ? E.right(true) : E.left(partly(failed, { written, of: ids.length }))
}
