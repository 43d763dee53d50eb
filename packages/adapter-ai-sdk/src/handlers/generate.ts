import * as E from 'fp-ts/lib/Either.js'
import type { Handler } from '@chorale/core/effect'
import type { Generate } from '@chorale/core/ports'
import type { Config } from '../config.js'
import { conduct } from './conduct.js'
import { conversation } from './conversation.js'

/** Answers `model/generate`: attempts, each with its repair, until an answer keeps its contract. Spec cf14 4.6. */
export const generateHandler =
  (config: Config): Handler<Generate> =>
  (effect, context) =>
  async () => {
    const ended = await conduct(config, { effect, context, verb: 'generate' }, (opened) =>
      conversation({ ...opened, effect, config }),
    )
    if (E.isLeft(ended)) return ended
    const { said, resolver, paid, latencyMs } = ended.right
    const { answer, rawLength } = said
    return E.right({ answer, resolver, ...paid, latencyMs, rawLength })
  }
