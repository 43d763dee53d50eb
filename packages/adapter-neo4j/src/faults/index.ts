/** What can go wrong with a store in Neo4j, in words. */
export {
  aborted,
  beyond,
  closed,
  damagedStore,
  doubled,
  fence,
  gone,
  isCount,
  looseEnd,
  misplaced,
  newerSchema,
  oldServer,
  otherThere,
  refusedOptions,
  taken,
  uncounted,
  unknownRun,
  vanishedEnd,
} from './known.js'
export { errorOf, isNotUnique, late } from './failed.js'
export type { Phase, Scene } from './scene.js'
