import type { Json } from '@chorale/core/base'
import type { LoopEvent } from '@chorale/core/connection'
import type { LoopRequest, ServerOptions } from '../src/index.js'

/** A loop whose events the test tells. */
export interface TestLoop {
  readonly request: LoopRequest
  readonly tell: (...events: readonly LoopEvent[]) => void
  readonly fail: (thrown: Error) => void
  readonly cancelled: string[]
}

type Ports = Pick<ServerOptions, 'authenticate' | 'threads' | 'loops'>

/** A host in memory: every key but `stranger` is a user's, every thread is everybody's. */
export interface TinyHost extends Ports {
  /** Loops by prompt, the latest of each. */
  readonly started: Map<string, TestLoop>
  readonly faults: string[]
}

/** What a loop tells of itself. */
export const said = (
  { loopId, thread }: LoopRequest,
  seq: number,
  more: { readonly [name: string]: Json } = {},
): LoopEvent => ({
  ...{ loopId, thread, type: 'chorus_response', isLast: false, isDroppable: more['status'] === 'delta' },
  data: {
    loop_id: loopId,
    thread_id: thread,
    step: 'action',
    iteration: 0,
    status: 'running',
    content: null,
    seq,
    ...more,
  },
})

/** The end of a loop. */
export const ended = ({ loopId, thread }: LoopRequest, status = 'completed'): LoopEvent => ({
  ...{ loopId, thread, type: 'state_update', isLast: true, isDroppable: false },
  data: { loop_id: loopId, status, iterations: 1, degraded: [] },
})

/** Values between who puts them in and a `for await`. */
const channel = <A>() => {
  const waiting: (A | Error)[] = []
  let wake: (() => void) | null = null
  const put = (...values: readonly (A | Error)[]) => {
    waiting.push(...values)
    wake?.()
  }
  const values = async function* (isLast: (value: A) => boolean): AsyncGenerator<A> {
    for (;;) {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        if (next instanceof Error) throw next
        yield next
        if (isLast(next)) return
      }
      await new Promise<void>((resolve) => void (wake = resolve))
    }
  }
  return { put, values }
}

/** `script` tells what each loop says by itself; nothing where it is left out. */
export const tinyHost = (script: (request: LoopRequest) => readonly LoopEvent[] = () => []): TinyHost => {
  const messages = new Map<string, Json[]>()
  const started = new Map<string, TestLoop>()
  const threads: { id: string; name: string }[] = []
  return {
    started,
    faults: [],
    authenticate: (publicKey) =>
      Promise.resolve(publicKey === 'stranger' ? null : { id: `user-${publicKey}`, publicKey }),
    threads: {
      getThreads: () => Promise.resolve(threads),
      loadMessages: ({ thread, limit }) =>
        thread === 'nowhere'
          ? Promise.resolve({ _tag: 'refused', code: 'THREAD_NOT_FOUND', message: 'There is no such thread.' })
          : Promise.resolve({ messages: (messages.get(thread) ?? []).slice(-limit), hasMore: false }),
      createThread: ({ name, userId }) => {
        const thread = { id: `thread-${threads.length + 1}`, name }
        threads.push(thread)
        return Promise.resolve({ ...thread, by: userId })
      },
    },
    loops: {
      start: (request) => {
        const { put, values } = channel<LoopEvent>()
        const cancelled: string[] = []
        started.set(request.prompt, { request, tell: put, fail: put, cancelled })
        messages.set(request.thread, [...(messages.get(request.thread) ?? []), { content: request.prompt }])
        put(...script(request))
        return Promise.resolve({
          loopId: request.loopId,
          events: values(({ isLast }) => isLast),
          cancel: (reason) => {
            cancelled.push(reason)
            put(ended(request, 'cancelled'))
          },
        })
      },
    },
  }
}
