import type { ConnectionEffect, LoopEvent } from '@chorale/core/connection'
import { thrownText } from '@chorale/core/fault'
import { outcomeOf, tellAnswer } from './asking.js'
import type { RunningLoop } from './host.js'
import type { Hub, Loop } from './hub.js'
import { publish } from './publish.js'
import type { Session } from './line.js'

type LoopEffect = Extract<ConnectionEffect, { readonly _tag: 'loop' }>
type Start = Extract<LoopEffect, { readonly op: 'start' }>

/** Starts a loop of the host's and listens to it; one that is there under this id already is only answered for. */
export const startLoop = (hub: Hub, session: Session, effect: Start): void => {
  const loop = hub.loops.get(effect.loopId) ?? begin(hub, effect)
  loop.owners.add(session)
  void loop.started.then((outcome) => tellAnswer(hub, session, { ref: effect.ref, outcome }))
}

const begin = (hub: Hub, { loopId, thread, userId, prompt, limits, messageId }: Start): Loop => {
  const request = { loopId, thread, userId, prompt, limits, ...(messageId === undefined ? {} : { messageId }) }
  const started = outcomeOf(hub, 'start a loop', async () => {
    const made = await hub.config.loops.start(request)
    if ('_tag' in made) return made
    loop.running = made
    return { op: 'start' }
  })
  const loop: Loop = { thread, started, owners: new Set(), running: null }
  hub.loops.set(loopId, loop)
  void started.then(() => {
    if (loop.running === null) hub.loops.delete(loopId)
    else void listen(hub, loop, loop.running)
  })
  return loop
}

/** Tells the host that a loop is to end, as soon as the host has it; the loop itself says when it has ended. */
export const cancelLoop = (hub: Hub, { loopId, reason }: Extract<LoopEffect, { readonly op: 'cancel' }>): void => {
  const loop = hub.loops.get(loopId)
  if (loop === undefined) return
  void loop.started
    .then(() => loop.running?.cancel(reason))
    .catch((thrown: unknown) => hub.config.onFault(`cancel a loop failed: ${thrownText(thrown)}`))
}

/** Loops that run on a thread without this server having started them are listened to as well. */
export const adoptLoops = (hub: Hub, thread: string): void => {
  const { running } = hub.config.loops
  if (running === undefined) return
  void running([thread]).then(
    (found) => found.forEach((each) => adopt(hub, thread, each)),
    (thrown: unknown) => hub.config.onFault(`look for running loops failed: ${thrownText(thrown)}`),
  )
}

const adopt = (hub: Hub, thread: string, running: RunningLoop): void => {
  if (hub.loops.has(running.loopId)) return
  const started = Promise.resolve({ ok: true, value: { op: 'start' } } as const)
  const loop: Loop = { thread, started, owners: new Set(), running }
  hub.loops.set(running.loopId, loop)
  void listen(hub, loop, running)
}

/**
 * Passes on what a loop tells until it ends. The iterator is never told to return: when the server stops listening, the loop is the host's and
 * may go on.
 */
const listen = async (hub: Hub, { thread }: Loop, { loopId, events }: RunningLoop): Promise<void> => {
  let isEnded = false
  try {
    const from = events[Symbol.asyncIterator]()
    for (let step = await from.next(); step.done !== true && !hub.isOver; step = await from.next()) {
      isEnded ||= step.value.isLast
      publish(hub, step.value)
    }
  } catch (thrown) {
    hub.config.onFault(`a loop failed: ${thrownText(thrown)}`)
  }
  if (!isEnded && !hub.isOver) publish(hub, brokenOff(loopId, thread))
  hub.loops.delete(loopId)
}

/** The end of a loop that did not say its end. */
const brokenOff = (loopId: string, thread: string): LoopEvent => ({
  ...{ loopId, thread, type: 'state_update', isLast: true, isDroppable: false },
  data: {
    ...{ loop_id: loopId, thread_id: thread, status: 'failed' },
    error: {
      ...{ class: 'StateError', code: 'STATE_UNCLASSIFIED', retryable: false },
      message: 'The loop broke off. Ask again.',
    },
  },
})
