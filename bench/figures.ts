import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { set, toArray, vector } from '../packages/core/dist/base.js'
import { plan } from '../packages/core/dist/plan.js'
import { loopMs, verifyMs } from './chorus.js'
import { bytesByPayload, resumeOnLocal } from './durable.js'
import { asking } from './realistic.js'

/** A promise about one number. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: 'ms' | 'x'
  readonly most: number
  readonly met: boolean
}

const CELLS = 10_000

setFlagsFromString('--expose_gc')
const collect = runInNewContext('gc') as () => void

const heapOf = (make: () => unknown): number => {
  collect()
  const before = process.memoryUsage().heapUsed
  const kept = make()
  collect()
  const bytes = process.memoryUsage().heapUsed - before
  return kept === undefined ? NaN : bytes
}

const cell = (i: number) => ({ index: [Math.floor(i / 100), i % 100], state: 'resolved', content: `cell ${i} of many` })

/** Heap of so many live cells in a state that shares structure, by that of a plain list; each cell was replaced once, as in a run. */
const memoryByPlain = (): number => {
  const plain = heapOf(() => Array.from({ length: CELLS }, (_, i) => cell(i)))
  const shared = heapOf(() => {
    let cells = vector(Array.from({ length: CELLS }, () => cell(0)))
    for (let i = 0; i < CELLS; i += 1) cells = set(i, cell(i), cells)
    if (toArray(cells).length !== CELLS) throw new Error('cells were lost')
    return cells
  })
  return shared / plain
}

const planMs = (calls: number): number => {
  const begun = performance.now()
  const made = plan(asking, { wanted: calls, atOnce: 'all' }, {})
  if (made._tag === 'Left' || made.right.calls !== calls) throw new Error('the plan is wrong')
  return performance.now() - begun
}

/** A number and what it may be at most. */
export const figure = (name: string, unit: Figure['unit'], value: number, most: number): Figure => ({
  ...{ name, unit, value, most },
  met: value <= most,
})

/** The least of several tries. */
export const least = async (times: number, measure: (time: number) => Promise<number>): Promise<number> => {
  const found: number[] = []
  for (let i = 0; i < times; i += 1) found.push(await measure(i))
  return Math.min(...found)
}

/** Loops that warm the compiler up and are not counted, as the first rounds of every comparison. */
const warmLoopMs = async (): Promise<number> => {
  await loopMs(800)
  return least(3, () => loopMs(200))
}

/** Everything that is a number of its own rather than a comparison of costs; times are the least of three tries. */
export const figures = async (): Promise<readonly Figure[]> => [
  figure('plan of 18,649 calls', 'ms', await least(3, () => Promise.resolve(planMs(18_649))), 1000),
  figure(
    'resume of 12,000 effects at the last, local store with snapshots',
    'ms',
    await least(3, () => resumeOnLocal(12_000)),
    250,
  ),
  figure('bytes on disk by bytes of unique payloads, 12,000 effects', 'x', await bytesByPayload(12_000), 1.3),
  figure('what a loop of eight calls adds to its scripted model, all in memory', 'ms', await warmLoopMs(), 2),
  figure(
    'check of 100,000 messages (50,000 a second)',
    'ms',
    await least(3, () => Promise.resolve(verifyMs(100_000))),
    2000,
  ),
  figure('heap of 10,000 live cells by plain objects', 'x', memoryByPlain(), 1.5),
]
