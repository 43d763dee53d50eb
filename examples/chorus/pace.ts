import { setTimeout as after } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import type { Interpreter } from '@chorale/core/effect'
import { cancelled } from '@chorale/core/fault'
import type { Chat } from '@chorale/core/ports/model'

/** So many pieces' time is what an answer takes that comes whole. */
const WHOLE = 8

/** The same model at a pace that eyes can follow: so many milliseconds before each piece. What it answers stays as it is. */
export const paced = ({ 'model/chat': chat }: Interpreter<Chat>, ms: number): Interpreter<Chat> => ({
  'model/chat': (effect, context) => async () => {
    const pieces: unknown[] = []
    const outcome = await chat(effect, { ...context, tell: (piece) => void pieces.push(piece) })()
    try {
      if (pieces.length === 0) await after(ms * WHOLE, undefined, { signal: context.signal })
      for (const piece of pieces) {
        await after(ms, undefined, { signal: context.signal })
        context.tell?.(piece)
      }
      return outcome
    } catch {
      const doing = `answer ${effect.key}`
      return E.left(cancelled({ doing, because: 'nobody waits for it any more', next: 'Ask again.', applied: 'no' }))
    }
  },
})
