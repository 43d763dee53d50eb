import type { Effect } from '../../kit/effect/index.js'
import type { Usage } from '../../kit/base/index.js'
import type { Resolver } from './generate.js'

/** Asks a model for the place of texts in a space of meaning. */
export interface Embed extends Effect<'model/embed', Embedded> {
  readonly texts: readonly string[]
  /** A model of the provider's, where the host's choice is not to be used. */
  readonly model?: string
}

/** One vector for each text, in their order, all of one dimension. */
export interface Embedded {
  readonly vectors: readonly (readonly number[])[]
  readonly dimension: number
  readonly resolver: Resolver
  readonly usage: Usage
  /** Millionths of a US dollar, an integer; null where no price is known. */
  readonly costMicroUsd: number | null
  /** E.g. `unknown_word:quux;used:qu`. */
  readonly warnings: readonly string[]
}
