import type { ChildProcess } from 'node:child_process'
import { finish, launch, type Said } from '../testing/command.js'
import type { ModelServer } from '../testing/model-server.js'
import type { Moment } from './moments.js'

/** One worker at one run, from its start until it was killed or had done. */
export interface Sitting extends Said {
  readonly wasKilled: boolean
  /** Questions it asked. */
  readonly asked: number
  /** How long it took until it asked the first of them. */
  readonly startMs: number
}

/** Where and with what a worker sits. */
export interface Seat {
  readonly folder: string
  readonly args: readonly string[]
  readonly server: ModelServer
  /** Questions of a whole run, each counted once. */
  readonly calls: number
}

/** How often it is looked whether a question has come, in ms. */
const LOOK = 2

/** Starts the command and kills it with SIGKILL at a moment, unless it has done before. */
export const sit = async ({ folder, args, server, calls }: Seat, moment: Moment | undefined): Promise<Sitting> => {
  const before = server.total()
  const begun = Date.now()
  let startMs = 0
  const hasCome = (): boolean => {
    if (startMs === 0 && server.total() > before) startMs = Date.now() - begun
    return startMs > 0 && (moment?.after !== 'last question' || server.requests().size >= calls)
  }
  const child = launch(folder, args)
  const ended = finish(child)
  const isOver = killAt(child, moment, hasCome)
  const said = await ended
  isOver()
  await server.quiet()
  return { ...said, wasKilled: child.signalCode === 'SIGKILL', asked: server.total() - before, startMs }
}

/** Kills a process at a moment; gives what to call when there is nothing to kill any more. */
const killAt = (child: ChildProcess, moment: Moment | undefined, hasCome: () => boolean): (() => void) => {
  let timer = setTimeout(() => undefined, 0)
  const killIn = (wait: number): void => {
    timer = setTimeout(() => child.kill('SIGKILL'), wait)
  }
  const look = (): void => {
    if (!hasCome()) timer = setTimeout(look, LOOK)
    else if (moment !== undefined) killIn(moment.ms)
  }
  if (moment?.after === 'start') killIn(moment.ms)
  else look()
  return () => clearTimeout(timer)
}
