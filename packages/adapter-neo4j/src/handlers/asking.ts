import type { Context, Effect } from '@chorale/core/effect'
import type { Asking } from '../session.js'
import type { Scene } from '../faults/index.js'

/** Who asks, from an effect and its context. */
export const asking = (effect: Effect, { signal }: Context, scene: Scene): Asking => ({
  scene,
  name: effect._tag,
  signal,
})
