import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import type { Leash } from './leash.js'
import { stateOf } from './state.js'
import { until } from './until.js'

/** How long a process may take to end by itself, or to stand still. */
const FAREWELL_MS = 10_000

/** A process of ours that can be started again after it has ended. */
export interface Child {
  readonly pid: () => number | undefined
  readonly begin: () => void
  readonly kill: () => Promise<void>
  readonly end: () => Promise<void>
  readonly freeze: () => Promise<void>
  readonly thaw: () => void
}

/** What to run, and the file that takes its output. */
export interface Command {
  readonly words: readonly string[]
  readonly output: string
}

/** The process of a command, not begun yet. In a session of its own: a terminal's Ctrl-C ends us, and the leash ends it. */
export const childOf = ({ words, output }: Command, keeper: Leash): Child => {
  let running: ChildProcess | undefined
  const begin = () => {
    if (keeper.isOver()) throw new Error('the server was stopped, or the test run has ended; start a new one')
    const [program = '', ...args] = words
    const file = openSync(output, 'a')
    const begun = spawn(program, args, { stdio: ['ignore', file, file], detached: true })
    closeSync(file)
    const over = () => {
      if (running !== begun) return
      running = undefined
      keeper.hold(undefined)
    }
    running = begun
    keeper.hold(begun.pid)
    begun.once('exit', over)
    begun.once('error', over)
  }
  const end = async () => {
    const ending = running
    if (ending === undefined) return
    ending.kill('SIGCONT')
    const late = setTimeout(() => ending.kill('SIGKILL'), FAREWELL_MS)
    await gone(ending, 'SIGTERM')
    clearTimeout(late)
  }
  return {
    pid: () => running?.pid,
    begin,
    kill: async () => {
      if (running !== undefined) await gone(running, 'SIGKILL')
    },
    end,
    freeze: async () => {
      const pid = running?.pid
      running?.kill('SIGSTOP')
      await until(() => pid === undefined || stateOf(pid) !== 'running', FAREWELL_MS)
    },
    thaw: () => void running?.kill('SIGCONT'),
  }
}

const gone = async (ending: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  const ended = once(ending, 'exit')
  ending.kill(signal)
  await ended
}
