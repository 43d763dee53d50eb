import * as E from 'fp-ts/lib/Either.js'
import type { Handler } from '@chorale/core/effect'
import type { Chat } from '@chorale/core/ports/model'
import type { Config } from '../config.js'
import { conduct } from './conduct.js'
import { talk } from './talk.js'

/**
 * Answers `model/chat`: attempts until one ends with an answer. Asked for in pieces, the text is told while it is written, where somebody
 * listens and the model can; a stream that breaks is void and is begun again with the next attempt. Spec chorus 3.
 */
export const chatHandler =
  (config: Config): Handler<Chat> =>
  (effect, context) =>
  async () => {
    const tell = effect.delivery === 'pieces' ? context.tell : undefined
    const ended = await conduct(config, { effect, context, verb: 'chat' }, (opened) =>
      talk({ ...opened, effect, config, tell }),
    )
    if (E.isLeft(ended)) return ended
    const { said, resolver, paid, latencyMs } = ended.right
    const { text, finish, isCounted } = said
    // Tokens that nobody counted have no price: a nought would be a lie.
    const costMicroUsd = isCounted ? paid.costMicroUsd : null
    return E.right({ text, finish, resolver, ...paid, costMicroUsd, latencyMs })
  }
