import { setTimeout as passing } from 'node:timers/promises'
import type { Round, Servers } from './round.js'

/** Kills wanted of each server. */
export interface Wanted {
  readonly neo4j: number
  readonly qdrant: number
}

/** Kills the servers in turn at random moments with SIGKILL, and starts each again at once, until there were enough or the run has ended. */
export const killing =
  (servers: Servers, wanted: Wanted, chance: () => number) =>
  async (ended: AbortSignal): Promise<Round['kills']> => {
    const kills = { neo4j: 0, qdrant: 0 }
    const left = () => (['neo4j', 'qdrant'] as const).filter((name) => kills[name] < wanted[name])
    while (!ended.aborted && left().length > 0) {
      // Most moments lie in the thick of it; some right after the restart.
      await passing(Math.round(chance() * chance() * 1200), undefined, { signal: ended }).catch(() => undefined)
      const names = left()
      const name = names[Math.floor(chance() * names.length)]
      if (name === undefined || isOver(ended)) break
      await servers[name].kill()
      kills[name] += 1
      await servers[name].restart()
    }
    return kills
  }

const isOver = (signal: AbortSignal): boolean => signal.aborted
