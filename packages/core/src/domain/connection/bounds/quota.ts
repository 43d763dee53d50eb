import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Instant } from '../../../kit/base/index.js'
import { emptySliding, type Sliding } from '../../../kit/rate/index.js'
import type { ConnectionLimits } from './limits.js'
import { fullBucket, takeOne, countOne, type Bucket } from './rate.js'

/** What a user has used of the rates. */
export interface Quota {
  readonly requests: Bucket
  readonly prompts: Sliding
  readonly threads: Sliding
}

/** Nothing used yet. */
export const unspent: Quota = { requests: fullBucket, prompts: emptySliding, threads: emptySliding }

/** What counts against a rate. */
export type Use = 'get_thread' | 'create_thread' | 'submit_prompt'

const hour = 3_600_000
const minute = 60_000

/** The quota after one use, or the milliseconds until it fits; what is refused uses nothing. Spec chorus 11.3, resilience 16. */
export const spend = (
  quota: Quota,
  { use, now }: { readonly use: Use; readonly now: Instant },
  limits: ConnectionLimits,
): Either<number, Quota> => {
  const requests = takeOne({ most: limits.requestsPerMinute, perMs: minute }, quota.requests, now)
  if (E.isLeft(requests)) return requests
  switch (use) {
    case 'get_thread':
      return E.right({ ...quota, requests: requests.right })
    case 'create_thread': {
      const threads = countOne({ most: limits.threadsPerHour, perMs: hour }, quota.threads, now)
      return E.isLeft(threads) ? threads : E.right({ ...quota, requests: requests.right, threads: threads.right })
    }
    case 'submit_prompt': {
      const prompts = countOne({ most: limits.promptsPerHour, perMs: hour }, quota.prompts, now)
      return E.isLeft(prompts) ? prompts : E.right({ ...quota, requests: requests.right, prompts: prompts.right })
    }
  }
}
