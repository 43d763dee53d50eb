import { graph } from './graph.js'
import { journal } from './journal.js'

export { graph, journal }

/** Journal and graph in plain maps, together: for tests, for first programs, and as the model other adapters are compared with. */
export const memory = () => ({ ...graph(), ...journal() })
