/** The names a first program needs; everything else stands behind the subpaths. */
export { resume, start, type Ending, type Run } from './run/index.js'
export { combine } from './kit/effect/index.js'
