import { readFileSync, writeSync } from 'node:fs'
import { paced } from '../pace.js'
import { carry } from './carry.js'
import { entriesOf } from './kept.js'
import { oneByOne, type Place } from './one-by-one.js'
import { storeIn } from './setting.js'
import { played, wound, type Tape } from './tape.js'

/** What a worker is told to do. */
export interface Order {
  readonly directory: string
  /** The file of the tape. */
  readonly tape: string
  readonly run: string
  readonly prompt: string
  readonly sitting: string
  /** Where it kills itself, in the first life of the loop. */
  readonly place: Place | null
  /** Milliseconds before each piece of an answer. */
  readonly pace: number
}

// A cast at the seam: only the command starts workers.
const order = JSON.parse(process.argv[2] ?? '') as Order
const { directory, run, prompt, sitting, place, pace } = order
const store = storeIn(directory)
const tape = await played(JSON.parse(readFileSync(order.tape, 'utf8')) as Tape)
await wound(tape, await entriesOf(store, run))
const journal = oneByOne(store, ({ when, entry }) => {
  if (when === place?.when && entry === place.entry) process.kill(process.pid, 'SIGKILL')
})
await carry({
  ...{ run, prompt, store, journal, sitting, chat: paced(tape, pace) },
  say: (told) => void writeSync(1, `${JSON.stringify(told)}\n`),
})
await store.close()
