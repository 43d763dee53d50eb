import { contentOf, type Effect } from '../../kit/effect/index.js'
import type { Judge } from './judge.js'
import type { Fate, Witness } from './witness.js'
import type { Worker } from './worker.js'

/** One request that reached the way to the outside. */
export interface Request {
  readonly worker: number
  readonly effect: Effect
  /** `gone`: it died on the way. */
  state: 'under way' | 'applied' | 'gone'
}

/** What a request is judged by. */
export interface Bench {
  readonly judge: Judge
  readonly witness: Witness
  /** Questions whose answer an earlier run holds, by their content. */
  readonly known: ReadonlySet<string>
}

/** A worker asks the outside for something, after others asked for the same. */
export interface Requested {
  readonly by: Worker
  readonly effect: Effect
  readonly before: readonly Request[]
}

/** The laws that a request may break, looked at from outside. */
export const checkRequest = (parts: Bench, requested: Requested): void => {
  const { judge, witness, known } = parts
  const { by, effect } = requested
  const { key } = effect
  const who = `worker ${by.id}`
  const fate = witness.fates.get(key)
  if (fate === undefined) return judge.broke('cause', `${who} asks ${key} before its cause is in the journal`)
  const content = contentOf(effect)
  if (content !== contentOf(fate.effect)) judge.broke('cause', `${who} asks something else as ${key}`)
  if (by.isLost) judge.broke('fence', `${who} asks ${key} after it was told that it lost the run`)
  if (by.claims === 0) judge.broke('fence', `${who} asks ${key} before it wrote anything`)
  if (by.isStopped) judge.broke('fence', `${who} asks ${key} after it was stopped`)
  // Who does not know yet that another worker took over may still send what it was about to send.
  if (fate.settled !== undefined && !by.isSuperseded)
    judge.broke('once', `${who} asks ${key}, which has settled at ${fate.settled.sequence}`)
  if (fate.terms.isReusable && known.has(content))
    judge.broke('once', `${who} asks ${key}, whose answer the earlier run holds`)
  checkCount(parts, fate, requested)
}

const checkCount = ({ judge }: Bench, fate: Fate, { by, effect: { key }, before }: Requested): void => {
  const own = before.filter(({ worker }) => worker === by.id).length
  if (fate.terms.isPaid && own >= (fate.intents.get(by.id) ?? 0))
    judge.broke('cause', `worker ${by.id} asks ${key} without an intent of its own in the journal`)
  if (!fate.terms.isPaid && own > 0) judge.broke('once', `worker ${by.id} asks ${key} again`)
  if (fate.terms.whenUnknown !== 'retry' && before.length > fate.decisions)
    judge.broke('held', `${key} is asked ${before.length + 1} times after ${fate.decisions} decisions`)
}
