/** Every failure of the server, of the way to it and of the client as an error of the closed family. */
export { errorOf, unsent, type Ending, type Failed } from './failed.js'
export {
  foreignCollection,
  noCollection,
  otherCollection,
  otherDimension,
  refusedOptions,
  sceneOf,
  unreadable,
  type Scene,
} from './known.js'
export { partly, type Progress } from './partly.js'
