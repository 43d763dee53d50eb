import * as E from 'fp-ts/lib/Either.js'
import type { Context, Handler } from '@chorale/core/effect'
import { illegalInput, type Machine } from '@chorale/core/machine'
import type { Ledger } from './ledger.js'
import type { Chat, Chatted, ChatPiece } from '@chorale/core/ports/model'

/** What was heard of a conversation: a piece by its place, the end by its text. */
export type Heard = { readonly from: number; readonly text: string } | { readonly end: string }

/** The state of a talk. */
export interface Talk {
  /** What is still to be asked, the open question first. */
  readonly left: readonly string[]
  readonly run: string | undefined
  readonly heard: readonly Heard[]
  readonly said: readonly string[]
}

/** The types of {@link talk}. */
export interface TalkTypes {
  readonly params: readonly string[]
  readonly state: Talk
  readonly effect: Chat
  readonly message: never
  readonly response: string
  readonly result: readonly string[]
}

/** The question of a text, at the address of that name. */
export const chat = (text: string, key = text): Chat => ({
  _tag: 'model/chat',
  key,
  messages: [{ role: 'user', content: text }],
  sampling: { temperature: 0, topP: 1, seed: 1, maxTokens: 20 },
  delivery: 'pieces',
  form: null,
})

const ask = (state: Talk, responses: readonly string[]) => ({
  state,
  responses,
  effects: state.left.slice(0, 1).map((text) => chat(text)),
})

/** A small program that streams: asks one text after the other, keeps all it hears in order, and tells each piece on. */
export const talk: Machine<TalkTypes> = {
  name: 'talk',
  version: 1,
  initial: { left: [], run: undefined, heard: [], said: [] },
  step: (state, input) => {
    if (input._tag === 'started') return E.right(ask({ ...state, run: input.run, left: input.params }, []))
    if (input.key !== state.left[0]) return E.left(illegalInput('hear of a text', `nobody asked ${input.key}`))
    if (input._tag === 'arrived') {
      const { from, text } = input.partial
      return E.right({ state: { ...state, heard: [...state.heard, { from, text }] }, responses: [text], effects: [] })
    }
    const end = E.isLeft(input.outcome) ? `!${input.outcome.left._tag}` : input.outcome.right.text
    const { left, heard, said } = state
    return E.right(ask({ ...state, left: left.slice(1), heard: [...heard, { end }], said: [...said, end] }, [end]))
  },
  status: ({ run, left, said }) => {
    if (run === undefined || left.length > 0) return 'running'
    return said.some((text) => text.startsWith('!')) ? 'partial' : 'done'
  },
  result: ({ said }) => said,
}

/** An answer that cost a thousandth of a cent. */
export const chatted = (text: string): Chatted => ({
  ...{ text, finish: 'stop', resolver: { type: 'echo', model: null } },
  usage: { input: 3, cached: 0, output: 2, reasoning: 0 },
  ...{ costMicroUsd: 10, attempts: 1, latencyMs: 0 },
})

/** A text in pieces of two characters, each with its place. */
export const piecesOf = (text: string): readonly ChatPiece[] =>
  Array.from({ length: Math.ceil(text.length / 2) }, (_, i) => ({ from: 2 * i, text: text.slice(2 * i, 2 * i + 2) }))

/** What {@link streaming} answers to a question. */
export const answerTo = (text: string): string => `${text}${text}!`

/** A model that answers at once, in pieces where somebody listens. */
export const streaming: { readonly 'model/chat': Handler<Chat> } = {
  'model/chat':
    (effect, { tell }) =>
    () => {
      const text = answerTo(effect.messages[0]?.content ?? '')
      for (const piece of piecesOf(text)) tell?.(piece)
      return Promise.resolve(E.right(chatted(text)))
    },
}

/** What the hands of a test can do with one open call. */
export interface OpenCall {
  readonly effect: Chat
  readonly context: Context
  /** Tells a piece, or whatever a handler without types might. */
  readonly tell: (partial: unknown) => void
  readonly end: (outcome?: Awaited<ReturnType<ReturnType<Handler<Chat>>>>) => void
}

/** A model in the hands of a test: every call waits until it is ended. */
export const handModel = () => {
  const calls: OpenCall[] = []
  const handler: Handler<Chat> = (effect, context) => () =>
    new Promise((resolve) => {
      calls.push({
        ...{ effect, context },
        tell: (partial) => context.tell?.(partial),
        end: (outcome = E.right(chatted(answerTo(effect.key)))) => resolve(outcome),
      })
    })
  return { calls, interpreter: { 'model/chat': handler } }
}

/** All that a talk hears of some texts when nothing happens to it. */
export const heardOf = (...texts: readonly string[]): readonly Heard[] =>
  texts.flatMap((text) => [...piecesOf(answerTo(text)), { end: answerTo(text) }])

/** Waits until the journal holds so many entries of a kind. */
export const kept = async (
  { entries }: Ledger,
  run: string,
  wanted: { readonly kind: string; readonly count: number },
): Promise<void> => {
  const { kind, count } = wanted
  let found = 0
  for (let turns = 0; found < count; turns += 1) {
    if (turns > 20_000) throw new Error(`only ${found} of ${count} ${kind} were kept`)
    await new Promise((resolve) => setImmediate(resolve))
    found = (await entries(run)).filter((entry) => entry.kind === kind).length
  }
}
