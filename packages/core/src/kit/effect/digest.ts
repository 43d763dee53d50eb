import { digestOf, type Json } from '../base/index.js'
import type { Effect } from './effect.js'

/**
 * What an effect asks, as SHA-256 of its canonical JSON without the key: equal questions have equal digests in every run and at every address.
 * One identity for cache, resume, fork and lineage. Architecture 1.
 */
export const effectDigest = (effect: Effect): string => {
  const { key: _address, ...content } = effect
  // A cast at the seam: effects are plain data by their definition, which the type of an interface cannot say.
  return digestOf(content as unknown as Json)
}
