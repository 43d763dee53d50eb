/** Runs of a program through crashes, lost answers and rivals, each decided by a seed, with the laws that must hold whatever happens. */
export { simulate, type Report } from './simulate.js'
export { search, type Failure, type Seeds } from './search.js'
export type { World } from './world.js'
export type { Schedule } from './chance.js'
export type { Law } from './judge.js'
