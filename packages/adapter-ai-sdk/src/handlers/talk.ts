import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { badAnswer } from '@chorale/core/fault'
import type { Chat, Chatted, ChatPiece, Resolver } from '@chorale/core/ports/model'
import { called, type Terms } from '../call.js'
import { chatOptions } from '../compile/call-options.js'
import { chatMessages } from '../compile/messages.js'
import type { Config } from '../config.js'
import { replyOf, type Reply } from '../decode.js'
import { generate, isStreaming, stream, type GenerateOptions, type LanguageModel } from '../driver.js'
import { failureInStream, type Failure } from '../faults/failure-of.js'
import { refusedParameter } from '../faults/refused-parameter.js'
import { malformed } from '../faults/rules.js'
import { sent, started, used, type Meter } from '../meter.js'
import { readStream, type Streamed } from '../stream.js'

/** What the model said, and whether its tokens were counted. */
export interface Said extends Pick<Chatted, 'text' | 'finish'> {
  readonly isCounted: boolean
}

/** All calls of one effect: they share a meter, and what the server was found not to take. */
export interface Talk {
  readonly attempt: () => Promise<Either<Failure, Said>>
  /** What was spent so far. */
  readonly meter: () => Meter
}

interface Setting {
  readonly effect: Chat
  readonly model: LanguageModel
  readonly type: Resolver['type']
  readonly config: Config
  readonly terms: Terms
  /** Missing where the answer is to come whole, or nobody listens. */
  readonly tell: ((piece: ChatPiece) => void) | undefined
}

/** Begins to talk; nothing is sent before the first attempt. */
export const talk = (setting: Setting): Talk => {
  const { effect, model, type, config, terms } = setting
  const messages = chatMessages(effect.messages)
  let meter = started(model.modelId)
  let omit = config.omit

  const attempt = async (): Promise<Either<Failure, Said>> => {
    const options = chatOptions(effect, { messages, type, omit, providerOptions: config.providerOptions })
    meter = terms.signal.aborted ? meter : sent(meter)
    const result = await called((signal) => answered(setting, options, signal), terms)
    if (E.isLeft(result)) {
      const refused = refusedParameter(result.left.thrown)
      if (refused === undefined || omit.includes(refused)) return result
      omit = [...omit, refused]
      return attempt()
    }
    // A cast at the seam: a call is told as unknown, and this is what this one gives.
    const streamed = result.right as Streamed
    if (streamed._tag === 'broken') return E.left(failureInStream(streamed.thrown, terms.scene, terms.now()))
    const reply = streamed._tag === 'none' ? undefined : replyOf(streamed.result)
    if (reply === undefined)
      return E.left({ fault: malformed({ ...terms.scene, found: 'it has no content', waitMs: undefined }) })
    meter = used(meter, reply.usage, reply.model)
    return saidIn(reply, terms)
  }

  return { attempt, meter: () => meter }
}

const answered = async ({ model, tell }: Setting, options: GenerateOptions, signal: AbortSignal): Promise<Streamed> =>
  tell === undefined || !isStreaming(model)
    ? { _tag: 'whole', result: await generate(model, options, signal) }
    : readStream(await stream(model, options, signal), { tell, signal })

/** What was cut or declined is an answer all the same, and says so; what was interrupted is none. */
const saidIn = ({ text, finish, isStop, isCounted }: Reply, { scene }: Terms): Either<Failure, Said> => {
  switch (finish) {
    case 'whole':
      return E.right({ text, finish: isStop ? 'stop' : 'other', isCounted })
    case 'truncated':
      return E.right({ text, finish: 'length', isCounted })
    case 'declined':
      return E.right({ text, finish: 'declined', isCounted })
    case 'interrupted':
      return E.left({
        fault: badAnswer({
          ...scene,
          because: 'the model was interrupted before it had ended',
          next: 'Try again later.',
          reason: 'interrupted',
          attempts: 1,
          retryable: true,
        }),
      })
  }
}
