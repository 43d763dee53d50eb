/** The names a first program needs; everything else stands behind the subpaths. */
export { valley, type ValleyInput, type ValleyResult, type ValleyTypes } from './domain/cf14/index.js'
export { start, type Ending, type Run } from './run/index.js'
export { combine } from './kit/effect/index.js'
