import * as E from 'fp-ts/lib/Either.js'
import type { Interpreter } from '@chorale/core/effect'
import { unavailable } from '@chorale/core/fault'
import type { Chat, ChatPiece } from '@chorale/core/ports/model'
import { scripted } from '@chorale/core/testing/chorus'

/** A loop to be killed: what is asked, and what goes wrong with its model. */
export interface Victim {
  readonly name: string
  readonly prompt: string
  readonly mishaps: ReadonlyMap<string, Mishap>
}

/** An answer that ends in the middle, or none: at once, or after half of the text was told. */
type Mishap = 'cut' | 'away' | 'broken off'

const victimOf = (name: string, prompt: string, mishaps: { readonly [key: string]: Mishap } = {}): Victim => ({
  ...{ name, prompt, mishaps: new Map(Object.entries(mishaps)) },
})

/** All of them; memory holds earlier loops of the same thread. Mishaps stand by the keys of the questions. */
export const victims: readonly Victim[] = [
  victimOf('one pass', 'What keeps a warm cache warm?'),
  victimOf('two passes', 'Go deeper: what is a warm cache?'),
  victimOf('asked once more', 'Who warms a cache that is cold?', {
    ...{ '0/action/think/1': 'away', '0/experience/think/1': 'cut', '0/intention/think/1': 'away' },
    ...{ '0/intention/think/2': 'away', '0/yield/think/1': 'broken off' },
  }),
  victimOf('degraded', 'Is a cold cache a cache?', {
    ...{ '0/observation/think/1': 'cut', '0/observation/think/2': 'cut', '0/observation/think/3': 'cut' },
    ...{ '0/yield/think/1': 'cut', '0/yield/think/2': 'cut', '0/yield/think/3': 'cut' },
  }),
]

/** What is asked before, so that there is a memory. */
export const earlier: readonly string[] = ['What is a warm cache?', 'Why does a cache grow cold at night?']

/** Long enough for an answer to come in few pieces, so that there are not too many entries to die at. */
const model: Interpreter<Chat> = { 'model/chat': scripted({ pieceLength: 60 })['model/chat'] }

/** The scripted model, with the mishaps of a loop. */
export const modelOf = ({ mishaps }: Pick<Victim, 'mishaps'>): Interpreter<Chat> => ({
  'model/chat': (effect, context) => {
    const mishap = mishaps.get(effect.key)
    return mishap === undefined ? model['model/chat'](effect, context) : mishapped[mishap](effect, context)
  },
})

type ChatHandler = Interpreter<Chat>['model/chat']

const goneFor = ({ key }: Chat) =>
  E.left(
    unavailable({
      ...{ doing: `answer ${key}`, because: 'the model is away', next: 'Ask again.', applied: 'no' },
    }),
  )

const halved: ChatHandler = (effect, context) => async () => {
  const pieces: ChatPiece[] = []
  // A cast at the seam: what a chat tells is a piece.
  const tell = (piece: unknown): void => void pieces.push(piece as ChatPiece)
  const whole = await model['model/chat'](effect, { ...context, tell })()
  if (E.isLeft(whole)) return whole
  const half = Math.floor(whole.right.text.length / 2)
  for (const piece of pieces) if (piece.from + piece.text.length <= half) context.tell?.(piece)
  return E.right({ ...whole.right, text: whole.right.text.slice(0, half) })
}

const mishapped: { readonly [M in Mishap]: ChatHandler } = {
  cut: halved,
  away: (effect) => () => Promise.resolve(goneFor(effect)),
  'broken off': (effect, context) => async () => {
    await halved(effect, context)()
    return goneFor(effect)
  },
}
