/** Journal, graph and vectors in one directory: the embedded default. */
export { local, localCapabilities, type Store } from './local.js'
export type { LocalOptions } from './config.js'
