import type { ChatPiece } from '@chorale/core/ports/model'
import { member, textOf } from './faults/read.js'

/** What came of a stream: all of it in the form of a reply in one piece, or how it broke. */
export type Streamed =
  | { readonly _tag: 'whole'; readonly result: unknown }
  | { readonly _tag: 'broken'; readonly thrown: unknown }
  /** It is none. */
  | { readonly _tag: 'none' }

/** Where the text goes while it comes. */
export interface Listening {
  readonly tell: (piece: ChatPiece) => void
  /** Aborted when nobody waits for this call any more: from then on nothing is told, even where the model goes on. */
  readonly signal: AbortSignal
}

/** Reads a stream to its end and tells its text as it comes. It never rejects. */
export const readStream = async (reply: unknown, listening: Listening): Promise<Streamed> => {
  const reader = readerOf(member(reply, 'stream'))
  if (reader === undefined) return { _tag: 'none' }
  const { signal } = listening
  const leave = (): void => void reader.cancel().catch(() => undefined)
  signal.addEventListener('abort', leave, { once: true })
  try {
    return await readAll(reader, listening)
  } catch (thrown) {
    return { _tag: 'broken', thrown }
  } finally {
    signal.removeEventListener('abort', leave)
    leave()
  }
}

/** The least that a stream's reader can do. */
interface Reader {
  readonly read: () => Promise<{ readonly done: boolean; readonly value?: unknown }>
  readonly cancel: () => Promise<void>
}

/** By shape: a provider package may bring streams of its own. */
const readerOf = (stream: unknown): Reader | undefined =>
  typeof member(stream, 'getReader') === 'function'
    ? // A cast after a check: what has a reader is a readable stream.
      (stream as { readonly getReader: () => Reader }).getReader()
    : undefined

const readAll = async (reader: Reader, { tell, signal }: Listening): Promise<Streamed> => {
  let text = ''
  let modelId: string | undefined
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return { _tag: 'broken', thrown: new Error('the stream ended before the answer did') }
    switch (member(value, 'type')) {
      case 'text-delta': {
        const delta = textOf(value, 'delta') ?? ''
        if (delta !== '' && !signal.aborted) tell({ from: text.length, text: delta })
        text += delta
        break
      }
      case 'response-metadata':
        modelId = textOf(value, 'modelId') ?? modelId
        break
      case 'error':
        return { _tag: 'broken', thrown: member(value, 'error') }
      case 'finish': {
        const [finishReason, usage] = [member(value, 'finishReason'), member(value, 'usage')]
        const content = [{ type: 'text', text }]
        return { _tag: 'whole', result: { content, finishReason, usage, response: { modelId } } }
      }
    }
  }
}
