import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A small process that outlives ours, by whatever signal ours ends, and then ends the server and removes what is only ours. */
export interface Leash {
  /** Which process to end; undefined for none. */
  readonly hold: (pid: number | undefined) => void
  /** Ends what is held now, as it would be at our own end; resolves when the files are removed. */
  readonly letGo: () => Promise<void>
  /** Whether it was let go: nothing may be started any more. */
  readonly isOver: () => boolean
}

/**
 * Reads process ids line by line, the last one counts. The end of input is the end of whoever held the other end. A server that was just killed
 * may still write: removing is tried again for some seconds.
 */
const script = `
  while read -r line; do pid=$line; done
  if [ "$pid" != none ]; then kill -KILL "$pid" 2>/dev/null; fi
  if [ -n "$1" ]; then
    umount -l -- "$1" 2>/dev/null
    for try in 1 2 3 4 5 6 7 8 9 10; do rm -rf -- "$1" 2>/dev/null && break; sleep 0.5; done
  fi`

/** Every leash of this process that holds. */
const holding = new Set<Leash>()

// A test runner that is killed leaves its workers to themselves: they would go on to the end of their file, with their servers.
process.once('disconnect', () => holding.forEach((each) => void each.letGo()))

/** Starts one; `litter` is a directory to remove at the end, with what is mounted there. A session of its own keeps a terminal's signals away from it. */
export const leash = (litter: string | undefined): Leash => {
  const keeper = spawn('/bin/sh', ['-c', script, 'leash', litter ?? ''], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    // The tools of the script, whatever a test has made of the environment.
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
  })
  const isOver = () => keeper.stdin.writableEnded
  const made: Leash = {
    hold: (pid) => {
      if (!isOver()) keeper.stdin.write(`${pid ?? 'none'}\n`)
    },
    letGo: async () => {
      holding.delete(made)
      if (keeper.exitCode !== null || keeper.signalCode !== null) return
      const ended = once(keeper, 'exit')
      keeper.stdin.end()
      await ended
    },
    isOver,
  }
  made.hold(undefined)
  holding.add(made)
  return made
}
