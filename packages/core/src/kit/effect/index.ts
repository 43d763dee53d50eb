/** Requests to the outside as data, and those who carry them out. */
export type { Effect, Labels, PartialOf, ResultOf } from './effect.js'
export { combine, type Context, type Covers, type Handler, type Interpreter } from './interpreter.js'
export { contentOf, effectDigest } from './digest.js'
