import { setTimeout as passing } from 'node:timers/promises'
import { deadlines } from './setting.js'
import type { Round, Servers } from './round.js'

/** Freezes one server with SIGSTOP in the middle of a run, thaws it after some time, and then does the same to the other. */
export const freezing =
  (servers: Servers, ms: number) =>
  async (ended: AbortSignal): Promise<Round['kills']> => {
    for (const name of ['neo4j', 'qdrant'] as const) {
      await passing(300, undefined, { signal: ended }).catch(() => undefined)
      await servers[name].freeze()
      await passing(ms)
      servers[name].thaw()
    }
    return { neo4j: 0, qdrant: 0 }
  }

/** A call that ended later than its deadline and a margin allow, or with another fault than a server that hangs can cause. */
export const beyondDeadline = ({ asked }: Round, marginMs: number): readonly string[] =>
  asked.flatMap(({ effect, ms, error }) => {
    const { readMs, writeMs, startMs } = deadlines
    const limit = (effect === 'graph/migrate' ? startMs : Math.max(readMs, writeMs)) + marginMs
    return [
      ...(ms > limit ? [`${effect} took ${Math.round(ms)} ms; it had ${limit}`] : []),
      // A new run is not found, and that is an answer.
      ...(error === undefined || expected.includes(error) ? [] : [`${effect} ended as ${error}`]),
    ]
  })

const expected: readonly string[] = ['TimedOut', 'Unavailable', 'NotFound']
