import * as E from 'fp-ts/lib/Either.js'
import { effectDigest, type Interpreter } from '@chorale/core/effect'
import { orReject } from '@chorale/core/fault'
import { recording, replaying } from '@chorale/core/policy'
import type { Entry } from '@chorale/core/ports/journal'
import type { Chat, ChatPiece } from '@chorale/core/ports/model'

/** A conversation that was recorded: its outcomes as the lines of a tape, and the pieces in which each was told before, by its digest. */
export interface Tape {
  readonly outcomes: string
  readonly pieces: readonly (readonly [digest: string, pieces: readonly ChatPiece[]])[]
}

/** The same model, with what it answers and in which pieces written down. */
export const recorded = ({ 'model/chat': chat }: Interpreter<Chat>) => {
  const lines: string[] = []
  const pieces: (readonly [string, ChatPiece[]])[] = []
  const heard: Interpreter<Chat> = {
    'model/chat': (effect, context) => () => {
      const told: ChatPiece[] = []
      pieces.push([effectDigest(effect), told])
      const tell = (piece: unknown): void => {
        // A cast at the seam: what a chat tells is a piece.
        told.push(piece as ChatPiece)
        context.tell?.(piece)
      }
      return chat(effect, { ...context, tell })()
    },
  }
  return {
    model: recording(heard, (line) => void lines.push(line)),
    tape: (): Tape => ({ outcomes: lines.join(''), pieces }),
  }
}

/** A model that says what is on a tape, in the pieces in which it was said. Equal questions get their answers in the order of the recording. */
export const played = async (tape: Tape): Promise<Interpreter<Chat>> => {
  const answers = await orReject(Promise.resolve(replaying<Chat>(tape.outcomes, ['model/chat'])))
  const pieces = new Map<string, (readonly ChatPiece[])[]>()
  for (const [digest, told] of tape.pieces) pieces.set(digest, [...(pieces.get(digest) ?? []), told])
  return {
    'model/chat': (effect, context) => () => {
      const left = pieces.get(effectDigest(effect)) ?? []
      const told = left.length > 1 ? left.shift() : left[0]
      for (const piece of told ?? []) context.tell?.(piece)
      return answers['model/chat'](effect, context)()
    },
  }
}

/**
 * Winds a tape on to where a journal ends: what was answered and kept is behind it. What was asked and not kept is said once more, as by a model
 * that answers a question always alike.
 */
export const wound = async (model: Interpreter<Chat>, entries: readonly Entry[]): Promise<void> => {
  const context = { run: 'winding', attempt: 1, signal: new AbortController().signal }
  const contents = new Map<string, string>()
  for (const { kind, about, payload } of entries) {
    if (about?.tag !== 'model/chat') continue
    const { key } = about
    if (kind === 'sent') contents.set(key, payload ?? '')
    if (kind !== 'settled') continue
    // A cast at the seam: what was sent to a model is a question without its key.
    const effect = { ...(JSON.parse(contents.get(key) ?? '') as Omit<Chat, 'key'>), key }
    const outcome = await model['model/chat'](effect, context)()
    if (E.isLeft(outcome) && outcome.left._tag === 'NotFound')
      throw new Error(`The journal holds an answer to ${key}, and the tape does not: ${outcome.left.because}`)
  }
}
