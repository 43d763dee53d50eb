import { WebSocket } from 'ws'
import { connect, type Client, type ClientEvent, type ClientOptions, type ClientState } from '@chorale/client'
import { atEnd } from './with-server.js'

/** A client and what it has told so far. */
export interface Heard {
  readonly client: Client
  readonly events: ClientEvent[]
  /** Resolves with the first event from now on, or told before and not waited for yet, for which it holds. */
  readonly next: (holds: (event: ClientEvent) => boolean) => Promise<ClientEvent>
  /** Resolves when the client is in such a state. */
  readonly when: (holds: (state: ClientState) => boolean) => Promise<ClientState>
}

/** A client of a server on this machine, closed behind the test. It waits next to nothing before it tries again. */
export const connected = (port: number, options: Partial<ClientOptions> = {}): Heard => {
  const client = connect({
    url: `ws://127.0.0.1:${port}/ws`,
    publicKey: 'key',
    WebSocket,
    random: () => 0.005,
    ...options,
  })
  atEnd.push(client.close)
  const events: ClientEvent[] = []
  let looked = 0
  const wake: (() => void)[] = []
  void (async () => {
    for await (const event of client.events) {
      events.push(event)
      wake.splice(0).forEach((each) => each())
    }
  })()
  return {
    client,
    events,
    next: async (holds) => {
      for (;;) {
        while (looked < events.length) {
          const event = events[(looked += 1) - 1]
          if (event !== undefined && holds(event)) return event
        }
        await new Promise<void>((resolve) => void wake.push(resolve))
      }
    },
    when: (holds) =>
      new Promise((resolve) => {
        const stop = client.state.subscribe((state) => {
          if (!holds(state)) return
          resolve(state)
          queueMicrotask(() => stop())
        })
      }),
  }
}

/** Whether an event is of this type and, where one is named, has this status. */
export const is =
  (type: ClientEvent['type'], status?: string) =>
  (event: ClientEvent): boolean =>
    event.type === type && (status === undefined || (event.type !== 'reset' && event.data['status'] === status))

/** It is connected, by this way where one is named. */
export const isOpen =
  (by?: 'socket' | 'poll') =>
  (state: ClientState): boolean =>
    state._tag === 'open' && (by === undefined || state.by === by)

/** The numbers of the events. */
export const numbers = (events: readonly ClientEvent[]): readonly number[] => events.map(({ seq }) => seq)
