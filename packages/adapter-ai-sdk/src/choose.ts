import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { unsupported, type EffectError } from '@chorale/core/fault'
import { whyNoModel, type Verb } from './driver.js'
import { failureOf } from './faults/failure-of.js'
import type { Scene } from './faults/scene.js'

interface Wish<M> {
  /** The host's choice. */
  readonly own: M | undefined
  /** The effect's choice. */
  readonly wanted: string | undefined
  /** The provider's way to find another. */
  readonly find: ((modelId: string) => M) | undefined
  readonly verb: Verb
}

/** The model that is to answer: the host's, or the one an effect names; never silently another. */
export const choose = <M extends { readonly modelId: string }>(
  { own, wanted, find, verb }: Wish<M>,
  scene: Scene,
): Either<EffectError, M> => {
  const refuse = (because: string, next: string) => E.left(unsupported({ ...scene, because, next }))
  if (own !== undefined && (wanted === undefined || wanted === own.modelId)) return E.right(own)
  if (wanted === undefined)
    return refuse(
      `no model for ${verb} was given`,
      `Pass ${verb === 'doGenerate' ? 'language' : 'embedding'} to aiSdk.`,
    )
  if (find === undefined)
    return refuse(
      `the effect asks for the model ${wanted}`,
      'Pass provider to aiSdk, or leave the model out of the effect.',
    )
  const found = E.tryCatch(
    () => find(wanted),
    (thrown) => failureOf(thrown, scene, 0).fault,
  )
  const why = E.isRight(found) ? whyNoModel(found.right, verb) : undefined
  return why === undefined ? found : refuse(`the provider's model ${wanted}: ${why}`, 'Update the provider package.')
}
