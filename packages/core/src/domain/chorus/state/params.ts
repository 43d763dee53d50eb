import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts/lib/index.js'
import { defined } from '../../../kit/base/index.js'
import { badInput, findingsOf, type BadInput, type Finding } from '../../../kit/fault/index.js'
import type { ChatMessage } from '../../../ports/model/index.js'
import { limitsOf } from './limits.js'
import type { LoopLimits } from '../model.js'
import type { Origin } from './state.js'

/** What a loop is started with. */
export interface ChorusParams extends Origin {
  readonly threadId: string
  readonly prompt: string
  /** The thread so far, oldest first. */
  readonly turns: readonly ChatMessage[]
  readonly limits?: Partial<LoopLimits>
}

/** What a loop is started with, checked. */
export interface ReadParams {
  readonly threadId: string
  readonly prompt: string
  readonly turns: readonly ChatMessage[]
  readonly limits: LoopLimits
  readonly origin: Origin
}

const text = t.refinement(t.string, (value) => value.trim() !== '', 'a text that is not empty')

const codec = t.intersection([
  t.type({
    ...{ threadId: text, prompt: t.string, userKey: text },
    turns: t.readonlyArray(t.type({ role: t.keyof({ system: null, user: null, assistant: null }), content: t.string })),
  }),
  t.partial({ promptMessageId: text, audience: t.keyof({ public: null, thread: null }), limits: t.unknown }),
])

/** Checks what a loop is to be started with; every fault is named with its path. What a prompt says is the loop's own to judge. */
export const readParams = (given: unknown): Either<BadInput, ReadParams> => {
  const read = codec.decode(given)
  if (E.isLeft(read)) return E.left(badInput(doing, findingsOf(read.left)))
  const { threadId, prompt, turns, userKey, promptMessageId, audience } = read.right
  // A cast at the edge: `limitsOf` reads them as unknown.
  const limits = limitsOf(read.right.limits as Partial<LoopLimits> | undefined)
  if (E.isLeft(limits)) return E.left(badInput(doing, limits.left.findings.map(inLimits)))
  const origin = { userKey, ...defined({ promptMessageId, audience }) }
  return E.right({ threadId, prompt, turns, limits: limits.right, origin })
}

const doing = 'start a loop'

const inLimits = (finding: Finding): Finding => ({
  ...finding,
  path: finding.path === '' ? 'limits' : `limits.${finding.path}`,
})
