import type { Instant } from '../../../../kit/base/index.js'
import type { Batch } from '../batch.js'

/** When a component came to be, where it is known to the store (or to whoever writes); undefined where it is not. */
export type Known = (componentId: string) => Instant | undefined

/** Nothing is known but the batch itself. */
export const nothing: Known = () => undefined

/** What a batch and a store know together. */
export const knownIn = ({ components }: Pick<Batch, 'components'>, store: Known): Known => {
  const own = new Map(components.map(({ id, createdAt }) => [id, createdAt]))
  return (id) => own.get(id) ?? store(id)
}
