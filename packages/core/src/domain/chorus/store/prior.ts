import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts/lib/index.js'
import type { Hit, Payload } from '../../../ports/vector/index.js'
import type { Prior, Step } from '../model.js'

const stepCodec = t.keyof({
  ...{ action: null, experience: null, intention: null },
  ...{ observation: null, update: null, yield: null },
} satisfies { readonly [S in Step]: null })

/** What a payload must hold to be a prior. */
const codec = t.intersection([
  t.type({
    content: t.string,
    thread_id: t.string,
    role: t.keyof({ user: null, assistant: null, system: null }),
    created_at: t.string,
  }),
  t.partial({ step: stepCodec, token_value: t.number }),
])

/** A point that was found as a prior; undefined where its payload is no message's. */
export const priorOf = ({ id, payload, score }: Hit): Prior | undefined => {
  const read = codec.decode(withoutNull(payload))
  if (E.isLeft(read) || read.right.content.trim() === '') return undefined
  const { content, thread_id: threadId, role, created_at: createdAt, step, token_value: tokenValue = 0 } = read.right
  const prior = { id, content, threadId, role, similarity: score, createdAt, tokenValue }
  return step === undefined ? prior : { ...prior, step }
}

/** A property that is null is absent. */
const withoutNull = (payload: Payload) =>
  Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null))

/** Hits as priors, in their order. One whose payload cannot be read is passed over and counted. Spec chorus 9.3. */
export const priorsOf = (hits: readonly Hit[]): { readonly priors: readonly Prior[]; readonly skipped: number } => {
  const priors = hits.flatMap((hit) => priorOf(hit) ?? [])
  return { priors, skipped: hits.length - priors.length }
}
