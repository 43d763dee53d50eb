/** Requests to the outside as data, and those who carry them out. */
export type { Effect, PartialOf, ResultOf } from './effect.js'
export { combine, type Context, type Covers, type Handler, type Interpreter, type Merged } from './interpreter.js'
export { effectDigest } from './digest.js'
