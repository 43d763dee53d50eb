import { canonical, sha256Hex, type Hash } from '../base/index.js'
import type { Effect } from './effect.js'

/** What an effect asks, as canonical JSON without the key: the text its digest is taken of. */
export const contentOf = (effect: Effect): string => {
  const { key, ...content } = effect
  return canonical(content)
}

/**
 * What an effect asks, as SHA-256 of its canonical JSON without the key: equal questions have equal digests in every run and at every address.
 * One identity for cache, resume, fork and lineage. Architecture 1.
 */
export const effectDigest = (effect: Effect, hash: Hash = sha256Hex): string => hash(contentOf(effect))
