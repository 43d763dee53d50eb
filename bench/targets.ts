import type { Series } from './measure.js'
import { ratioOf, type Spread } from './statistics.js'

/** What was measured in one group. */
export interface Measured {
  readonly group: string
  readonly series: readonly Series[]
}

/** A promise about two cases of one group: `ours` costs at most `most` times `theirs`. */
export interface Target {
  readonly group: string
  readonly ours: string
  readonly theirs: string
  readonly most: number
}

/** A target with what was found. */
export interface Verdict extends Target {
  readonly ratio: Spread
  readonly met: boolean
}

const STEP = 1 / 200
const FAN = 1 / 100
/** With every input and every intent digested, chained and kept. */
const JOURNALED = 1 / 60
const LEVEL = 1
const SCALE = 1.05

/** The targets of one group: `ours / theirs <= most`. */
export const within = (group: string, most: number, pairs: readonly (readonly [ours: string, theirs: string])[]) =>
  pairs.map(([ours, theirs]): Target => ({ group, ours, theirs, most }))

const targets: readonly Target[] = [
  ...within('langgraph-chain', STEP, [
    ['chorale', 'langgraph, 100 steps'],
    ['chorale, 100 steps', 'langgraph, 100 steps'],
  ]),
  ...within('langgraph-chain', JOURNALED, [
    ['chorale + journal', 'langgraph + MemorySaver, 100 steps'],
    ['chorale + journal, 100 steps', 'langgraph + MemorySaver, 100 steps'],
  ]),
  ...within('langgraph-fan', FAN, [['chorale, 64 at once', 'langgraph, Send']]),
  ...within('langgraph-fan', JOURNALED, [['chorale + journal, 64 at once', 'langgraph + MemorySaver, Send']]),
  ...within('journal', 1.5, [['chorale + journal, 64 at once', 'bare']]),
  ...within('steps', SCALE, [['the last 1,000', 'the first 1,000']]),
  ...within('local', 1 / 0.8, [['local journal', 'raw inserts']]),
  ...within('replay', 1 / 0.6, [['replay, unverified', 'parse and index']]),
  ...within('fan', LEVEL, [
    ['chorale, 64 at once', 'effect, 64 at once'],
    ['chorale, unbounded', 'effect, unbounded'],
  ]),
  ...within('scale', SCALE, [
    ['chorale chain, 12000', 'chorale chain, 1296'],
    ['chorale fan, 12000', 'chorale fan, 1296'],
  ]),
]

/** Every target whose two cases were measured. */
export const judge = (measured: readonly Measured[], wanted: readonly Target[] = targets): readonly Verdict[] =>
  wanted.flatMap((target) => {
    const series = measured.find(({ group }) => group === target.group)?.series ?? []
    const ours = series.find(({ name }) => name === target.ours)
    const theirs = series.find(({ name }) => name === target.theirs)
    if (ours === undefined || theirs === undefined) return []
    const ratio = ratioOf(ours.microseconds, theirs.microseconds)
    return [{ ...target, ratio, met: ratio.median <= target.most }]
  })
