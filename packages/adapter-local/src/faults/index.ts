/** What can go wrong with a store in a directory, in words. */
export {
  beyond,
  damagedRun,
  damagedStore,
  fence,
  foreignFile,
  gone,
  isCount,
  misplaced,
  newerSchema,
  noSuchWord,
  refusedOptions,
  taken,
  uncounted,
  unknownRun,
  type Scene,
} from './known.js'
export { troubleOf, type Stage, type Trouble } from './failed.js'
export { noCollection, otherCollection, otherDimension } from './vectors.js'
