import * as t from 'io-ts/lib/index.js'
import type { Usage } from '../../kit/base/index.js'
import type { Effect } from '../../kit/effect/index.js'
import { resolverCodec, usageCodec, type Resolver, type Sampling } from './generate.js'

/** One turn of a conversation. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/**
 * Asks a model to go on with a conversation, in words of its own. Where `delivery` is `pieces`, the text may be told while it is written.
 * Spec chorus 3 (AICall of mode structured and text).
 */
export interface Chat extends Effect<'model/chat', Chatted, ChatPiece> {
  /** System messages first. */
  readonly messages: readonly ChatMessage[]
  readonly sampling: Sampling
  readonly delivery: 'whole' | 'pieces'
  /** The form the answer is to have, by name (`chorus/action`), for resolvers that compute rather than read; null for free text. */
  readonly form: string | null
}

/** What the model wrote and what it took. */
export interface Chatted {
  readonly text: string
  /** Why it ended: of itself, at the most tokens, because it declined, or for a reason of the provider's. */
  readonly finish: 'stop' | 'length' | 'declined' | 'other'
  readonly resolver: Resolver
  readonly usage: Usage
  /** Millionths of a US dollar, an integer; null where no price is known. */
  readonly costMicroUsd: number | null
  /** Calls made for it, retries included. */
  readonly attempts: number
  readonly latencyMs: number
}

/** A piece of the text that is being written. After a retry or a resume pieces begin anew: `from` says what is known already. */
export interface ChatPiece {
  /** UTF-16 units of the text before this piece. */
  readonly from: number
  readonly text: string
}

/** Checks a result that comes from a handler of the host's. */
export const chattedCodec: t.Type<Chatted> = t.type({
  text: t.string,
  finish: t.keyof({ stop: null, length: null, declined: null, other: null }),
  resolver: resolverCodec,
  usage: usageCodec,
  costMicroUsd: t.union([t.number, t.null]),
  attempts: t.number,
  latencyMs: t.number,
})
