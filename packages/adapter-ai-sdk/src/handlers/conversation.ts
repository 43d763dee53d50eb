import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { badAnswer, declined } from '@chorale/core/fault'
import { checkAnswer, type Answer, type Generate, type Resolver } from '@chorale/core/ports/model'
import { called, type Terms } from '../call.js'
import { callOptions } from '../compile/call-options.js'
import { firstMessages, repairMessages, type Flaw } from '../compile/messages.js'
import type { Config } from '../config.js'
import { replyOf, type Reply } from '../decode.js'
import { generate, type LanguageModel, type Message } from '../driver.js'
import type { Failure } from '../faults/failure-of.js'
import { refusedParameter } from '../faults/refused-parameter.js'
import { malformed } from '../faults/rules.js'
import { sent, started, used, type Meter } from '../meter.js'

/** An answer that keeps its contract, and the length of the text it was read from. */
export interface Accepted {
  readonly answer: Answer
  readonly rawLength: number
}

/** All calls of one effect: they share a meter, and what the server was found not to take. */
export interface Conversation {
  /** One call, and a repair where the answer breaks its contract. */
  readonly attempt: () => Promise<Either<Failure, Accepted>>
  /** What was spent so far. */
  readonly meter: () => Meter
}

interface Setting {
  readonly effect: Generate
  readonly model: LanguageModel
  readonly type: Resolver['type']
  readonly config: Config
  readonly terms: Terms
}

/** Begins a conversation; nothing is sent before the first attempt. */
export const conversation = ({ effect, model, type, config, terms }: Setting): Conversation => {
  let meter = started(model.modelId)
  let omit = config.omit

  const ask = async (messages: Message[]): Promise<Either<Failure, Reply>> => {
    const options = callOptions(effect, { messages, type, omit, providerOptions: config.providerOptions })
    meter = terms.signal.aborted ? meter : sent(meter)
    const result = await called((signal) => generate(model, options, signal), terms)
    if (E.isLeft(result)) {
      const refused = refusedParameter(result.left.thrown)
      if (refused === undefined || omit.includes(refused)) return result
      omit = [...omit, refused]
      return ask(messages)
    }
    const reply = replyOf(result.right)
    if (reply === undefined)
      return E.left({ fault: malformed({ ...terms.scene, found: 'it has no content', waitMs: undefined }) })
    meter = used(meter, reply.usage, reply.model)
    return E.right(reply)
  }

  const attempt = async (): Promise<Either<Failure, Accepted>> => {
    const first = firstMessages(effect.prompt)
    let messages = first
    for (let repairs = 0; ; repairs += 1) {
      const replied = await ask(messages)
      if (E.isLeft(replied)) return replied
      const reply = replied.right
      if (reply.finish === 'declined') return E.left({ fault: declinedFault(terms) })
      const checked = judge(effect, reply)
      if (E.isRight(checked)) return E.right({ answer: checked.right, rawLength: reply.text.length })
      const flaw = { text: reply.text, reason: checked.left }
      if (repairs >= config.repair) return E.left({ fault: badAnswerFault(effect, flaw, terms) })
      messages = repairMessages(first, flaw, effect.contract)
    }
  }

  return { attempt, meter: () => meter }
}

/** A cut answer is refused even where what is left of it parses: its last list or text may have lost its end unseen. */
const judge = (effect: Generate, reply: Reply): Either<string, Answer> =>
  reply.finish === 'truncated' || reply.finish === 'interrupted'
    ? E.left(reply.finish)
    : checkAnswer(effect.contract, reply.text)

const declinedFault = ({ scene }: Terms) =>
  declined({
    ...scene,
    because: 'the model or its content filter declined to answer',
    next: 'Change the prompt or use another model.',
  })

/** Says what is wrong, never the answer itself: it may hold what must not be logged. */
const badAnswerFault = ({ contract, sampling }: Generate, { reason }: Flaw, { scene }: Terms) =>
  badAnswer({
    ...scene,
    because: `the answer breaks the contract ${contract.name}: ${reason}`,
    next:
      reason === 'truncated'
        ? `Raise maxTokens, which is ${sampling.maxTokens}.`
        : 'Use a stronger model or a simpler contract.',
    reason,
    attempts: 1,
    retryable: true,
  })
