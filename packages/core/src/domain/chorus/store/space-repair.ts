import type { Payload, Point } from '../../../ports/vector/index.js'
import { repairOf } from '../../views/index.js'
import { isContent } from './checks.js'

/** What puts a point out of every search until it is embedded anew. */
export const quarantine: Payload = { deleted: 'quarantine' }

/** The repair of points by themselves; a content that may not be kept goes into quarantine with its hash as it is. Spec chorus 9.4. */
export const spaceRepair = (...[found, points]: Parameters<typeof repairOf>): ReturnType<typeof repairOf> => {
  const repair = repairOf(found, points)
  const unfit = new Set(points.filter(({ payload }) => !isContent(payload['content'])).map(({ id }: Point) => id))
  return {
    effects: repair.effects.map((effect) =>
      effect.ids.some((id) => unfit.has(id)) ? { ...effect, set: quarantine } : effect,
    ),
    anew: [...new Set(repair.anew)],
  }
}
