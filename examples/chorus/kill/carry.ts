import type { Store } from '@chorale/adapter-local'
import type { ChorusParams } from '@chorale/core/chorus'
import { effectDigest, type Effect, type Handler, type Interpreter } from '@chorale/core/effect'
import { orReject } from '@chorale/core/fault'
import type { JournalEffect } from '@chorale/core/ports/journal'
import type { Chat } from '@chorale/core/ports/model'
import { start } from '@chorale/core/run'
import { readyMemory } from '../memory.js'
import { embedding, loop, stopped, thread } from './setting.js'
import type { Told } from './told.js'

/** A loop, and with what a worker carries it on. */
export interface Carrying {
  readonly run: string
  readonly prompt: string
  readonly store: Store
  readonly journal: Interpreter<JournalEffect>
  readonly chat: Interpreter<Chat>
  /** Names the worker in the journal. */
  readonly sitting: string
  /** Takes each line before the next is made. */
  readonly say: (told: Told) => void
}

/** Gets the stores ready as the host does at its start. */
export const ready = async (store: Store): Promise<void> => {
  await orReject(readyMemory({ handlers: store, isForgetful: false }, embedding))
}

/**
 * Starts a loop where it is new, takes it up where it is unfinished, and tells all of it from its first event on, as the host does for those who
 * listen again.
 */
export const carry = async (carrying: Carrying): Promise<void> => {
  const { run, prompt, store, journal, chat, sitting, say } = carrying
  await ready(store)
  const params: ChorusParams = { threadId: thread, prompt, turns: [], userKey: 'ada', audience: 'thread' }
  const noted = <E extends Effect>(handler: Handler<E>): Handler<E> => {
    const note: Handler<E> = (effect, context) => {
      say({ _tag: 'asked', key: effect.key, digest: effectDigest(effect) })
      return handler(effect, context)
    }
    return note
  }
  const models = { 'model/chat': noted(chat['model/chat']), 'model/embed': noted(embedding['model/embed']) }
  const begun = start(loop, params, {
    ...{ interpreter: { ...store, ...models }, journal, run, sitting, clock: stopped },
    ...{ existing: 'resume', past: 'told', commit: { size: 1, ms: 0 }, labels: { thread, user: 'ada' } },
  })
  for await (const event of begun) say({ _tag: 'event', event })
  const { status, result } = await begun.result()
  say({ _tag: 'ended', status, result })
}
