import * as E from 'fp-ts/lib/Either.js'
import { uuidV5 } from '@chorale/core/base'
import type { ChorusEffect, ChorusMessage, ChorusParams, ChorusResponse, ChorusTypes } from '@chorale/core/chorus'
import type { LoopEvent } from '@chorale/core/connection'
import type { Interpreter } from '@chorale/core/effect'
import { thrownText } from '@chorale/core/fault'
import type { Machine } from '@chorale/core/machine'
import type { Wake } from '@chorale/core/ports'
import type { JournalEffect, RunRecord } from '@chorale/core/ports/journal'
import { resume, start, type Run } from '@chorale/core/run'
import type { LoopRequest, LoopsPort, Refused, RunningLoop } from '@chorale/server-ws'
import { contextOf } from './asking.js'
import { isRefused, type Threads } from './threads.js'
import { limitsIn, loopEventOf } from './wire.js'

/** What answers the requests of a loop; timers are the runner's own. */
export type LoopInterpreter = Interpreter<Exclude<ChorusEffect, Wake>>

/** What loops are carried out with. */
export interface LoopsWith {
  readonly machine: Machine<ChorusTypes>
  readonly interpreter: LoopInterpreter
  readonly journal: Interpreter<JournalEffect>
  readonly threads: Threads
  readonly audience: 'thread' | 'public'
  /** Why no loop can be started; undefined where they can. */
  readonly closed: Refused | undefined
  readonly now: () => number
  /** Told of what should not happen; a sentence. */
  readonly complain: (sentence: string) => void
}

/** Loops as runs of the journal. */
export interface Loops extends LoopsPort {
  /** Carries on what an earlier process left unfinished; resolves to how many. */
  readonly takeUp: () => Promise<number>
  /** Starts nothing new, waits for what is under way, and leaves the rest to the next start. */
  readonly close: () => Promise<void>
}

type ChorusRun = Run<ChorusTypes>

interface Running {
  readonly run: ChorusRun
  readonly thread: string
  /** Resolves once the run has ended and its answer is listed in its thread. */
  readonly over: Promise<void>
}

/** UUID v5 of `urn:chorale:chorus-example` in the namespace of URLs. */
const namespace = '0b7d1c54-6f0a-5b86-9f7e-2f4f5c1c2a11'

/** {@link Loops} */
export const loopsOf = (parts: LoopsWith): Loops => {
  const running = new Map<string, Running>()
  /** Resumed loops that nobody has listened to yet. */
  const unheard = new Set<string>()
  const begin = (run: ChorusRun, thread: string): RunningLoop => {
    running.set(run.id, {
      run,
      thread,
      over: followed(parts, run).finally(() => unheard.has(run.id) || running.delete(run.id)),
    })
    return loopOf(run)
  }
  return {
    start: async (request) => {
      const params = parts.closed ?? (await paramsOf(parts, request))
      if ('_tag' in params) return params
      const { machine, interpreter, journal } = parts
      const labels = { thread: request.thread, user: request.userId }
      return begin(start(machine, params, { interpreter, journal, run: request.loopId, labels }), request.thread)
    },
    running: (threads) =>
      Promise.resolve(
        [...running.values()]
          .filter(({ run, thread }) => threads.includes(thread) && unheard.has(run.id))
          .map(({ run, over }) =>
            heard(run, () => {
              unheard.delete(run.id)
              void over.then(() => running.delete(run.id))
            }),
          ),
      ),
    takeUp: async () => {
      const left = await unfinished(parts.journal)
      for (const { run, labels } of left) {
        unheard.add(run)
        const { machine, interpreter, journal } = parts
        begin(resume(machine, { interpreter, journal, run, past: 'told' }), labels['thread'] ?? '')
      }
      return left.length
    },
    close: async () => {
      for (const { run } of running.values()) run.pause()
      await Promise.all([...running.values()].map(({ over }) => over))
    },
  }
}

/** What a loop is started with: its prompt stands in the thread before it begins. */
const paramsOf = async (
  { machine, threads, audience, now }: LoopsWith,
  { loopId, thread: threadId, userId, prompt, limits }: LoopRequest,
): Promise<ChorusParams | Refused> => {
  const thread = await threads.open(userId, threadId)
  if (isRefused(thread)) return thread
  const promptMessageId = uuidV5(`${loopId}/prompt`, namespace)
  const messages = await threads.newest(threadId, 40)
  const turns = messages.filter(({ id }) => id !== promptMessageId).map(({ role, content }) => ({ role, content }))
  const origin = { userKey: userId, promptMessageId, audience }
  const params: ChorusParams = { threadId, prompt, turns, limits: limitsIn(limits), ...origin }
  const tried = machine.step(machine.initial, { _tag: 'started', run: loopId, params, at: now() })
  if (E.isLeft(tried)) return refusalOf(tried.left)
  const [first] = tried.right.responses
  if (machine.status(tried.right.state) === 'failed' && first?.error !== undefined)
    return { _tag: 'refused', code: first.error.code, message: first.error.message }
  const said = { id: promptMessageId, threadId, content: prompt, by: userId }
  return (await threads.add({ ...said, speaker: 'person', audience })) ?? params
}

const refusalOf = (fault: { readonly because: string; readonly next: string }): Refused => ({
  ...{ _tag: 'refused', code: 'BAD_MESSAGE', message: `${fault.because}. ${fault.next}` },
})

/** Waits for a run's end and lists its answer in its thread. */
const followed = async ({ threads, complain }: LoopsWith, run: ChorusRun): Promise<void> => {
  const ended = await run.ending()
  if (E.isLeft(ended)) return complain(`Loop ${run.id} broke off: ${ended.left.because}. ${ended.left.next}`)
  const { status, threadId } = ended.right.result
  if (status !== 'completed') return
  try {
    const refused = await threads.list(threadId)
    if (refused !== undefined) complain(`The answer of loop ${run.id} is not listed in its thread: ${refused.message}`)
  } catch (thrown) {
    complain(`The answer of loop ${run.id} is not listed in its thread: ${thrownText(thrown)}`)
  }
}

const loopOf = (run: ChorusRun): RunningLoop => ({
  loopId: run.id,
  events: eventsOf(run),
  cancel: (reason) => run.tell({ _tag: 'cancel', reason } satisfies ChorusMessage),
})

const eventsOf = async function* (run: AsyncIterable<ChorusResponse>): AsyncGenerator<LoopEvent> {
  for await (const response of run) yield loopEventOf(response)
}

/** The same, and what to do once somebody has begun to listen. */
const heard = (run: ChorusRun, begun: () => void): RunningLoop => ({
  ...loopOf(run),
  events: (async function* () {
    begun()
    yield* eventsOf(run)
  })(),
})

const unfinished = async (journal: Interpreter<JournalEffect>): Promise<readonly RunRecord[]> => {
  const left: RunRecord[] = []
  for (let behind: { readonly after?: string } = {}; ;) {
    const where = { program: 'chorus', status: ['running', 'waiting', 'paused'] } as const
    const page = await journal['journal/list'](
      { _tag: 'journal/list', key: 'unfinished', where, limit: 200, ...behind },
      contextOf('loops'),
    )()
    if (E.isLeft(page)) throw new Error(`${page.left.because}. ${page.left.next}`)
    left.push(...page.right.runs)
    if (page.right.after === null) return left
    behind = { after: page.right.after }
  }
}
