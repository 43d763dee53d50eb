import type { Instant } from '../../kit/base/index.js'
import type { Limit } from '../../kit/rate/index.js'

/** Tokens that were there at an instant; below zero, what was taken beyond them is still owed. */
export interface Bucket {
  readonly tokens: number
  readonly at: Instant
}

/** The bucket as it is at an instant: it fills evenly, `most` in `perMs`, and holds no more than `most`. Time does not run backwards. */
export const refilled = ({ most, perMs }: Limit, bucket: Bucket, now: Instant): Bucket => {
  const gone = Math.max(0, now - bucket.at)
  return { tokens: Math.min(most, bucket.tokens + (gone * most) / perMs), at: Math.max(now, bucket.at) }
}

/** Milliseconds until so many tokens are there; 0 when they are. More than the bucket holds waits for a full one. Resilience 16. */
export const bucketWait = (
  limit: Limit,
  bucket: Bucket,
  { cost, now }: { readonly cost: number; readonly now: Instant },
): number => {
  const missing = Math.min(cost, limit.most) - refilled(limit, bucket, now).tokens
  return missing <= 0 ? 0 : Math.ceil((missing * limit.perMs) / limit.most)
}

/** The bucket after an amount was taken; a negative one gives back. */
export const taken = (
  limit: Limit,
  bucket: Bucket,
  { amount, now }: { readonly amount: number; readonly now: Instant },
): Bucket => {
  const { tokens, at } = refilled(limit, bucket, now)
  return { tokens: Math.min(limit.most, tokens - amount), at }
}
