import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readTold, type Told } from './told.js'
import type { Order } from './worker.js'

/** When a worker is killed from outside: so many ms after it was started, or after it has told something. */
export interface Moment {
  readonly after: 'start' | 'first word'
  readonly ms: number
}

/** One worker at one loop, from its start until it was killed or had done. */
export interface Sitting {
  readonly name: string
  readonly wasKilled: boolean
  /** It had neither done nor been killed after a long time, and was ended then. */
  readonly isStuck: boolean
  readonly code: number | null
  readonly told: readonly Told[]
  /** What it said on standard error. */
  readonly err: string
  /** How long it took until it told something, and from then to its end. */
  readonly startMs: number
  readonly restMs: number
}

/** A worker to be started. */
export interface Seat {
  readonly program: string
  /** Where what it says is kept. */
  readonly folder: string
  readonly order: Order
}

const working = new Set<ChildProcess>()

/** Ends all workers that are at it. */
export const endAll = (): void => {
  for (const child of working) child.kill('SIGKILL')
}

/** A worker takes a second or two, on a busy machine several, in ms. */
const LONG = 60_000

/** How often it is looked whether a worker has told something, in ms. */
const LOOK = 2

/** Starts a worker, and kills it with SIGKILL at a moment unless it has done before. */
export const sit = ({ program, folder, order }: Seat, moment: Moment | undefined): Promise<Sitting> => {
  const [out, err] = ['told', 'err'].map((kind) => join(folder, `${order.sitting}.${kind}`)) as [string, string] // reason: two names give two paths
  const files = [openSync(out, 'a'), openSync(err, 'a')] as const
  const begun = Date.now()
  // What it says goes to files: a line that was written outlives it.
  const child = spawn(process.execPath, [program, JSON.stringify(order)], { stdio: ['ignore', ...files] })
  working.add(child)
  for (const file of files) closeSync(file)
  const watch = watching(child, out, moment)
  let isStuck = false
  const long = setTimeout(() => (isStuck = child.kill('SIGKILL')), LONG)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      working.delete(child)
      clearTimeout(long)
      const startMs = watch.over() ?? Date.now() - begun
      resolve({
        ...{ name: order.sitting, wasKilled: signal === 'SIGKILL', isStuck, code, startMs },
        ...{ restMs: Date.now() - begun - startMs, told: readTold(readFileSync(out, 'utf8')) },
        err: readFileSync(err, 'utf8'),
      })
    })
  })
}

/** Kills a process at a moment. `over` ends that and says how long it took until something was told. */
const watching = (child: ChildProcess, out: string, moment: Moment | undefined) => {
  const begun = Date.now()
  let startMs: number | undefined
  let timer: NodeJS.Timeout | undefined
  const kill = (): void => void child.kill('SIGKILL')
  const look = (): void => {
    if (statSync(out).size === 0) timer = setTimeout(look, LOOK)
    else {
      startMs = Date.now() - begun
      if (moment?.after === 'first word') timer = setTimeout(kill, moment.ms)
    }
  }
  if (moment?.after === 'start') timer = setTimeout(kill, moment.ms)
  else look()
  return {
    over: (): number | undefined => {
      clearTimeout(timer)
      return startMs
    },
  }
}
