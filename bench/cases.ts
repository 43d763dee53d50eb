import * as chorale from './chorale.js'
import { durability } from './durability.js'
import * as effect from './effect.js'
import type { Case, Group } from './group.js'
import * as langgraph from './langgraph.js'
import * as promises from './promises.js'
import { walk, valleyCalls } from './valley.js'
import * as xstate from './xstate.js'

const CELLS = 1_296
const MANY = 12_000
const STEPS = 100

const plain = { journal: 'none', concurrency: 64 } as const
const kept = { journal: 'memory', concurrency: 64 } as const
const unbounded = { journal: 'none', concurrency: Infinity } as const

const scaled = (name: string, run: (wanted: number) => Promise<number>): readonly Case[] =>
  [CELLS, MANY].map((effects) => ({ name: `${name}, ${effects}`, effects, run: () => run(effects) }))

const scale: Group = {
  name: 'scale',
  about: 'an effect of a long run against one of a short run',
  effectsPerRound: 12_000,
  rounds: 120,
  cases: [
    ...scaled('chorale chain', (wanted) => chorale.chain(wanted, plain)),
    ...scaled('chorale fan', (wanted) => chorale.fan(wanted, plain)),
    ...scaled('chorale chain + journal', (wanted) => chorale.chain(wanted, kept)),
    ...scaled('chorale fan + journal', (wanted) => chorale.fan(wanted, kept)),
  ],
}

const valley: Group = {
  name: 'valley',
  about: 'the whole CF14 valley: echo resolver, graph in memory; for the record',
  effectsPerRound: valleyCalls,
  rounds: 20,
  cases: [
    { name: 'chorale', effects: valleyCalls, run: () => walk('none') },
    { name: 'chorale + journal', effects: valleyCalls, run: () => walk('memory') },
  ],
}

const chain: Group = {
  name: 'chain',
  about: 'one effect after another',
  effectsPerRound: 8_000,
  rounds: 20,
  cases: [
    { name: 'plain await', effects: CELLS, run: () => promises.chain(CELLS) },
    { name: 'chorale', effects: CELLS, run: () => chorale.chain(CELLS, plain) },
    { name: 'chorale + journal', effects: CELLS, run: () => chorale.chain(CELLS, kept) },
    { name: 'effect', effects: CELLS, run: () => effect.chain(CELLS) },
    { name: 'xstate', effects: CELLS, run: () => xstate.chain(CELLS) },
  ],
}

const fan: Group = {
  name: 'fan',
  about: 'a fan-out of 1,296 effects',
  effectsPerRound: 8_000,
  rounds: 15,
  cases: [
    { name: 'plain Promise.all', effects: CELLS, run: () => promises.fan(CELLS) },
    { name: 'chorale, 64 at once', effects: CELLS, run: () => chorale.fan(CELLS, plain) },
    { name: 'effect, 64 at once', effects: CELLS, run: () => effect.fan(CELLS, 64) },
    { name: 'chorale, unbounded', effects: CELLS, run: () => chorale.fan(CELLS, unbounded) },
    { name: 'effect, unbounded', effects: CELLS, run: () => effect.fan(CELLS, 'unbounded') },
    { name: 'chorale + journal, 64 at once', effects: CELLS, run: () => chorale.fan(CELLS, kept) },
    { name: 'xstate, an actor for each', effects: CELLS, run: () => xstate.fan(CELLS) },
    { name: 'xstate, Promise.all in one actor', effects: CELLS, run: () => xstate.fanInOne(CELLS) },
  ],
}

const langgraphChain: Group = {
  name: 'langgraph-chain',
  about: 'one effect after another, a superstep each',
  effectsPerRound: 8_000,
  rounds: 15,
  cases: [
    { name: 'chorale', effects: CELLS, run: () => chorale.chain(CELLS, plain) },
    { name: 'chorale, 100 steps', effects: STEPS, run: () => chorale.chain(STEPS, plain) },
    { name: 'langgraph, 100 steps', effects: STEPS, run: () => langgraph.chain(STEPS, 'none') },
    { name: 'chorale + journal', effects: CELLS, run: () => chorale.chain(CELLS, kept) },
    { name: 'chorale + journal, 100 steps', effects: STEPS, run: () => chorale.chain(STEPS, kept) },
    { name: 'langgraph + MemorySaver, 100 steps', effects: STEPS, run: () => langgraph.chain(STEPS, 'memory') },
  ],
}

const langgraphFan: Group = {
  name: 'langgraph-fan',
  about: 'a fan-out of 1,296 effects, sent into one superstep',
  effectsPerRound: 8_000,
  rounds: 15,
  cases: [
    { name: 'chorale, 64 at once', effects: CELLS, run: () => chorale.fan(CELLS, plain) },
    { name: 'langgraph, Send', effects: CELLS, run: () => langgraph.fan(CELLS, 'none') },
    { name: 'chorale + journal, 64 at once', effects: CELLS, run: () => chorale.fan(CELLS, kept) },
    { name: 'langgraph + MemorySaver, Send', effects: CELLS, run: () => langgraph.fan(CELLS, 'memory') },
  ],
}

/**
 * Everything `npm run bench` measures. LangGraph comes last: its first run switches on async context tracking, which makes every
 * promise of the process dearer from then on, for all contenders. Ours are measured anew beside it, with that burden.
 */
export const groups: readonly Group[] = [scale, valley, ...durability, chain, fan, langgraphChain, langgraphFan]
